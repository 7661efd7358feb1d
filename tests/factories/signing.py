"""Chains, answers and guests of invented documents."""

import datetime as dt

from django.core.files.base import ContentFile

from portolan.documents.domain import chain, guests, papers, signing
from portolan.documents.domain.whole import content_hash
from portolan.documents.enums import Answer, Stage
from portolan.documents.models import Document, Step
from portolan.documents.rules.chains import StepPlan
from portolan.kernel.texts import Text
from portolan.messages.models import Mail
from portolan.network.enums import Role
from tests.factories.documents import document_with, hand_of

AT = dt.datetime(2026, 4, 1, 9, tzinfo=dt.UTC)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def later(**delta):
    """A moment after `AT`."""
    return AT + dt.timedelta(**delta)


def party(name="Conseil de Mayda"):
    return Text.of("fr", fr=name)


def plan(stage, role="", name=None, **fields):
    """A step of a chain, its party named after the stage."""
    return StepPlan(stage, party(name or f"Partie {stage}"), role, **fields)


SUPERVISED = (plan(Stage.SUPERVISION, Role.SUPERVISOR),)
FULL = (
    plan(Stage.SUPERVISION, Role.SUPERVISOR),
    plan(Stage.QUALITY, Role.QUALITY_OFFICER),
    plan(Stage.STAKEHOLDERS),
    plan(Stage.VALIDATION, Role.VALIDATOR),
)


def submitted(*plans, at=AT, **fields):
    """A written document, handed in with this chain."""
    document = document_with(**fields)
    chain.set_chain(document, plans or SUPERVISED, by=None, at=at)
    return chain.submit(document, by=None, at=at)


def step_of(document, stage=Stage.SUPERVISION, **more):
    return Step.objects.select_related("document").get(document=document, stage=stage, **more)


def signs(step, user, answer=Answer.AGREED, *, language="fr", at=AT, text_hash=None, **more):
    """What `signing.sign` answers, on the text as it is."""
    document = Document.objects.get(pk=step.document_id)
    more.setdefault("comment", "" if answer == Answer.AGREED else "Le tableau 2 est à revoir.")
    digest = text_hash or content_hash(document, language)
    return signing.sign(step, language=language, answer=answer, content_hash=digest, by=user, at=at, **more)


def scan(name="pv.pdf", content=PDF):
    return ContentFile(content, name=name)


def paper(step, by, answer=Answer.AGREED, *, language="fr", at=AT, **more):
    """What `papers.record_paper` answers for minutes of a council."""
    document = Document.objects.get(pk=step.document_id)
    fields = {
        "body": "Conseil de Mayda",
        "reference": "PV 12/2026",
        "signed_on": at.date(),
        "evidence": scan(),
        "content_hash": content_hash(document, language),
        "comment": "" if answer == Answer.AGREED else "Le chiffre du port est à vérifier.",
    }
    return papers.record_paper(step, language=language, answer=answer, by=by, at=at, **{**fields, **more})


def invited(document, by, *, step=None, at=AT, email="zeno@mayda.example", **more):
    """A guest of a document and the secret of the link."""
    fields = {"name": "Zeno Antil", "language": "fr", "address_of": lambda secret, language: f"/{language}/{secret}"}
    return guests.invite_guest(document, email=email, by=by, at=at, step=step, **{**fields, **more})


def code_for(guest, *, at=AT):
    """A code sent to a guest, as the mail has it."""
    guests.send_code(guest, at=at)
    body = Mail.objects.filter(kind=guests.CODE_MAIL, to=guest.email).latest("pk").body
    return next(line for line in body.splitlines() if line.isdigit())


__all__ = [
    "AT",
    "FULL",
    "SUPERVISED",
    "code_for",
    "hand_of",
    "invited",
    "later",
    "paper",
    "party",
    "plan",
    "scan",
    "signs",
    "step_of",
    "submitted",
]
