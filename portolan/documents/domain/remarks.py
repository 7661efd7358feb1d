"""Remarks on passages, answers to them, and how they end."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portolan.accounts.domain import audit
from portolan.accounts.enums import Permission
from portolan.accounts.models import User
from portolan.accounts.rules import can
from portolan.documents.domain.guests import require_open
from portolan.documents.domain.passages import place
from portolan.documents.domain.remark_notices import tell_of_answer, tell_of_remark
from portolan.documents.enums import RemarkState
from portolan.documents.models import Guest, Remark, Revision, Section
from portolan.documents.querysets import bodies_of
from portolan.documents.rules.anchors import Anchor
from portolan.documents.rules.audiences import require_audience
from portolan.kernel.errors import DomainError
from portolan.network.models import Organisation

LONGEST = 10_000


def remark(
    section: Section,
    *,
    revision: Revision,
    text: str,
    audience: str,
    at: dt.datetime,
    by: User | None = None,
    guest: Guest | None = None,
    written_by: str = "",
    quote: Anchor | None = None,
    organisation: Organisation | None = None,
    is_unnamed: bool = False,
) -> Remark:
    """Remark on a section, or on a passage of the revision that was read, for an audience.

    The writer is an account, a guest, or the name a Word comment carries. `organisation` is the body the writer speaks
    for. `is_unnamed` hides the name from other reviewers. Raises DomainError by field.
    """
    writer = _writer(by, guest, written_by)
    said = _require_text(text)
    with transaction.atomic():
        if guest is not None:
            _require_guest(guest, section, at=at)
        _require_revision(section, revision)
        body = _body(section, by, guest, organisation, at=at)
        supervises = by is not None and can(by, Permission.DOCUMENT_SUPERVISE, on=section.document)
        chosen = require_audience(audience, supervises=supervises, has_body=body is not None)
        row = Remark(section=section, revision=revision, text=said, audience=chosen, made_at=at, **writer)
        row.organisation, row.is_unnamed = body, is_unnamed
        place(row, quote)
        row.save()
        audit.record("remark-made", row, by=by, at=at, changes={"audience": [None, str(chosen)]})
        tell_of_remark(row, by=by, at=at)
    return row


def answer(
    remark: Remark,
    *,
    text: str,
    at: dt.datetime,
    by: User | None = None,
    guest: Guest | None = None,
    is_unnamed: bool = False,
) -> Remark:
    """Answer a remark, for its own audience; an answer to an answer belongs to the remark at the root.

    Whoever remarked without a name answers without one. Raises DomainError, as for an unknown one, for a remark its
    reader does not see.
    """
    writer = _writer(by, guest, "")
    said = _require_text(text)
    with transaction.atomic():
        root = _root(remark)
        if guest is not None:
            _require_guest(guest, root.section, at=at)
        _require_seen(root, by, guest)
        reply = Remark(section=root.section, revision=root.revision, answers=root, text=said, made_at=at, **writer)
        reply.audience, reply.organisation = root.audience, root.organisation
        is_writer = (root.user_id, root.guest_id) == (reply.user_id, reply.guest_id)
        reply.is_unnamed = is_unnamed or (is_writer and root.is_unnamed)
        reply.save()
        audit.record("remark-answered", root, by=by, at=at)
        tell_of_answer(root, by=by, at=at)
    return reply


def resolve(remark: Remark, *, resolution: str, by: User, at: dt.datetime, change_made: str = "") -> Remark:
    """Close a remark with a reason, and what was changed in the text. Closed again with the same words, it stays.

    Raises DomainError without a reason, for an answer, and for one that somebody else has closed.
    """
    if not resolution.strip():
        raise DomainError(_("Please give a reason."), code="reason-needed", field="resolution")
    ending = {"resolution": resolution.strip(), "change_made": change_made.strip()}
    with transaction.atomic():
        held = _held(remark, by)
        if held.state == RemarkState.RESOLVED:
            if all(getattr(held, name) == value for name, value in ending.items()):
                return held
            raise DomainError(_("This remark was resolved meanwhile."), code="resolved-already")
        held.state, held.resolved_at, held.resolved_by = RemarkState.RESOLVED, at, by
        held.resolution, held.change_made = ending["resolution"], ending["change_made"]
        held.save(update_fields=["state", "resolved_at", "resolved_by", "resolution", "change_made"])
        audit.record("remark-resolved", held, by=by, at=at)
        tell_of_answer(held, by=by, at=at, kind="remark-resolved")
    return held


def reopen_remark(remark: Remark, *, by: User, at: dt.datetime, reason: str) -> Remark:
    """Take a remark up again; the reason stands in the thread. Raises DomainError without one, or for an open remark.

    What had closed it is kept in the trail.
    """
    if not reason.strip():
        raise DomainError(_("Please give a reason."), code="reason-needed", field="reason")
    with transaction.atomic():
        held = _held(remark, by)
        if held.state != RemarkState.RESOLVED:
            raise DomainError(_("This remark is open."), code="open-already")
        changes = {"resolution": [held.resolution, ""], "change_made": [held.change_made, ""]}
        held.state, held.resolved_at, held.resolved_by = RemarkState.OPEN, None, None
        held.resolution, held.change_made = "", ""
        held.save(update_fields=["state", "resolved_at", "resolved_by", "resolution", "change_made"])
        audit.record("remark-reopened", held, by=by, at=at, changes=changes, reason=reason)
        answer(held, text=reason, by=by, at=at)
    return held


def _writer(by: User | None, guest: Guest | None, written_by: str) -> dict[str, Any]:
    if sum(bool(each) for each in (by, guest, written_by.strip())) != 1:
        raise DomainError(_("A remark has one writer."), code="one-writer")
    return {"user": by, "guest": guest, "written_by": written_by.strip()[:200]}


def _require_text(text: str) -> str:
    said = text.strip()
    if not said:
        raise DomainError(_("Write the remark."), code="text-needed", field="text")
    if len(said) > LONGEST:
        words = _("A remark has at most %(most)d characters.") % {"most": LONGEST}
        raise DomainError(words, code="too-long", field="text")
    return said


def _require_guest(guest: Guest, section: Section, *, at: dt.datetime) -> None:
    require_open(guest, at=at)
    if guest.document_id != section.document_id:
        raise DomainError(_("This link is for another document."), code="foreign-section")


def _require_revision(section: Section, revision: Revision) -> None:
    if revision.section_id != section.pk:
        raise DomainError(_("This text belongs to another section."), code="foreign-revision")


def _body(
    section: Section,
    by: User | None,
    guest: Guest | None,
    organisation: Organisation | None,
    *,
    at: dt.datetime,
) -> Organisation | None:
    """The body a writer speaks for: a guest's own; of an account, the one named, where it is one of theirs."""
    if guest is not None:
        organisation = organisation or guest.organisation
        is_own = organisation is None or organisation.pk == guest.organisation_id
    elif by is not None:
        is_own = organisation is None or bodies_of(by, at.date()).filter(pk=organisation.pk).exists()
    else:
        is_own = True
    if not is_own:
        raise DomainError(_("You do not speak for this body."), code="not-your-body", field="organisation")
    if organisation is not None and organisation.is_invented != section.document.is_invented:
        words = _("Something real cannot point at something invented.")
        raise DomainError(words, code="mixed-records", field="organisation")
    return organisation


def _root(remark: Remark) -> Remark:
    root_id = remark.answers_id or remark.pk
    rows = Remark.objects.select_related("section__document", "revision", "organisation", "user", "guest")
    return rows.select_for_update(of=("self",)).get(pk=root_id)


def _held(remark: Remark, by: User) -> Remark:
    held = _root(remark)
    if remark.answers_id is not None:
        raise DomainError(_("An answer is closed with its remark."), code="not-a-root")
    _require_seen(held, by, None)
    return held


def _require_seen(root: Remark, by: User | None, guest: Guest | None) -> None:
    seen = Remark.objects.for_guest(guest) if guest is not None else Remark.objects.visible_to(by)
    if not seen.filter(pk=root.pk).exists():
        raise DomainError(_("This remark is not known."), code="remark-unknown")
