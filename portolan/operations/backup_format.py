"""What a backup file is: its members, its manifest, its seal, and the one error of everything that refuses it.

A zip. `data/<app>.<model>.jsonl.zst` holds a table: a line with the names of its fields, then a line for each row.
`files/<name>` is a file of the storage, `erasures.jsonl` the people erased so far, `manifest.json` says what the rest
is. The comment of the zip is the digest of all before it, so that one changed bit anywhere is noticed.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

PRODUCT = "portolan-backup"
FORMAT = 1
MANIFEST = "manifest.json"
ERASURES = "erasures.jsonl"
DATA, FILES = "data/", "files/"
SEAL = b"portolan sha256 "
SEAL_LENGTH = len(SEAL) + 64
CHUNK = 1024 * 1024


class BackupError(Exception):
    """A backup or restore that was refused, with a sentence that says why and what was left untouched."""


@dataclass
class Manifest:
    """What a backup holds. `migrations` is the schema version: the names applied, by app."""

    version: str
    made_at: str
    engine: str
    migrations: dict[str, list[str]]
    counts: dict[str, int] = field(default_factory=dict)
    members: dict[str, dict[str, Any]] = field(default_factory=dict)
    product: str = PRODUCT
    format: int = FORMAT

    def to_json(self) -> bytes:
        """As written into the file."""
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode()

    @classmethod
    def from_json(cls, content: bytes) -> Manifest:
        """Read it; raises BackupError for another product's file, or one of a later format."""
        try:
            said = json.loads(content)
            product, number = said["product"], int(said["format"])
        except (ValueError, KeyError, TypeError) as error:
            raise BackupError("This is not a backup of Portolan: its manifest cannot be read.") from error
        if product != PRODUCT:
            raise BackupError("This is not a backup of Portolan.")
        if number > FORMAT:
            raise BackupError(
                f"This backup was made by a later version of Portolan ({said.get('version', 'unknown')}): "
                "install that version, or a later one, to restore it."
            )
        try:
            return cls(**said)
        except TypeError as error:
            raise BackupError("This backup is damaged: its manifest is not complete.") from error


class Measured:
    """A binary file to write to that counts and digests what passes."""

    def __init__(self, target: IO[bytes]) -> None:
        self.target, self.size, self.digest = target, 0, hashlib.sha256()

    def write(self, content: Any) -> int:
        """Pass on, and take note."""
        self.size += len(content)
        self.digest.update(content)
        return self.target.write(content)

    def flush(self) -> None:
        """Nothing is held back here."""

    def note(self) -> dict[str, Any]:
        """For the manifest."""
        return {"size": self.size, "sha256": self.digest.hexdigest()}


def digest_of(file: IO[bytes], length: int | None = None) -> str:
    """The SHA-256 of the next `length` bytes of a file, of all that is left without one."""
    digest = hashlib.sha256()
    left = length
    while content := file.read(CHUNK if left is None else min(CHUNK, left)):
        digest.update(content)
        left = None if left is None else left - len(content)
    return digest.hexdigest()


def seal(path: Path) -> None:
    """Write the digest of the whole file into its last bytes, which must have been kept free for it."""
    length = path.stat().st_size - 64
    with path.open("r+b") as file:
        digest = digest_of(file, length)
        file.seek(length)
        file.write(digest.encode())


def seal_holds(path: Path) -> bool | None:
    """Whether a file is as it was sealed; None when it bears no seal at all."""
    length = path.stat().st_size - SEAL_LENGTH
    if length <= 0:
        return None
    with path.open("rb") as file:
        file.seek(length)
        end = file.read()
        if not end.startswith(SEAL):
            return None
        file.seek(0)
        return digest_of(file, length + len(SEAL)).encode() == end[len(SEAL) :]
