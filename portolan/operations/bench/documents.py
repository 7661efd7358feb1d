"""A profile of 60 pages with 400 remarks: its files, its pages, saving it, and keeping what is typed."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from random import Random
from typing import Any

from django.conf import settings
from django.db import connection
from django.middleware.csrf import get_token
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from portolan.documents.domain.whole import printed_document
from portolan.documents.domain.writing import current_revision, save_text
from portolan.documents.exports.pdf import write_pdf
from portolan.documents.exports.word.writing import write_docx
from portolan.documents.models import Document, Remark, Section
from portolan.network.enums import CITY_BODIES
from portolan.network.models import Organisation
from portolan.operations.bench.pages import client
from portolan.operations.bench.people import a_manager, open_session
from portolan.operations.large.profile import SLUG, make_profile
from portolan.provenance.models import Record
from portolan.search.domain.entries import refresh, refresh_many

SEED, LANGUAGE = 1424, "fr"
PUBLIC, DESK = "portal", "desk"


def make_long_profile() -> str:
    """Put the profile into a shipped network; gives its address."""
    record = Record.objects.get(code="demonstration")
    city = Organisation.objects.filter(record=record, kind__in=CITY_BODIES).order_by("pk")[0]
    chance = Random(SEED)  # noqa: S311  nothing secret is drawn
    document = make_profile(record, city, by=a_manager(), at=timezone.now(), chance=chance)
    refresh(document)
    refresh_many(document.editions.all())
    refresh_many(document.sections.all())
    return document.slug


def measure_documents() -> dict[str, Any]:
    """Files, pages and a save of the profile."""
    document = Document.objects.get(slug=SLUG)
    longest = document.sections.get(pk=Remark.objects.filter(section__document=document)[0].section_id)
    return {**_files(document), **_pages(document, longest), **_save(longest)}


def _files(document: Document) -> dict[str, Any]:
    """Seconds to make each file from the work text, read anew; the second time, so that no module is loaded in it."""
    found = {}
    for name, write in (("document-pdf", write_pdf), ("document-word", write_docx)):
        write(printed_document(document, LANGUAGE, reader=None))
        began, processor = time.perf_counter(), _processor()
        printed = printed_document(document, LANGUAGE, reader=None)
        content = write(printed)
        taken, used = time.perf_counter() - began, _processor() - processor
        words = sum(revision.words for revision in _revisions(document))
        note = f"{words} words, {_length(content)}{len(content) // 1024} KiB, {used:.1f} s of processor"
        found[name] = (taken, note)
    return found


def _processor() -> float:
    """Seconds of processor this process and those it started and ended have taken."""
    return sum(os.times()[:4])


def _revisions(document: Document) -> list[Any]:
    return [current_revision(section, LANGUAGE) for section in document.sections.all()]


def _length(content: bytes) -> str:
    """How many pages a PDF has, said for the table, where there is something to read it with."""
    try:
        from pypdf import PdfReader  # noqa: PLC0415  not there outside development
    except ImportError:
        return ""
    import io  # noqa: PLC0415  with it

    return f"{len(PdfReader(io.BytesIO(content)).pages)} pages, " if content.startswith(b"%PDF") else ""


def _pages(document: Document, longest: Section) -> dict[str, Any]:
    with translation.override(LANGUAGE):
        public = [
            reverse("portal:document", args=[document.slug]),
            *(reverse("portal:document-section", args=[document.slug, each.key]) for each in document.sections.all()),
        ]
        text = [document.slug, longest.key, LANGUAGE]
        desk = [
            reverse("desk:document", args=[document.slug]),
            reverse("desk:section-read", args=[document.slug, LANGUAGE, longest.key]),
            reverse("desk:document-remarks", args=[document.slug, LANGUAGE]),
            reverse("desk:document-write", args=text),
            reverse("desk:document-history", args=text),
            reverse("desk:document-changes", args=[document.slug, LANGUAGE]),
            reverse("desk:document-sections", args=[document.slug]),
        ]
    # It is an invented document: the public sees it when it asks for what is invented.
    public = [f"{address}?demonstration=1" for address in public]
    seen, seen_at_desk = _opened(client(), public), _opened(client(signed_in=True), desk)
    return {
        "document-queries": _most([(queries, address) for queries, _, address in seen]),
        "document-desk-queries": _most([(queries, address) for queries, _, address in seen_at_desk]),
        "document-pages": _most([(taken, address) for _, taken, address in seen + seen_at_desk]),
    }


def _opened(reader: Any, addresses: list[str]) -> list[tuple[Any, Any, str]]:
    """(queries, milliseconds of one core, address) of each page, opened a second time; nothing of one that failed."""
    found: list[tuple[Any, Any, str]] = []
    for address in addresses:
        status = reader.get(address).status_code
        if status != 200:
            found.append((None, None, f"{address} answered {status}"))
            continue
        with CaptureQueriesContext(connection) as captured:
            reader.get(address)
        queries = len(captured)  # before the next request empties the log
        taken = _milliseconds(lambda address=address: reader.get(address))  # type: ignore[misc]
        found.append((queries, taken, address))
    return found


def _most(found: list[tuple[Any, str]]) -> tuple[Any, str]:
    """The highest, where; none when a page failed, with the highest of the others in the note."""
    most, where = max((each for each in found if each[0] is not None), default=(0, "no page"))
    failed = [said for value, said in found if value is None]
    return (None, f"{failed[0]}; of the others {most:.0f}, {where}") if failed else (most, where)


def _milliseconds(work: Callable[[], object]) -> float:
    """Of one core: of this process on SQLite, which is all of it; of the clock elsewhere."""
    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    began = clock()
    work()
    return (clock() - began) * 1000


def _save(section: Section) -> dict[str, Any]:
    """A paragraph more at the beginning and every twentieth word changed, so that many passages changed too."""
    base, user = current_revision(section, LANGUAGE), a_manager()
    assert base is not None  # noqa: S101  it has a text
    words = base.html.split(" ")
    words = [f"{word}s" if place % 20 == 7 and word.isalpha() else word for place, word in enumerate(words)]
    html = "<p>Un début.</p>" + " ".join(words)
    at = timezone.now()
    taken = _milliseconds(lambda: save_text(section, LANGUAGE, html=html, base=base, by=user, at=at))
    lost = Remark.objects.filter(section=section).lost().count()
    number = Remark.objects.filter(section=section).count()
    return {"document-save": (taken, f"{base.words} words, {number} remarks, {lost} lost")}


def autosave_request(*, extra: str = "") -> dict[str, Any]:
    """What a browser of a signed-in manager needs for keeping a draft of the longest section."""
    document = Document.objects.get(slug=SLUG)
    section = document.sections.get(pk=Remark.objects.filter(section__document=document)[0].section_id)
    base = current_revision(section, LANGUAGE)
    assert base is not None  # noqa: S101  it has a text
    request = RequestFactory().get("/")
    token = get_token(request)
    with translation.override(LANGUAGE):
        address = reverse("desk:document-draft", args=[document.slug, section.key, LANGUAGE])
        page = reverse("desk:document-write", args=[document.slug, section.key, LANGUAGE])
        others = [each.key for each in document.sections.all() if each.pk != section.pk]
        next_page = reverse("desk:document-write", args=[document.slug, others[0], LANGUAGE])
    cookies = {settings.SESSION_COOKIE_NAME: open_session(), settings.CSRF_COOKIE_NAME: request.META["CSRF_COOKIE"]}
    return {
        "address": address,
        "page": page,
        "next_page": next_page,
        "html": base.html + extra,
        "base": base.number,
        "token": token,
        "cookies": cookies,
    }
