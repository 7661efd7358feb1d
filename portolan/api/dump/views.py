"""Everything the API shows as one file: a CSV table for each collection, what the columns mean, and checksums."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone, translation
from ninja import Schema
from ninja.errors import ValidationError

from portolan.api.collections import Collection, refuse_unknown
from portolan.api.dump.tables import columns_of, flat, lines
from portolan.api.problems import bad_parameters

BATCH = 100
PIECES = 16
DICTIONARY = ["table", "column", "type", "meaning"]
# What a collection must be asked to give all it has.
WHOLE: dict[str, dict[str, Any]] = {"members": {"phase": "all"}, "figures": {"kind": "all"}}


class AskedDump(Schema):
    """What the file can be asked."""

    demonstration: str = "0"


def dump_of(collections: Sequence[Collection]) -> Callable[[HttpRequest], Any]:
    """The view that sends these collections."""

    def dump(request: HttpRequest) -> Any:
        try:
            refuse_unknown(request, AskedDump)
        except ValidationError as error:
            return bad_parameters(request, error.errors)
        invented = request.GET.get("demonstration") == "1"
        response = StreamingHttpResponse(_archive(collections, invented), content_type="application/zip")
        response.headers["Content-Disposition"] = 'attachment; filename="portolan-open-data.zip"'
        return response

    return dump


class _Out(io.RawIOBase):
    """What the archive was written since it was last emptied; it cannot be read back, as nothing that is sent can."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.parts.append(bytes(data))
        return len(data)

    def emptied(self) -> bytes:
        """What was written, and begin anew."""
        whole, self.parts = b"".join(self.parts), []
        return whole


def _archive(collections: Sequence[Collection], invented: bool) -> Iterator[bytes]:
    """The archive in pieces, sent as they are made; never more than a batch of rows in memory."""
    out = _Out()
    files: list[dict[str, Any]] = []
    with translation.override(settings.LANGUAGE_CODE), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for collection in collections:
            for _line in _table(archive, collection, invented, files):
                if len(out.parts) > PIECES:
                    yield out.emptied()
        archive.writestr("dictionary.csv", b"".join(lines(DICTIONARY, _dictionary(collections))))
        manifest = {"made_at": timezone.now().isoformat(timespec="seconds"), "demonstration": invented, "files": files}
        archive.writestr("manifest.json", json.dumps(manifest, indent=2))
    yield out.emptied()


def _table(
    archive: zipfile.ZipFile, collection: Collection, invented: bool, files: list[dict[str, Any]]
) -> Iterator[None]:
    """Write one table line by line, and note it among the files when it is whole."""
    name, count, digest = f"{collection.name}.csv", -1, hashlib.sha256()
    with archive.open(name, "w") as file:
        for line in lines(columns_of(collection.row), _rows(collection, invented)):
            file.write(line)
            digest.update(line)
            count += 1
            yield
    files.append({"name": name, "rows": count, "sha256": digest.hexdigest()})


def _rows(collection: Collection, invented: bool) -> Iterator[list[str]]:
    asked = collection.asked(**WHOLE.get(collection.name, {}), demonstration="1" if invented else "0")
    found, first = collection.answer(asked), 0
    while things := list(found[first : first + BATCH]):
        yield from (flat(row) for row in collection.given(things, None))
        first += BATCH


def _dictionary(collections: Sequence[Collection]) -> Iterator[list[str]]:
    for collection in collections:
        schema: dict[str, Any] = collection.row.model_json_schema()["properties"]
        for column in columns_of(collection.row):
            stem = next((name for name in schema if column.startswith(f"{name}_")), column)
            told = schema.get(column, schema.get(stem, {}))
            yield [collection.name, column, str(told.get("type", "text")), str(told.get("description", ""))]
