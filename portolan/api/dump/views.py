"""Everything the API shows as one file: a CSV table for each collection, what the columns mean, and checksums."""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.http import FileResponse, HttpRequest
from django.utils import timezone
from ninja import Schema
from ninja.errors import ValidationError

from portolan.api.collections import Collection, refuse_unknown
from portolan.api.dump.tables import columns_of, flat, lines
from portolan.api.problems import bad_parameters

BATCH = 100
IN_MEMORY = 2 * 1024 * 1024
# What a collection must be asked to give all it has.
WHOLE = {"members": {"phase": "all"}, "figures": {"kind": "all"}}


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
        file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  sent, then closed by the answer
        try:
            _write(file, collections, request.GET.get("demonstration") == "1")
        except BaseException:
            file.close()
            raise
        file.seek(0)
        return FileResponse(file, as_attachment=True, filename="portolan-open-data.zip")

    return dump


def _write(file: Any, collections: Sequence[Collection], invented: bool) -> None:
    """The archive, one collection after the other; never more than a batch of rows in memory."""
    manifest: dict[str, Any] = {"made_at": timezone.now().isoformat(timespec="seconds"), "demonstration": invented}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        manifest["files"] = [_table(archive, collection, invented) for collection in collections]
        dictionary = b"".join(lines(["table", "column", "type", "meaning"], _dictionary(collections)))
        archive.writestr("dictionary.csv", dictionary)
        archive.writestr("manifest.json", json.dumps(manifest, indent=2))


def _table(archive: zipfile.ZipFile, collection: Collection, invented: bool) -> dict[str, Any]:
    name, count, digest = f"{collection.name}.csv", -1, hashlib.sha256()
    with archive.open(name, "w") as out:
        for line in lines(columns_of(collection.row), _rows(collection, invented)):
            out.write(line)
            digest.update(line)
            count += 1
    return {"name": name, "rows": count, "sha256": digest.hexdigest()}


def _rows(collection: Collection, invented: bool) -> Iterator[list[str]]:
    asked = collection.asked(**WHOLE.get(collection.name, {}), demonstration="1" if invented else "0")
    found, first = collection.answer(asked), 0
    while things := list(found[first : first + BATCH]):
        yield from (flat(row) for row in collection.given(things, None))
        first += BATCH


def _dictionary(collections: Sequence[Collection]) -> Iterator[list[str]]:
    for collection in collections:
        schema = collection.row.model_json_schema()["properties"]
        for column in columns_of(collection.row):
            told = schema.get(column) or next((schema[name] for name in schema if column.startswith(f"{name}_")), {})
            yield [collection.name, column, str(told.get("type", "text")), str(told.get("description", ""))]
