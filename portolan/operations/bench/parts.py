"""The parts of a bench: each gives the measures of its budgets."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import portolan
from portolan.operations.bench import browser, load, server, wire
from portolan.operations.bench.budgets import Measure
from portolan.operations.bench.installations import Installation, PartError, Say, large, shipped

Measures = dict[str, Measure]
PEOPLE = 100_000
PUBLIC = (
    "/{}/",
    "/{}/cities/",
    "/{}/cities/tangier/",
    "/{}/events/",
    "/{}/figures/",
    "/{}/programme/",
    "/{}/glossary/",
)
DESK = ("/fr/desk/", "/fr/desk/users/")
# So many pages rendered anew by each language, before memory is read.
LOADED = 20
START_LIMIT = 180


class Bench:
    """One run: where its installations lie, and what it says meanwhile."""

    def __init__(self, folder: Path, say: Say, *, database: str = "", people: int = PEOPLE) -> None:
        self.folder, self.say, self.database, self.people = folder, say, database, people

    def queries(self) -> Measures:
        """Queries of pages."""
        return _read(shipped(self.folder, self.say).inside("queries"))

    def cost(self) -> Measures:
        """Processor time of pages in bare views."""
        return _read(shipped(self.folder, self.say).inside("cost"))

    def large(self) -> Measures:
        """Pages and searches of the large network."""
        installation = large(self.folder, self.say, self.database)
        installation.inside("static")
        return _read(installation.inside("large"))

    def bytes(self) -> Measures:
        """What a first and a next visit fetch: the dearest of several pages."""
        with server.serving(shipped(self.folder, self.say)) as (_, port, _pid), browser.browser() as started:
            latin = [self._first(started, port, code, page) for code in ("fr", "en") for page in PUBLIC]
            arabic = [self._first(started, port, "ar", page) for page in PUBLIC]
        every = latin + arabic
        return {
            "first-visit-fr": Measure(*max((first[0], where) for where, first, _ in latin)),
            "first-visit-ar": Measure(*max((first[0], where) for where, first, _ in arabic)),
            "first-visit-requests": Measure(*max((first[1], where) for where, first, _ in every)),
            "other-hosts": Measure(
                sum(first[2] + following[2] for _, first, following in every), f"{len(every)} pages"
            ),
            "next-page": Measure(*max((following[0], where) for where, _, following in every)),
        }

    def desk_bytes(self) -> Measures:
        """What a first and a next visit of the desk fetch."""
        installation = shipped(self.folder, self.say)
        session = installation.inside("session")
        with server.serving(installation) as (_, port, _pid), browser.browser() as started:
            first, following = browser.visit(started, port, list(DESK), session)
        return {"desk-first-visit": Measure(first[0], DESK[0]), "desk-next-page": Measure(following[0], DESK[1])}

    def documents(self) -> Measures:
        """A 60-page profile: its files and pages, saving, and keeping a draft as the editor does."""
        with self._profile() as installation:
            found = _read(installation.inside("documents"))
            asked = installation.inside("autosave")
            with server.serving(installation) as (_, port, _pid):
                beyond, text = wire.autosave(port, asked)
            note = f"both ways, with a text of {text:.0f} KB as the browser sends it"
            return found | {"autosave": Measure(beyond, note)}

    def editor(self) -> Measures:
        """What a first and a next visit of a page with the editor fetch."""
        with self._profile() as installation:
            asked = installation.inside("autosave")
            session = asked["cookies"]["session"]
            with server.serving(installation) as (_, port, _pid), browser.browser() as started:
                first, following = browser.visit(started, port, [asked["page"], asked["next_page"]], session)
        return {
            "editor-first-visit": Measure(first[0], f"{first[1]} requests, the longest section"),
            "editor-next-page": Measure(following[0], f"{following[1]} requests, another section"),
        }

    @contextmanager
    def _profile(self) -> Iterator[Installation]:
        """A copy of the shipped network with the profile in it."""
        origin = shipped(self.folder, self.say)
        with tempfile.TemporaryDirectory(dir=self.folder) as name:
            copy = Installation(Path(name) / "copy")
            shutil.copytree(origin.folder, copy.folder)
            copy.inside("make-profile")
            yield copy

    def _first(self, started: Any, port: int, code: str, page: str) -> tuple[str, Any, Any]:
        """(address, cost as the first page, cost as the second after another)."""
        address, before = page.format(code), f"/{code}/legal/"
        (first,) = browser.visit(started, port, [address])
        _, following = browser.visit(started, port, [before, address])
        return address, first, following

    def paint(self) -> Measures:
        """The largest paint of the home page."""
        with server.serving(shipped(self.folder, self.say)) as (_, port, _pid), browser.browser() as started:
            server.get(port, "/fr/"), server.get(port, "/ar/")
            found = {code: browser.largest_paint(started, port, f"/{code}/") for code in ("fr", "ar")}
        return {f"largest-paint-{code}": Measure(taken, "median of 3, 390 px wide") for code, taken in found.items()}

    def rate(self) -> Measures:
        """The rate of a stored page beside that of a static file of the same size."""
        installation = shipped(self.folder, self.say)
        with server.serving(installation) as (_, port, _pid):
            size = len(server.get(port, "/fr/")[1])
        same = installation.folder / "static" / "bench.txt"
        same.write_bytes(b"x" * size)
        try:
            with server.serving(installation) as (_, port, _pid):
                server.get(port, "/fr/")
                static, asked_by = load.rate(port, "/static/bench.txt")
                stored, _ = load.rate(port, "/fr/")
        finally:
            same.unlink()
        return {
            "static-rate": Measure(static, f"{size} bytes, {asked_by}"),
            "stored-rate": Measure(stored / static, f"/fr/, {stored:.0f}/s"),
        }

    def memory(self) -> Measures:
        """Memory of the web server's processes after they rendered every page many times."""
        with server.serving(shipped(self.folder, self.say)) as (_, port, pid), ThreadPoolExecutor(8) as pool:
            # A key nobody knows keeps a page out of the store, so that each is rendered.
            addresses = [
                f"{page.format(code)}?x={n}" for n in range(LOADED) for code in ("fr", "en", "ar") for page in PUBLIC
            ]
            wrong = [
                status for status, _ in pool.map(lambda address: server.get(port, address), addresses) if status != 200
            ]
            used, processes = server.memory_of(pid)
        if wrong:
            raise PartError(f"{len(wrong)} of {len(addresses)} pages did not answer 200")
        return {"memory": Measure(used, f"{processes} processes, {len(addresses)} pages rendered")}

    def workbook(self) -> Measures:
        """Preview and commit of a large workbook in a copy of the shipped network."""
        origin = shipped(self.folder, self.say)
        with tempfile.TemporaryDirectory(dir=self.folder) as name:
            copy = Installation(Path(name) / "copy")
            shutil.copytree(origin.folder, copy.folder)
            path, end = Path(name) / "participants.xlsx", Path(name) / "end"
            copy.inside("write-workbook", path=str(path), people=self.people)
            self.say("reading the workbook")
            found = copy.inside("preview", path=str(path))
            number = found.pop("run", None)
            if number is None:
                return _read(found)
            self.say("committing it, while another process writes")
            with ThreadPoolExecutor(1) as pool:
                writing = pool.submit(copy.inside, "keep-writing", until=str(end))
                try:
                    found |= copy.inside("commit", run=number)
                finally:
                    end.touch()
                found |= writing.result()
        return _read(found)

    def start(self) -> Measures:
        """`make run` in a fresh clone of this version, packages cached, until the home page is there."""
        clone = Path(portolan.__file__).resolve().parents[1]
        if not (clone / ".git").exists() or not shutil.which("git") or not shutil.which("make"):
            raise PartError("this is no clone with git and make")
        with tempfile.TemporaryDirectory(dir=self.folder) as name:
            fresh = Path(name) / "clone"
            subprocess.run(["git", "clone", "--quiet", str(clone), str(fresh)], check=True)  # noqa: S603, S607
            return {
                "start": Measure(_time_to_first_page(fresh), "committed state, nothing prepared but the package cache")
            }


