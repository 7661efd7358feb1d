"""Writing a section: drafts while typing, revisions when saved. No text anybody saved is ever lost."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from portolan.accounts.domain import audit
from portolan.accounts.models import User
from portolan.documents.domain.held import require_open
from portolan.documents.domain.pictures import note_pictures
from portolan.documents.enums import Origin
from portolan.documents.models import Document, Draft, Revision, Section, SectionText
from portolan.documents.registry import after_revision_steps
from portolan.documents.rules.canonical import canonical, is_empty, text_hash
from portolan.documents.rules.words import count_words, plain_text
from portolan.kernel.errors import DomainError

LONGEST_NOTE = 300


@dataclass(frozen=True)
class Saved:
    """What a save left: the newest revision, and whether this save made it."""

    revision: Revision
    is_new: bool


@dataclass(frozen=True)
class Writing:
    """What is to be saved beside the text: who, when, how it came in, and of a translation what it renders."""

    by: User | None
    at: dt.datetime
    origin: Origin = Origin.TYPED
    note: str = ""
    renders: Revision | None = None


class StaleText(DomainError):  # noqa: N818  the name the screens know
    """Somebody saved in between. `theirs` is the newest revision, `mine` the text refused, kept as a draft too."""

    def __init__(self, theirs: Revision, mine: str) -> None:
        words = _("Somebody else saved this section meanwhile: your text is kept, bring the two together.")
        super().__init__(words, code="stale")
        self.theirs = theirs
        self.mine = mine


def current_revision(section: Section, language: str) -> Revision | None:
    """The newest text of a section in a language; None while there is none."""
    held = SectionText.objects.select_related("current").filter(section=section, language=language).first()
    return held.current if held else None


def save_text(
    section: Section,
    language: str,
    *,
    html: str,
    base: Revision | None,
    by: User | None,
    at: dt.datetime,
    origin: Origin = Origin.TYPED,
    note: str = "",
    renders: Revision | None = None,
) -> Saved:
    """Save a text as the next revision and drop the writer's draft; the same text again makes no revision.

    `base` is the revision the writing began from, None where there was none; when it is no longer the newest, StaleText
    is raised and the text kept as the writer's draft. `renders` is the revision of the source text a translation says
    the same as; by default the one said before, at first the newest. Raises DomainError while the document is
    published, for a language it is not to exist in, and for an empty first text.
    """
    clean = canonical(html)
    writing = Writing(by, at, Origin(origin), note.strip()[:LONGEST_NOTE], renders)
    with transaction.atomic():
        section = _locked(section, language)
        text = _text_of(section, language)
        stale = _is_stale(text, clean, base)
        if not stale:
            saved = _save(section, language, clean, text, writing)
    if stale and text is not None:
        if by is not None:
            keep_draft(section, language, html=clean, base=base, user=by, at=at)
        raise StaleText(text.current, clean)
    return saved


def restore(revision: Revision, *, by: User | None, at: dt.datetime) -> Saved:
    """Take an earlier text back, as a new revision; what was newest stays in the chain."""
    with transaction.atomic():
        section = _locked(revision.section, revision.language)
        return save_text(
            section,
            revision.language,
            html=revision.html,
            base=current_revision(section, revision.language),
            by=by,
            at=at,
            origin=Origin.RESTORED,
            note=_("As in revision %(number)d") % {"number": revision.number},
            renders=revision.renders,
        )


def keep_draft(
    section: Section, language: str, *, html: str, base: Revision | None, user: User, at: dt.datetime
) -> Draft:
    """Keep what somebody is typing, in the place of what they typed before. A draft is kept at every stage."""
    draft, _made = Draft.objects.update_or_create(
        section=section,
        language=language,
        user=user,
        defaults={"html": canonical(html), "base": base, "saved_at": at},
    )
    return draft


def drop_draft(section: Section, language: str, *, user: User) -> bool:
    """Give up what somebody typed; False when there was nothing."""
    deleted, _by_model = Draft.objects.filter(section=section, language=language, user=user).delete()
    return bool(deleted)


def draft_of(section: Section, language: str, user: User) -> Draft | None:
    """What somebody typed and has not saved, with the revision it began from."""
    return Draft.objects.select_related("base").filter(section=section, language=language, user=user).first()


def _locked(section: Section, language: str) -> Section:
    """The section, its document held until the transaction ends: saves, moves and publishing come one after another."""
    document = Document.objects.select_for_update(of=("self",)).get(sections=section.pk)
    require_open(document)
    if language not in document.languages:
        words = _("This document is not to exist in this language.")
        raise DomainError(words, code="language-not-wanted", field="language")
    held = Section.objects.get(pk=section.pk)
    held.document = document
    return held


def _text_of(section: Section, language: str) -> SectionText | None:
    return SectionText.objects.select_related("current", "renders").filter(section=section, language=language).first()


def _is_stale(text: SectionText | None, clean: str, base: Revision | None) -> bool:
    if text is None or text.current.hash == text_hash(clean):
        return False
    return base is None or base.pk != text.current_id


def _save(section: Section, language: str, clean: str, text: SectionText | None, writing: Writing) -> Saved:
    if writing.by is not None:
        drop_draft(section, language, user=writing.by)
    is_source = language == section.document.source_language
    renders = None if is_source else writing.renders or _rendered(section, text)
    _require_rendered(section, renders)
    if text is not None and text.current.hash == text_hash(clean):
        _render_on(text, writing.renders if not is_source else None)
        return Saved(text.current, is_new=False)
    if text is None and is_empty(clean):
        raise DomainError(_("Nothing is written yet."), code="nothing-written", field="text")
    revision = _add_revision(section, language, clean, renders, text, writing)
    # A correction of a finished translation leaves it finished; a rendering of another source text does not.
    done = text is not None and text.is_done and text.renders == renders
    values = {"current": revision, "renders": renders, "is_done": done}
    SectionText.objects.update_or_create(section=section, language=language, defaults=values)
    note_pictures(section.document, clean, by=writing.by)
    for step in after_revision_steps():
        step(section, language, revision)
    numbers = [text.current.number if text else None, revision.number]
    changes = {"language": [None, language], "revision": numbers}
    audit.record("text-saved", section, by=writing.by, at=writing.at, changes=changes, reason=writing.note)
    return Saved(revision, is_new=True)


def _add_revision(
    section: Section,
    language: str,
    clean: str,
    renders: Revision | None,
    text: SectionText | None,
    writing: Writing,
) -> Revision:
    words = plain_text(clean)
    return Revision.objects.create(
        section=section,
        language=language,
        number=text.current.number + 1 if text else 1,
        html=clean,
        text=words,
        hash=text_hash(clean),
        words=count_words(words),
        origin=writing.origin,
        note=writing.note,
        renders=renders,
        made_at=writing.at,
        made_by=writing.by,
    )


def _rendered(section: Section, text: SectionText | None) -> Revision | None:
    """What a translation renders when its writer does not say: what it did before, at first the newest source."""
    return text.renders if text is not None else current_revision(section, section.document.source_language)


def _render_on(text: SectionText, renders: Revision | None) -> None:
    """The words stay, but are said to render another source text: no longer finished until said so."""
    if renders is not None and renders != text.renders:
        SectionText.objects.filter(pk=text.pk).update(renders=renders, is_done=False)


def _require_rendered(section: Section, renders: Revision | None) -> None:
    source = section.document.source_language
    if renders is not None and (renders.section_id, renders.language) != (section.pk, source):
        words = _("A translation renders the source text of its own section.")
        raise DomainError(words, code="renders-other", field="renders")
