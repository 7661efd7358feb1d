"""Reading a workbook: XLSX, a folder of CSV files, or that folder as a ZIP. What is dangerous is refused first."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from python_calamine import CalamineError, CalamineWorkbook

from portolan.exchange.domain.book import Book, Row, Rows, assemble, header, sheet_name
from portolan.exchange.domain.wording import RefusedError

MEGABYTE = 1_000_000
MAX_BYTES = 60 * MEGABYTE
MAX_UNPACKED = 600 * MEGABYTE
MAX_ROWS = 400_000
MAX_ENTRIES = 2_000
# Sheets of our own template that hold no data.
GUIDANCE = frozenset({"guidance", "allowed values"})
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SIGNS = ("=", "+", "-", "@")
csv.field_size_limit(1_000_000)

Tables = dict[str, tuple[list[str], list[Row]]]


def read_book(source: Path | BinaryIO) -> Book:
    """Read the whole file; raises `RefusedError` for what cannot or must not be read. Formulas are never computed."""
    if isinstance(source, Path) and source.is_dir():
        files = [(path.name, path.read_bytes()) for path in sorted(source.iterdir()) if _is_table(path.name)]
        return assemble(_from_csv(files))
    content = source.read_bytes() if isinstance(source, Path) else source.read(MAX_BYTES + 1)
    return _read_bytes(content)


def _read_bytes(content: bytes) -> Book:
    if not content:
        raise RefusedError("empty")
    if len(content) > MAX_BYTES:
        raise RefusedError("too-big", limit=MAX_BYTES // MEGABYTE)
    if content.startswith(_OLE):
        raise RefusedError("protected" if _ENCRYPTED in content else "old-workbook")
    if not content.startswith(b"PK"):
        raise RefusedError("not-a-workbook")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _read_archive(archive, content)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError):
        raise RefusedError("damaged") from None


def _read_archive(archive: zipfile.ZipFile, content: bytes) -> Book:
    infos = archive.infolist()
    names = {info.filename for info in infos}
    if any(info.flag_bits & 1 for info in infos):
        raise RefusedError("protected")
    if len(infos) > MAX_ENTRIES or sum(info.file_size for info in infos) > MAX_UNPACKED:
        raise RefusedError("too-much", limit=MAX_UNPACKED // MEGABYTE)
    if "[Content_Types].xml" not in names:
        files = [info for info in infos if _is_table(info.filename)]
        if not files:
            raise RefusedError("not-a-workbook")
        return assemble(_from_csv((info.filename.rsplit("/", 1)[-1], archive.read(info)) for info in files))
    if any(name.lower().endswith("vbaproject.bin") for name in names) or _declares_macros(archive):
        raise RefusedError("macros")
    if not any(name.startswith("xl/") for name in names):
        raise RefusedError("not-a-workbook")
    _inspect(archive, infos)
    return assemble(_from_xlsx(content))


def _declares_macros(archive: zipfile.ZipFile) -> bool:
    return b"macroenabled" in archive.read("[Content_Types].xml").lower()


def _inspect(archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo]) -> None:
    """Unpack every part once in pieces: its checksum proves its size, and a million rows are seen early."""
    rows = 0
    for info in infos:
        with archive.open(info) as part:
            is_sheet = info.filename.startswith("xl/worksheets/")
            tail = b""
            while piece := part.read(1 << 20):
                if is_sheet:
                    rows += (tail + piece).count(b"<row ") - tail.count(b"<row ")
                    tail = piece[-4:]
                if rows > MAX_ROWS:
                    raise RefusedError("too-many-rows", limit=MAX_ROWS)


def _from_xlsx(content: bytes) -> Tables:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        tables: Tables = {}
        for name in workbook.sheet_names:
            if name.strip().casefold() in GUIDANCE:
                continue
            sheet = sheet_name(name)
            rows = workbook.get_sheet_by_name(name).iter_rows()
            tables[sheet] = _table(sheet, ([_text(cell) for cell in row] for row in rows))
    except (CalamineError, zipfile.BadZipFile):
        raise RefusedError("damaged") from None
    return tables


def _from_csv(files: Iterable[tuple[str, bytes]]) -> Tables:
    tables: Tables = {}
    total = 0
    for name, content in files:
        sheet = sheet_name(name.rsplit(".", 1)[0])
        text = _decode(content, name)
        total += text.count("\n")
        if total > MAX_ROWS:
            raise RefusedError("too-many-rows", limit=MAX_ROWS)
        try:
            reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
            tables[sheet] = _table(sheet, reader)
        except csv.Error:
            raise RefusedError("bad-csv", sheet=name[:60]) from None
    return tables


def _decode(content: bytes, name: str) -> str:
    coding = "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        return content.decode(coding)
    except UnicodeDecodeError:
        raise RefusedError("encoding", sheet=name[:60]) from None


def _separator(text: str) -> str:
    """The sign that parts the column names: comma, semicolon or tab."""
    first = text.split("\n", 1)[0]
    return max(",;\t", key=first.count)


def _is_table(name: str) -> bool:
    base = name.rsplit("/", 1)[-1]
    return base.lower().endswith((".csv", ".tsv")) and not base.startswith(".") and "__MACOSX" not in name


def _table(sheet: str, lines: Iterable[list[str]]) -> tuple[list[str], list[Row]]:
    """Columns and rows of one sheet; rows without any content are passed over, nothing else is."""
    source = iter(lines)
    columns = header(sheet, next(source, []))
    rows = list(_rows(sheet, columns, source))
    return columns, rows


def _rows(sheet: str, columns: list[str], lines: Iterator[list[str]]) -> Iterator[Row]:
    nameless = [place for place, column in enumerate(columns) if not column]
    maker = Rows(sheet)
    for number, line in enumerate(lines, start=2):
        cells = {}
        for column, cell in zip(columns, line, strict=False):
            if cell and (text := cell.strip()):
                cells[column] = text.replace("\x00", "\ufffd")
        if "" in cells:
            place = next(place for place in nameless if place < len(line) and line[place].strip())
            raise RefusedError("no-column-name", sheet=sheet, place=place + 1)
        extra = [cell.strip() for cell in line[len(columns) :] if cell.strip()]
        if extra:
            cells["+"] = " | ".join(extra).replace("\x00", "\ufffd")
        if cells:
            yield maker.make(number, cells)


def _text(cell: Any) -> str:
    """A cell as text: whole numbers without a point, dates as ISO, yes for true; formulas come as their last value."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    return str(cell)


def starts_like_formula(text: str) -> bool:
    """True for a text a spreadsheet program could take for a formula."""
    return text.startswith(_SIGNS)
