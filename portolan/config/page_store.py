"""Public pages from disk: a WSGI wrapper before Django, for readers without a session.

A page is stored under the generation of the public data read before it was rendered, and served while that generation
stands. Each process re-reads the generation at most once a second, so no machine serves a page older than 2 s.
Stored are only answers Django gave without any cookie, with status 200, that set none and vary by none.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import logging
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.db import Error, connections

from portolan.provenance.domain.publication import generation

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

log = logging.getLogger(__name__)

# Addresses below a language that belong to readers with a session or change with each reader.
NOT_STORED = ("desk/", "accounts/", "search/", "read/")
# What may follow a `?` on a stored page. Values are short words, so that nobody fills the disk with invented addresses.
KNOWN_KEYS = frozenset({"theme", "year", "host", "mode", "page", "demonstration", "kind", "city", "language"})
LONGEST_PATH, LONGEST_VALUE = 200, 60
LARGEST_PAGE = 2_000_000
# Headers of one answer only, or written anew for each variant.
DROPPED = frozenset({"x-request-id", "date", "content-length", "content-encoding", "etag", "connection"})
FRESH_FOR = 1.0


@dataclass(frozen=True)
class Stored:
    """One variant of a page as it lies on disk: a line of JSON with the headers, then the body."""

    headers: list[tuple[str, str]]
    body: bytes

    def write(self, path: Path) -> None:
        """Write whole or not at all: a reader never sees half a page."""
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
            file.write(json.dumps(self.headers).encode() + b"\n" + self.body)
        os.replace(file.name, path)  # noqa: PTH105  atomic over an existing file on every system

    @classmethod
    def read(cls, path: Path) -> Stored | None:
        """The variant, or None when it is not there, or not whole."""
        try:
            head, _, body = path.read_bytes().partition(b"\n")
            return cls([(name, value) for name, value in json.loads(head)], body)
        except (OSError, ValueError):
            return None

    def header(self, name: str) -> str:
        """A header's value, empty when it is not there."""
        return next((value for key, value in self.headers if key == name), "")


class Watch:
    """The present generation, asked of the database at most once a second by each process; 0 when it cannot say."""

    def __init__(self, read: Callable[[], int] = generation, clock: Callable[[], float] = time.monotonic) -> None:
        self._read, self._clock = read, clock
        self._lock = threading.Lock()
        self._number, self._until = 0, 0.0

    def number(self) -> int:
        """The generation, at most a second old."""
        if self._clock() < self._until:
            return self._number
        with self._lock:
            asked_at = self._clock()
            if asked_at >= self._until:
                self._number, self._until = self._ask(), asked_at + FRESH_FOR
            return self._number

    def _ask(self) -> int:
        _close_old_connections()
        try:
            return self._read()
        except Error:
            log.warning("the generation of the public pages could not be read")
            return 0
        finally:
            _close_old_connections()


