"""A document as a PDF file."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst
from django.utils import translation
from django.utils.translation import gettext as _

from portolan.documents.exports.pdf.fonts import drawable, fonts
from portolan.documents.exports.pdf.markup import Writer
from portolan.documents.rules.printed import PrintedDocument
from portolan.kernel.dates import DEFAULT_REGION, reading_locale, say_date
from portolan.kernel.languages import direction

_LAYOUT = Path(__file__).with_name("layout.typ")
# Part of the key under which files are kept: raised when the look of files changes.
PDF_LAYOUT = "1"


def write_pdf(printed: PrintedDocument) -> bytes:
    """The document with cover, contents, numbered pages and sources, as PDF/UA-1; words in the document's language.

    Each page bears edition and fingerprint; of a work text each page says that it is one.
    """
    with translation.override(printed.language):
        writer = Writer(printed, no_description=_("Picture without a description"))
        body = "\n".join(writer.section(section) for section in printed.sections)
        facts = json.dumps(_facts(printed), ensure_ascii=False).encode()
    main = _MAIN.replace("BODY", body).encode()
    files = {"layout.typ": _LAYOUT.read_bytes(), "facts.json": facts, "main.typ": main, **writer.pictures}
    return _compile(files, moment=int(_stamp(printed)))


def _compile(files: Mapping[str, bytes], *, moment: int) -> bytes:
    """Compile in a folder of its own, which is all the compiler may read."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
        main = Path(folder) / "main.typ"
        made = typst.compile(main, root=folder, font_paths=fonts(), pdf_standards=["ua-1"], timestamp=moment)
    return bytes(made)


_MAIN = """#import "layout.typ": *
#show: it => dressed(json("facts.json"), it)
#{
BODY
}
"""


def _stamp(printed: PrintedDocument) -> float:
    """The file's own date: the document's, so that the same content gives the same file."""
    return dt.datetime.combine(printed.date, dt.time(), dt.UTC).timestamp() if printed.date else 0


def _facts(printed: PrintedDocument) -> dict[str, Any]:
    """All that stands on cover and margins, as strings a font of ours can draw."""
    facts = {
        "title": printed.title,
        "kind": printed.kind,
        "city": printed.city,
        "network": printed.network,
        "address": printed.address,
        "about": _about(printed),
        "warning": _warning(printed),
        "mark": _mark(printed),
        "fingerprint": _fingerprint(printed),
        "words": {"contents": _("Contents"), "sources": _("Sources"), "reservations": _("Reservations")},
        "reservations": [
            {"party": each.party, "words": each.words, "date": say_date(each.date)} for each in printed.reservations
        ],
        "sources": [
            {"whole": each.whole, "address": each.address}
            for each in sorted(printed.sources.values(), key=lambda source: source.whole.casefold())
        ],
    }
    drawn = _drawn(facts)
    locale = reading_locale(printed.language)
    region = locale.territory or DEFAULT_REGION.get(printed.language)
    return {**drawn, "lang": printed.language, "region": region, "rtl": direction(printed.language) == "rtl"}


def _drawn(value: Any) -> Any:
    if isinstance(value, str):
        return drawable(value)
    if isinstance(value, dict):
        return {key: _drawn(each) for key, each in value.items()}
    return [_drawn(each) for each in value]


def _about(printed: PrintedDocument) -> list[str]:
    edition = _("Edition %(number)s") % {"number": printed.edition} if printed.edition else ""
    date = say_date(printed.date) if printed.date else ""
    return [line for line in (printed.network, " · ".join(filter(None, (edition, date))), printed.validation) if line]


def _warning(printed: PrintedDocument) -> str:
    words = [_("This document is invented, to show how the site works.")] if printed.is_invented else []
    if not printed.edition:
        words.append(_("Work text: not validated, not for quotation."))
    return " ".join(words)


def _mark(printed: PrintedDocument) -> str:
    return "" if printed.edition else _("work text")


def _fingerprint(printed: PrintedDocument) -> str:
    known = {"code": printed.content_hash[:12]}
    if not printed.edition:
        return _("Fingerprint %(code)s") % known
    return _("Edition %(number)s · fingerprint %(code)s") % {**known, "number": printed.edition}
