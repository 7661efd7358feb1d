"""Files that are no Word files, are broken, or mean harm: a clear refusal, and nothing active comes through."""

import io
import struct
import tracemalloc
import zipfile

import pytest
from django.utils import translation

from portolan.documents.exports.word import read_package
from portolan.documents.exports.word.reading import read_docx
from portolan.kernel.errors import DomainError
from tests.documents.exports.papers import NAMES, PLAN, drawing, field, foreign, line, paper, related, run, with_parts

GOOD = foreign(line("Perceptions", "Titre1") + line("Rumeurs."))
LAUGHS = '<!DOCTYPE x [<!ENTITY a "{}">{}]>'.format("ha" * 50, "".join(
    f'<!ENTITY {name} "{f"&{before};" * 50}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
))  # fmt: skip


def refused(data):
    with pytest.raises(DomainError) as refusal:
        read_docx(data, paper())
    assert refusal.value.field == "file"
    return refusal.value.code


def document(xml):
    return with_parts(GOOD, {"word/document.xml": xml})


def odt():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", "<x/>")
    return made.getvalue()


def encrypted():
    data = bytearray(GOOD)
    at = data.find(b"PK\x01\x02")
    flags = struct.unpack_from("<H", data, at + 8)[0]
    struct.pack_into("<H", data, at + 8, flags | 1)
    return bytes(data)


