"""What is read, what is refused, and what is never computed."""

import io
import zipfile
from pathlib import Path

import pytest

from portolan.exchange.domain import reading
from portolan.exchange.domain.cells import read_row
from portolan.exchange.domain.reading import read_book
from portolan.exchange.domain.wording import RefusedError
from tests.exchange.books import about, table, workbook, zipped

PLACES = [["code", "name_fr", "country"], ["mayda", "Mayda", "ZZ"]]


def refusal(content: bytes) -> tuple[str, dict]:
    with pytest.raises(RefusedError) as caught:
        read_book(io.BytesIO(content))
    return caught.value.code, caught.value.params


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    stream = io.BytesIO(content)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(name, part)
    return stream.getvalue()


def first_row(sheet: str, lines: list[list[str]], language: str = "fr"):
    book = read_book(io.BytesIO(workbook(about=about(), **{sheet: lines})))
    return read_row(book.rows[sheet][0], language=language)


def test_an_xlsx_file_is_read():
    book = read_book(io.BytesIO(workbook(about=about(), places=PLACES)))

    assert (book.about["record"], book.total) == ("isles", 1)
    assert book.rows["places"][0].cells == {"code": "mayda", "name_fr": "Mayda", "country": "ZZ"}


def test_a_folder_is_read(tmp_path):
    for name, lines in {"about": about(), "places": PLACES}.items():
        (tmp_path / f"{name}.csv").write_text(table(lines), encoding="utf-8")

    assert read_book(tmp_path).rows["places"][0].number == 2


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_separators(tmp_path, coding, delimiter):
    lines = [["code", "name_fr", "name_ar"], ["mayda", "Île Maïda", "مايدا"]]
    for name, rows in {"about": about(), "places": lines}.items():
        (tmp_path / f"{name}.csv").write_bytes(table(rows, delimiter=delimiter).encode(coding))

    cells = read_book(tmp_path).rows["places"][0].cells

    assert (cells["name_fr"], cells["name_ar"]) == ("Île Maïda", "مايدا")


def test_another_encoding_is_refused(tmp_path):
    (tmp_path / "about.csv").write_text(table(about()))
    (tmp_path / "places.csv").write_bytes("code,name_fr\nmayda,Île".encode("latin-1"))

    with pytest.raises(RefusedError) as caught:
        read_book(tmp_path)

    assert (caught.value.code, caught.value.params) == ("encoding", {"sheet": "places.csv"})


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"just words", "not-a-workbook"),
        (b"PK\x03\x04 broken", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "old-workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "protected"),
    ],
)
def test_what_is_no_workbook_is_refused(content, code):
    assert refusal(content)[0] == code


def test_a_truncated_file_is_refused():
    assert refusal(workbook(about=about(), places=PLACES)[:-200])[0] == "damaged"


def test_macros_are_refused():
    assert refusal(with_part(workbook(about=about()), "xl/vbaProject.bin", b"macro"))[0] == "macros"


def test_a_bomb_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "MAX_UNPACKED", 1_000_000)

    assert refusal(with_part(workbook(about=about()), "xl/bomb.xml", b"0" * 2_000_000))[0] == "too-much"


def test_a_million_rows_are_refused_before_they_are_read(monkeypatch):
    monkeypatch.setattr(reading, "MAX_ROWS", 1000)
    content = with_part(workbook(about=about()), "xl/worksheets/sheet9.xml", b'<row r="1"/>' * 1001)

    assert refusal(content) == ("too-many-rows", {"limit": 1000})


def test_a_file_that_is_too_big_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "MAX_BYTES", 100)

    assert refusal(workbook(about=about()))[0] == "too-big"


