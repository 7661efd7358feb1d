"""What happened to the demonstration's documents: hands, chains, answers, remarks, publication."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from portolan.accounts.models import User
from portolan.documents.domain.chain import set_chain, standard_chain, submit
from portolan.documents.domain.editions import publish, reopen
from portolan.documents.domain.hands import give_hand
from portolan.documents.domain.papers import confirm_paper, record_paper
from portolan.documents.domain.signing import sign
from portolan.documents.domain.whole import content_hash
from portolan.documents.domain.writing import current_revision, save_text
from portolan.documents.enums import REVIEW_STAGES, Answer, Stage
from portolan.documents.models import Document, Step
from portolan.kernel.texts import Text
from portolan.network.enums import Role
from portolan.operations.demonstration_documents.making import BEGAN, ENDED, write_complete, write_short
from portolan.operations.demonstration_documents.plans import COMPLETE, PLANS, Plan
from portolan.operations.demonstration_documents.talk import talk

Cast = dict[str, User]
HANDS = (Role.LEAD_AUTHOR, Role.SUPERVISOR, Role.QUALITY_OFFICER, Role.VALIDATOR, Role.READER)
_SCAN = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
_RESERVATION = (
    "صادق المجلس على النص مع تحفظ واحد: عدد المساكن التي عُثر عليها في حي الرصيف الجديد مؤقت إلى حين نشر سجل مكتب السكن."
)


def write_documents(cast: Cast) -> int:
    """Write the documents that have no text yet and bring each to its stage; how many were. `cast`: role -> account.

    Each document is one transaction: after a crash the next start goes on with the first that is still empty.
    """
    written = 0
    for plan in (*PLANS, COMPLETE):
        document = Document.objects.filter(slug=plan.slug, record__kind="demonstration").first()
        if document is not None and not document.sections.filter(revisions__isnull=False).exists():
            with transaction.atomic():
                _tell(document, plan, cast)
            written += 1
    return written


def _tell(document: Document, plan: Plan, cast: Cast) -> None:
    begun = timezone.now() - BEGAN
    for role in HANDS:
        give_hand(document, user=cast[role], role=role, by=cast[Role.MANAGER], at=begun)
    section = document.sections.filter(key__in=("perceptions", "priorities", "cases", "story", "text")).first()
    if section is not None:
        give_hand(document, user=cast[Role.CO_AUTHOR], role=Role.CO_AUTHOR, section=section, by=None, at=begun)
    # Grants are kept on the account once asked for.
    cast = {role: User.objects.get(pk=user.pk) for role, user in cast.items()}
    if plan is COMPLETE:
        write_complete(document, by=cast[Role.LEAD_AUTHOR], at=begun)
    else:
        write_short(document, plan, by=cast[Role.LEAD_AUTHOR], at=begun)
    _pass(document, plan, cast, at=begun + dt.timedelta(days=20))
    talk(document, plan, cast, at=begun + dt.timedelta(days=40))


def _pass(document: Document, plan: Plan, cast: Cast, *, at: dt.datetime) -> None:
    """Through its chain as far as the plan says."""
    set_chain(document, standard_chain(document), by=cast[Role.OFFICER], at=at)
    if plan.stage == Stage.DRAFT:
        return
    submit(document, by=cast[Role.LEAD_AUTHOR], at=at)
    order = [*REVIEW_STAGES, Stage.READY, Stage.PUBLISHED]
    for step in Step.objects.filter(document=document).order_by("position"):
        if order.index(step.stage) < order.index(plan.stage):
            at += dt.timedelta(days=5)
            _answer(step, plan, cast, at=at)
    if plan.is_stale:
        _change(document, cast[Role.LEAD_AUTHOR], at=at + dt.timedelta(days=1))
    if plan.stage == Stage.PUBLISHED:
        publish(document, by=cast[Role.OFFICER], at=timezone.now() - ENDED, note=Text())
    if plan.is_reopened:
        reason = "Les chiffres du port ont été revus par la ville."
        reopen(document, by=cast[Role.OFFICER], at=timezone.now() - ENDED / 2, reason=reason)


def _answer(step: Step, plan: Plan, cast: Cast, *, at: dt.datetime) -> None:
    """By the account that holds the role; by minutes for stakeholders, and for the city of the complete profile."""
    on_paper = not step.role or (plan is COMPLETE and step.stage == Stage.VALIDATION)
    document = Document.objects.get(pk=step.document_id)
    if not on_paper:
        digest = content_hash(document, "fr")
        sign(step, language="fr", answer=Answer.AGREED, content_hash=digest, by=cast[step.role], at=at)
        return
    is_city = step.stage == Stage.VALIDATION
    paper: dict[str, Any] = {
        "language": "ar" if is_city else "fr",
        "answer": Answer.RESERVED if is_city else Answer.AGREED,
        "comment": _RESERVATION if is_city else "",
        "is_printed": is_city,
        "body": "مجلس مدينة أنتيليا" if is_city else "Atelier des parties prenantes",
        "reference": f"PV {step.pk}/{at:%Y}",
        "signed_on": at.date(),
        "evidence": ContentFile(_SCAN, name="minutes.pdf"),
    }
    digest = content_hash(document, paper["language"])
    entered = record_paper(step, content_hash=digest, by=cast[Role.OFFICER], at=at, **paper)
    confirm_paper(entered, by=cast[Role.MANAGER], at=at + dt.timedelta(hours=2))


def _change(document: Document, author: User, *, at: dt.datetime) -> None:
    """An edit after answers were given: they are stale now."""
    section = document.sections.get(key="perceptions")
    base = current_revision(section, "fr")
    assert base is not None  # noqa: S101  written before
    html = base.html.replace("deux quartiers", "un quartier")
    save_text(section, "fr", html=html, base=base, by=author, at=at, note="Enquête menée dans un quartier de plus")