def spoiled():
    data = bytearray(GOOD)
    at = data.find(b"word/document.xml") + 60
    data[at : at + 20] = bytes(20)
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not-word"),
        (b"%PDF-1.7", "not-word"),
        (b"{\\rtf1 Antillia}", "not-word"),
        (b"PK\x03\x04 and nothing more", "damaged"),
        (GOOD[: len(GOOD) // 2], "damaged"),
        (spoiled(), "damaged"),
        (document("<w:document"), "damaged"),
        (document(""), "damaged"),
        (with_parts(GOOD, {"word/document.xml": None}), "not-word"),
        (with_parts(GOOD, {"_rels/.rels": None}), "not-word"),
        (with_parts(GOOD, {"word/styles.xml": "<a><b></a>"}), "damaged"),
        (document("<worksheet/>"), "not-word"),
        (odt(), "open-document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old-word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (encrypted(), "password"),
        (foreign(line("x"), main="document.macroEnabled.main"), "macros"),
        (with_parts(GOOD, {"word/vbaProject.bin": b"x"}), "macros"),
        (document(f"{LAUGHS}<w:document {NAMES}><w:body><w:p><w:r><w:t>&i;</w:t></w:r></w:p></w:body></w:document>"),
         "dangerous"),
        (document('<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'), "dangerous"),
        (document(f"<w:document {NAMES}>{'<w:p>' * 500}{'</w:p>' * 500}</w:document>"), "damaged"),
    ],
    ids=lambda value: value if isinstance(value, str) else "file",
)  # fmt: skip
def test_files_that_are_refused(data, code):
    assert refused(data) == code


def test_refusals_are_in_the_readers_language():
    said = set()
    for language in ("en", "fr", "ar"):
        with translation.override(language), pytest.raises(DomainError) as refusal:
            read_docx(b"x", None)
        said.add(refusal.value.message)

    assert "This is not a Word file (.docx)." in said


def test_a_bomb_is_stopped_before_it_fills_the_memory():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        with zipfile.ZipFile(io.BytesIO(GOOD)) as good:
            for name in good.namelist():
                if name != "word/document.xml":
                    archive.writestr(name, good.read(name))
        with archive.open("word/document.xml", "w") as part:
            for _ in range(200):
                part.write(b" " * 1_000_000)
    tracemalloc.start()

    assert refused(made.getvalue()) == "too-large"

    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    # One part is read up to its limit and one byte; some copies are made on the way.
    assert peak < 3 * read_package.MOST_OF_A_PART


def test_files_with_too_many_parts_or_too_long_are_refused(monkeypatch):
    many = with_parts(GOOD, {f"word/media/{number}.png": b"x" for number in range(50)})
    monkeypatch.setattr(read_package, "MOST_PARTS", 20)
    assert refused(many) == "too-large"
    monkeypatch.setattr(read_package, "MOST_BYTES", 100)
    assert refused(GOOD) == "too-large"


def test_parts_are_read_from_the_archive_and_from_nowhere_else():
    outside = related("rId9", "image", "../../../../etc/passwd") + related("rId8", "image", "file:///etc/passwd")
    body = line("Perceptions", "Titre1") + line("a", runs=drawing("rId9") + drawing("rId8") + drawing("rId404"))

    read = read_docx(foreign(body, relations=outside), paper())

    assert [one.html for one in read.sections] == ["<p>a</p>"]
    assert read.pictures == {}


def test_nothing_active_comes_through():
    links = ["javascript:alert(1)", "file:///c:/x", "vbscript:x", "data:text/html,x", "ms-word:ofe|u|https://x", "//x"]
    body = line("Perceptions", "Titre1") + "".join(
        line("", runs=field(f'HYPERLINK "{link}"', run("lien"))) for link in links
    )
    body += line("", runs='<w:hyperlink r:id="rId7"><w:r><w:t>lien</w:t></w:r></w:hyperlink>')
    body += line("", runs=run("&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;"))
    tag = "\\&quot;&gt;&lt;script&gt;"
    body += line("", runs=field(f'ADDIN PORTOLAN cite {{"source": "{tag}", "locator": "{tag}"}}', run("x")))
    body += line("", runs=field('ADDIN PORTOLAN to {"key": "x\\" onclick=\\"y"}', run("x")))
    body += line("", runs=field(f'ADDIN PORTOLAN picture {{"digest": "{tag}", "alt": "{tag}"}}', run("x")))
    body += line("", runs=field("DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe", run("texte")))

    read = read_docx(
        foreign(body, relations=related("rId7", "hyperlink", "javascript:alert(2)", external=True)), paper()
    )

    (section,) = read.sections
    assert section.html == (
        "<p>lien</p>" * 7
        + "<p>&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;</p>"
        + "<p>x</p><p>texte</p>"
    )


def test_names_that_look_like_ours_do_not_let_foreign_pictures_pass_for_ours():
    body = line("Perceptions", "Titre1") + line("", runs=drawing("rId9", name=f"picture:{'0' * 64} 1"))

    read = read_docx(
        foreign(body, relations=related("rId9", "image", "media/a.png"), parts={"word/media/a.png": PLAN}), paper()
    )

    assert list(read.pictures.values()) == [PLAN]
    assert "0" * 64 not in read.sections[0].html


def test_numbers_and_references_that_make_no_sense_do_no_harm():
    body = (
        line("Perceptions", "Titre1")
        + line("a", properties='<w:numPr><w:ilvl w:val="x"/><w:numId w:val="-7"/></w:numPr>')
        + line("b", properties='<w:pStyle w:val="boucle"/>')
        + line("c", runs='<w:r><w:footnoteReference w:id="77"/></w:r><w:r><w:sym w:char="FFFFFFFF"/></w:r>')
        + '<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>d</w:t></w:r></w:p>'
        + '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999999"/><w:vMerge/></w:tcPr>'
        + f"{line('e')}</w:tc></w:tr></w:tbl>"
        + '<w:commentRangeEnd w:id="3"/><w:bookmarkStart/>'
    )
    loop = f'<w:styles {NAMES}><w:style w:styleId="boucle"><w:basedOn w:val="boucle"/></w:style></w:styles>'

    read = read_docx(with_parts(foreign(body), {"word/styles.xml": loop}), paper())

    (only,) = read.unplaced or read.sections
    assert [word in only.html for word in ("a", "b", "c", "d", "e")] == [True] * 5