@pytest.mark.parametrize(
    ("sheets", "expected"),
    [
        ({"places": PLACES}, ("missing-sheet", {"sheet": "about"})),
        ({"about": about(), "placs": PLACES}, ("unknown-sheet-like", {"sheet": "placs", "like": "places"})),
        ({"about": about(), "xyzzy": PLACES}, ("unknown-sheet", {"sheet": "xyzzy"})),
        (
            {"about": about(), "places": [["code", "contry"]]},
            ("unknown-column-like", {"column": "contry", "like": "country", "sheet": "places"}),
        ),
        (
            {"about": about(), "places": [["code", "qqqq"]]},
            ("unknown-column", {"column": "qqqq", "sheet": "places"}),
        ),
        ({"about": about(), "places": [["name_fr"]]}, ("missing-column", {"sheet": "places", "column": "code"})),
        (
            {"about": about(), "places": [["code", "code"]]},
            ("column-twice", {"sheet": "places", "column": "code"}),
        ),
        (
            {"about": about(), "places": [["code", ""], ["mayda", "lost"]]},
            ("no-column-name", {"sheet": "places", "place": 2}),
        ),
        ({"about": about(template="7")}, ("wrong-version", {"given": "7", "ours": "1"})),
        ({"about": about(kind="myth")}, ("bad-about", {"key": "kind", "value": "myth"})),
        ({"about": about(language="tlh")}, ("bad-about", {"key": "language", "value": "tlh"})),
        ({"about": about(captain="Ava")}, ("unknown-key", {"key": "captain"})),
        ({"about": [["key", "value"], ["template", "1"]]}, ("missing-key", {"key": "record"})),
    ],
)
def test_a_file_of_another_form_is_refused(sheets, expected):
    assert refusal(workbook(**sheets)) == expected


def test_a_zip_without_tables_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("letter.txt", "Ahoy")

    assert refusal(stream.getvalue())[0] == "not-a-workbook"


def test_hidden_files_of_a_zip_are_passed_over():
    content = with_part(zipped(about=about(), places=PLACES), "__MACOSX/._places.csv", b"\x00\x01")

    assert read_book(io.BytesIO(content)).total == 1


@pytest.mark.parametrize("text", ["=1+1", "+SUM(A1)", "-2+3", "@now", "=HYPERLINK('http://drogeo.example')"])
def test_a_text_like_a_formula_stays_a_text(tmp_path, text):
    for name, lines in {"about": about(), "places": [["code", "name_fr"], ["mayda", text]]}.items():
        (tmp_path / f"{name}.csv").write_text(table(lines))
    row = read_book(tmp_path).rows["places"][0]

    values, notes = read_row(row, language="fr")

    assert values["name"].get("fr") == text
    assert notes == [["warning", "formula", "name_fr", {"sign": text[0]}]]


@pytest.mark.parametrize(
    ("written", "read"),
    [("2016", "2016"), ("2016-07", "2016-07"), ("2016-07-12", "2016-07-12"), ("42563", "2016-07-12")],
)
def test_dates_keep_their_precision(written, read):
    values, notes = first_row("phases", [["code", "programme", "start"], ["p", "q", written]])

    assert (str(values["start"]), notes) == (read, [])


@pytest.mark.parametrize("written", ["12/07/2016", "2016-13", "2016-02-30", "July 2016", "0000"])
def test_broken_dates_are_errors_of_the_row(written):
    _values, notes = first_row("phases", [["code", "programme", "start"], ["p", "q", written]])

    assert notes == [["error", "bad-date", "start", {"text": written}]]


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("code", "Has Spaces", "bad-code"),
        ("kind", "planet", "bad-choice"),
        ("geonames", "12.5", "bad-integer"),
        ("geonames", "99999999999", "out-of-range"),
        ("latitude", "north", "bad-number"),
        ("latitude", "NaN", "bad-number"),
        ("latitude", "1e30", "out-of-range"),
        ("country", "Frislandia", "too-long"),
        ("country", "1Z", "bad-country"),
        ("zone", "Europe/Mayda", "bad-zone"),
        ("labels", "fr:best", "bad-labels"),
        ("name_fr", "x" * 20_001, "too-long"),
    ],
)
def test_a_broken_cell_is_an_error_of_its_column(column, cell, code):
    lines = [["code", column], ["mayda", cell]] if column != "code" else [["code"], [cell]]

    _values, notes = first_row("places", lines)

    assert [note[:3] for note in notes] == [["error", code, column]]


def test_cells_beyond_the_columns_are_not_lost(tmp_path):
    (tmp_path / "about.csv").write_text(table(about()))
    (tmp_path / "places.csv").write_text("code,country\nmayda,ZZ,lost\n")
    row = read_book(tmp_path).rows["places"][0]

    assert read_row(row, language="fr")[1] == [["error", "extra-cells", "", {"text": "lost"}]]


def test_a_path_is_read_like_a_file(tmp_path):
    path = Path(tmp_path) / "book.xlsx"
    path.write_bytes(workbook(about=about(), places=PLACES))

    assert read_book(path).total == 1
