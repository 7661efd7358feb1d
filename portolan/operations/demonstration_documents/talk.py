"""Remarks on the demonstration's documents: by the supervisor, by reviewers, by a guest; some answered, some open."""

from __future__ import annotations

import datetime as dt

from portolan.accounts.models import User
from portolan.documents.domain.guests import invite_guest
from portolan.documents.domain.remarks import answer, remark, resolve
from portolan.documents.domain.writing import current_revision
from portolan.documents.enums import Audience, Stage
from portolan.documents.models import Document, Remark
from portolan.documents.rules.anchors import take
from portolan.messages.models import Mail
from portolan.network.enums import Role
from portolan.operations.demonstration_documents.plans import Plan

# What is said of which section: the role that says it, its words, its audience.
_REVIEWS = (
    ("perceptions", Role.SUPERVISOR, "Dire combien de réponses ont été recueillies, et quand.", Audience.AUTHORS),
    ("challenges-and-lessons", Role.VALIDATOR, "Le logement manque aussi au premier mois, l’hiver.", Audience.ALL),
    ("institutional-framework", Role.READER, "Citer l’article de la loi des Ports.", Audience.AUTHORS),
)
_GUEST = "La maison des équipages accueille aussi, depuis deux ans : nous demandons qu’elle soit nommée."


def talk(document: Document, plan: Plan, cast: dict[str, User], *, at: dt.datetime) -> None:
    """On profiles before readers: three remarks, the first answered and resolved, and one of a guest by link."""
    if plan.stage not in (Stage.STAKEHOLDERS, Stage.VALIDATION):
        return
    lead = cast[Role.LEAD_AUTHOR]
    for number, (key, role, words, audience) in enumerate(_REVIEWS):
        made = _remark(document, key, words, audience, by=cast[role], at=at)
        if number == 0:
            answer(made, text="Les nombres seront ajoutés après l’enquête.", by=lead, at=at + dt.timedelta(days=1))
            resolve(made, resolution="Repris", change_made="Phrase ajoutée", by=lead, at=at + dt.timedelta(days=2))
    _invite(document, cast[Role.OFFICER], at=at)


def _remark(document: Document, key: str, words: str, audience: str, *, by: User, at: dt.datetime) -> Remark:
    section = document.sections.get(key=key)
    revision = current_revision(section, "fr")
    assert revision is not None  # noqa: S101  written before
    end = revision.text.find(".") + 1
    quote = take(revision.text, 0, end)
    return remark(section, revision=revision, text=words, audience=audience, quote=quote, by=by, at=at)


def _invite(document: Document, officer: User, *, at: dt.datetime) -> None:
    """A guest whose link went to an address that cannot exist."""
    step = document.steps.filter(stage=Stage.STAKEHOLDERS).first()
    guest, _secret = invite_guest(
        document,
        name="Hauban Belle-Escale",
        email=f"hauban.{document.slug}@crews.example",
        language="fr",
        capacity="Maison des équipages",
        by=officer,
        at=at,
        step=step,
        address_of=lambda secret, language: f"/{language}/read/{secret}/",
    )
    # The address cannot exist: a link nobody reads is not left in the outbox.
    Mail.objects.filter(to=guest.email).delete()
    section = document.sections.get(key="institutions-and-stakeholders")
    revision = current_revision(section, "fr")
    assert revision is not None  # noqa: S101  written before
    remark(section, revision=revision, text=_GUEST, audience=Audience.AUTHORS, guest=guest, at=at)
