"""Workbooks for tests, written independently of the code that reads them."""

import csv
import io
import zipfile

from openpyxl import Workbook

Lines = list[list[str]]


def about(record: str = "isles", kind: str = "desk", language: str = "fr", **more: str) -> Lines:
    """The sheet `about`."""
    said = {"template": "1", "record": record, "kind": kind, "language": language, "title_fr": record, **more}
    return [["key", "value"], *([key, value] for key, value in said.items())]


def workbook(**sheets: Lines) -> bytes:
    """An XLSX file; texts that look like formulas are written as formulas, as a spreadsheet program would."""
    book = Workbook()
    book.remove(book.active)
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def table(lines: Lines, *, delimiter: str = ",") -> str:
    """A CSV file."""
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows(lines)
    return stream.getvalue()


def zipped(**sheets: Lines) -> bytes:
    """A folder of CSV files as a ZIP."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, lines in sheets.items():
            archive.writestr(f"folder/{name}.csv", table(lines))
    return stream.getvalue()