def _close_old_connections() -> None:
    """As Django does around a request, which has not begun here; never in the midst of a transaction."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()


def address_of(environ: Environ) -> str:
    """What names the page: its path and known query keys in order; empty for a request that is none of ours."""
    path = environ.get("PATH_INFO", "")
    _, _, rest = path.lstrip("/").partition("/")
    language = path.lstrip("/").split("/", 1)[0]
    if environ.get("REQUEST_METHOD") not in {"GET", "HEAD"} or language not in dict(settings.LANGUAGES):
        return ""
    if len(path) > LONGEST_PATH or not path.startswith("/") or rest.startswith(NOT_STORED) or _is_personal(environ):
        return ""
    query = parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True)
    if any(key not in KNOWN_KEYS or len(value) > LONGEST_VALUE for key, value in query):
        return ""
    return f"{path}?{urlencode(sorted(query))}"


def _is_personal(environ: Environ) -> bool:
    """True when the answer may depend on who asks, or on more than the address."""
    cookies = environ.get("HTTP_COOKIE", "")
    ours = (settings.SESSION_COOKIE_NAME, "messages")
    if any(part.split("=", 1)[0].strip() in ours for part in cookies.split(";")):
        return True
    if "HTTP_AUTHORIZATION" in environ or "HTTP_HX_REQUEST" in environ:
        return True
    return settings.SECURE_SSL_REDIRECT and not _is_secure(environ)


def _is_secure(environ: Environ) -> bool:
    proxy = settings.SECURE_PROXY_SSL_HEADER
    return environ.get("wsgi.url_scheme") == "https" or bool(proxy and environ.get(proxy[0]) == proxy[1])


def place_of(address: str, number: int) -> Path:
    """Where the page of an address lies in a generation, without the ending; the name is a digest, so always safe."""
    digest = hashlib.sha256(f"{settings.VERSION} {address}".encode("utf-8", "surrogatepass")).hexdigest()
    return Path(settings.PAGE_STORE) / str(number) / digest[:2] / digest


def sweep() -> int:
    """Delete what older generations left; the number of generations deleted. The worker calls it by the clock."""
    present, swept = generation(), 0
    for folder in Path(settings.PAGE_STORE).glob("*"):
        if folder.name.isdigit() and int(folder.name) < present:
            shutil.rmtree(folder, ignore_errors=True)
            swept += 1
    return swept


def clear() -> None:
    """Delete all stored pages: after a restore, when generations begin anew, or when templates changed."""
    shutil.rmtree(settings.PAGE_STORE, ignore_errors=True)


class PageStore:
    """Serves stored pages, and stores those that Django renders."""

    def __init__(self, application: Application, watch: Watch | None = None) -> None:
        self._application = application
        self._watch = watch or Watch()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        address = address_of(environ)
        number = self._watch.number() if address else 0
        if not number:
            return self._application(environ, start_response)
        place = place_of(address, number)
        ending = ".gz" if "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "") else ".plain"
        stored = Stored.read(place.with_suffix(ending))
        if stored is not None:
            return serve(stored, environ, start_response)
        return self._render(environ, start_response, place, ending)

    def _render(self, environ: Environ, start_response: StartResponse, place: Path, ending: str) -> Iterable[bytes]:
        """Ask Django for the whole plain page, without any cookie; store it when it may be, and answer."""
        asked = {key: value for key, value in environ.items() if key not in _WITHHELD} | {"REQUEST_METHOD": "GET"}
        status, headers, body = _run(self._application, asked)
        if not is_storable(status, headers, body):
            return self._pass_on(environ, start_response, (status, headers, body))
        variants = variants_of(headers, body)
        for each, stored in variants.items():
            _keep(stored, place.with_suffix(each))
        return serve(variants[ending], environ, start_response)

    def _pass_on(
        self, environ: Environ, start_response: StartResponse, answer: tuple[str, list[tuple[str, str]], bytes]
    ) -> Iterable[bytes]:
        """An answer that is not for all: asked again with the reader's cookies, if there were any."""
        if environ.get("HTTP_COOKIE"):
            return self._application(environ, start_response)
        status, headers, body = answer
        start_response(status, headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


# Without these Django answers with the whole page, plain, and knows no reader.
_WITHHELD = frozenset(
    {"HTTP_COOKIE", "HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE"}
)


def _run(application: Application, environ: Environ) -> tuple[str, list[tuple[str, str]], bytes]:
    """One request through an application, to its end."""
    answered: list[Any] = []

    def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], None]:
        answered[:] = [status, headers]
        return lambda data: None

    chunks = application(environ, start)
    try:
        body = b"".join(chunks)
    finally:
        if hasattr(chunks, "close"):
            chunks.close()
    return answered[0], answered[1], body


def is_storable(status: str, headers: list[tuple[str, str]], body: bytes) -> bool:
    """Only a page the same for all: status 200, no cookie set, no variation by cookie, not declared private."""
    names = {name.lower(): value.lower() for name, value in headers}
    vary = {part.strip() for part in names.get("vary", "").split(",")}
    control = names.get("cache-control", "")
    private = "set-cookie" in names or "cookie" in vary or "*" in vary or "private" in control or "no-store" in control
    return status.startswith("200 ") and not private and len(body) <= LARGEST_PAGE


def variants_of(headers: list[tuple[str, str]], body: bytes) -> dict[str, Stored]:
    """The page plain and compressed, each with its own entity tag."""
    kept = [(name, value) for name, value in headers if name.lower() not in DROPPED | {"vary", "cache-control"}]
    kept += [("Vary", "Accept-Encoding"), ("Cache-Control", "public, max-age=0, must-revalidate")]
    tag = hashlib.sha256(body).hexdigest()[:32]
    small = gzip.compress(body, 6, mtime=0)
    return {
        ".plain": Stored([*kept, ("Content-Length", str(len(body))), ("ETag", f'"{tag}"')], body),
        ".gz": Stored(
            [*kept, ("Content-Length", str(len(small))), ("Content-Encoding", "gzip"), ("ETag", f'"{tag}-gz"')], small
        ),
    }


def _keep(stored: Stored, path: Path) -> None:
    try:
        stored.write(path)
    except OSError:
        # A full or read-only disk costs speed, never the page.
        log.warning("a public page could not be stored")


def serve(stored: Stored, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    """Answer with a stored page: in whole, its headers for HEAD, or 304 to a reader who has it."""
    known = {tag.strip().removeprefix("W/") for tag in environ.get("HTTP_IF_NONE_MATCH", "").split(",")}
    if stored.header("ETag") in known:
        start_response("304 Not Modified", [each for each in stored.headers if each[0] not in _NOT_IN_304])
        return []
    start_response("200 OK", list(stored.headers))
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [stored.body]


_NOT_IN_304 = frozenset({"Content-Length", "Content-Encoding", "Content-Type"})
