"""What stands beside a text: the document's sections, what is asked for, what is lacking, the sources cited."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from portolan.desk.documents.writing.views.texts import FoundText, texts_by_section
from portolan.documents.domain.sources import words_of_sources
from portolan.documents.domain.translation import has_text, translation_state
from portolan.documents.enums import TranslationState
from portolan.documents.models import Revision, SectionText
from portolan.documents.rules.blocks import citations_in
from portolan.documents.rules.completeness import lacks
from portolan.kernel.dates import reading_locale, say_moment, say_number
from portolan.kernel.languages import current_language

MARKS = {
    TranslationState.MISSING: "none",
    TranslationState.WORK: "part",
    TranslationState.DONE: "done",
    TranslationState.OUTDATED: "stale",
}


def beside(found: FoundText, html: str) -> dict[str, Any]:
    """Everything the columns beside a text show. Three queries."""
    texts = texts_by_section(found.document)
    section, template = found.section, found.section.of_template
    source = texts.get(section.pk, {}).get(found.document.source_language)
    return {
        "found": found,
        "outline": outline(found, texts),
        "states": states(found, texts.get(section.pk, {})),
        "guidance": template.guidance if template else None,
        "lacks": lacks(html, least_words=template.least_words if template else 0),
        "cited": words_of_sources(citations_in(html), found.language),
        "source_number": source.current.number if source else None,
    }


def outline(found: FoundText, texts: Mapping[int, Mapping[str, SectionText]]) -> dict[str, Any]:
    """The sections of the document in the language that is written, each with its state."""
    document, rows, steps = found.document, [], []
    for number, section in enumerate(document.sections.all(), 1):
        held = texts.get(section.pk, {})
        kind, word = _standing(found, held)
        is_here = section.pk == found.section.pk
        steps.append("now" if is_here else "on" if kind == "done" else "off")
        rows.append({"number": number, "section": section, "kind": kind, "word": word, "is_here": is_here})
    done = sum(row["kind"] == "done" for row in rows)
    words = ngettext("%(done)d of %(total)d sections is done", "%(done)d of %(total)d sections are done", done)
    return {"rows": rows, "steps": steps, "words": words % {"done": done, "total": len(rows)}}


def _standing(found: FoundText, held: Mapping[str, SectionText]) -> tuple[str, str]:
    text = held.get(found.language)
    if not found.is_translation:
        return ("done", _("written")) if has_text(text) else ("todo", _("to be written"))
    state = translation_state(text, held.get(found.document.source_language))
    return MARKS[state], str(TranslationState(state).label)


def states(found: FoundText, held: Mapping[str, SectionText]) -> list[dict[str, Any]]:
    """The line under the title: where the document stands, and this section in each of its languages."""
    document = found.document
    rows: list[dict[str, Any]] = [
        {"label": _("Stage"), "value": document.get_stage_display(), "mark": "done" if found.is_closed else "part"},
        {"label": _("Since"), "value": document.stage_since.date(), "mark": ""},
    ]
    for code in document.languages:
        text, source = held.get(code), held.get(document.source_language)
        state = translation_state(text, source)
        name = say_language(code)
        if code == document.source_language:
            name = _("%(language)s, source") % {"language": name}
            word = _("written") if state == TranslationState.DONE else _("to be written")
        else:
            word = str(TranslationState(state).label)
        rows.append({"label": name, "value": word, "mark": MARKS[state]})
    return rows


def say_language(code: str) -> str:
    """The name of a language in the reader's own."""
    name = reading_locale(current_language()).languages.get(code, code)
    return name[:1].upper() + name[1:]


def say_count(words: int) -> str:
    """`412 words`."""
    said = ngettext("%(number)s word", "%(number)s words", words)
    return said % {"number": say_number(words)}


def say_newer(revision: Revision) -> str:
    """That somebody saved the section after one began to write."""
    words = _("%(who)s saved this section meanwhile, at %(when)s. When you save, you see both versions.")
    return words % {"who": revision.made_by or pgettext("who", "somebody"), "when": say_moment(revision.made_at)}


def way_here(found: FoundText, last: str = "") -> list[dict[str, Any]]:
    """The breadcrumb of a text's pages."""
    document = found.document
    heading = found.section.heading
    steps = [
        {"label": document.title, "url": ""},
        {"label": heading, "url": found.address("document-write") if last and found.may_write else ""},
    ]
    return [*steps, {"label": last, "url": ""}] if last else steps
