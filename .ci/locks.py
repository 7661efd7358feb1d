"""The locks hold what pyproject.toml asks for: every direct dependency, in a version it allows, with its hashes."""

import re
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)


def locked(name: str) -> dict[str, str]:
    """Package -> version of a lock file."""
    text = (ROOT / name).read_text()
    if text.count("--hash=") < len(PINNED.findall(text)) or "://" in re.sub(r"(?m)^\s*#.*$", "", text):
        sys.exit(f"{name} must have a hash for every package and name no index")
    return {canonicalize_name(package): version for package, version in PINNED.findall(text)}


def main() -> None:
    """Print what does not agree; exit 1 when anything does not."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    runtime, development = locked("requirements.lock"), locked("requirements-dev.lock")
    asked = [(line, runtime) for line in project["dependencies"]]
    asked += [(line, development) for line in [*project["dependencies"], *project["optional-dependencies"]["dev"]]]
    faults = []
    for line, lock in asked:
        wanted = Requirement(line)
        version = lock.get(canonicalize_name(wanted.name))
        if version is None or version not in wanted.specifier:
            faults.append(f"{line}: the lock has {version or 'nothing'}")
    faults += [f"{name}: two versions in the locks" for name in runtime if development.get(name) != runtime[name]]
    if faults:
        sys.exit("\n".join(faults))


main()