def _time_to_first_page(fresh: Path) -> float:
    port = server.free_port()
    # Packages come from where this machine takes them, so its environment goes along; the data is the clone's own.
    ours = {"DATABASE_URL", "CACHE_URL", "PYTHONPATH", "VIRTUAL_ENV", "PAGE_STORE", "BASE_URL"}
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    environment |= {"PORT": str(port), "PORTOLAN_DATA_DIR": str(fresh / "var")}
    began = time.perf_counter()
    with (fresh / "make.log").open("wb") as log:
        process = subprocess.Popen(["make", "run"], cwd=fresh, env=environment, stdout=log, stderr=log)  # noqa: S607
        try:
            while time.perf_counter() - began < START_LIMIT and process.poll() is None:
                try:
                    if server.get(port, "/fr/")[0] == 200:
                        return time.perf_counter() - began
                except OSError:
                    time.sleep(0.1)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)
    last = (fresh / "make.log").read_text(errors="replace").strip().splitlines()[-1:]
    raise PartError(f"no page after {time.perf_counter() - began:.0f} s: {' '.join(last)[:200]}")


def _read(found: dict[str, Any]) -> Measures:
    return {name: Measure(value, note) for name, (value, note) in found.items()}


def run_parts(bench: Bench, parts: tuple[str, ...]) -> tuple[Measures, dict[str, str]]:
    """The measures of these parts, and for each part that could not be measured, why."""
    measures: Measures = {}
    failed: dict[str, str] = {}
    for part in parts:
        bench.say(part)
        try:
            measures |= getattr(bench, part.replace("-", "_"))()
        except PartError as error:
            failed[part] = str(error)
        except (OSError, subprocess.SubprocessError, ValueError) as error:
            failed[part] = f"{type(error).__name__}: {error}"
    return measures, failed
