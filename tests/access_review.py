"""Who the screens of reading, answering and handing files in are for; as `tests/access_table.py`."""

import datetime as dt

from django.utils import timezone

from portolan.documents.domain.returned import keep_returned
from portolan.documents.domain.whole import content_hash
from portolan.documents.enums import Answer, Audience, ReturnedKind, Stage, Way
from portolan.documents.models import Document, Guest, Remark, SignOff, Step
from portolan.network.domain.invitations import digest_of
from tests.access_table import PUBLIC, Page, post_only
from tests.factories.accounts import UserFactory
from tests.factories.documents import document_with, section_of
from tests.factories.signing import party, scan

HIDDEN = (403, 404)
SECRET = "the-link-of-zeno"
HERE = {"slug": "review_slug"}
READ = {**HERE, "language": "review_language"}
TRANSLATED = {**HERE, "language": "review_target"}
PARTY = {**HERE, "pk": "review_step"}
FILE = {**HERE, "pk": "returned_file"}


def _on(audience, get=(200,), **keys):
    return Page(audience, keys, on="city", refused=HIDDEN, get=get)


def _button(audience, **keys):
    return post_only(audience, keys=keys, on="city")


REVIEW = {
    "desk:document-read": _on("document.read", get=(302,), **READ),
    "desk:section-read": _on("document.read", **READ, key="review_section"),
    "desk:document-remarks": _on("document.read", **READ),
    "desk:document-remarks-file": _on("document.read", **READ),
    "desk:document-changes": _on("document.read", **READ),
    "desk:remark-answer": _on("document.remark", pk="review_remark"),
    "desk:remark-resolve": _on("document.write", pk="review_remark"),
    "desk:remark-reopen": _on("document.remark", pk="review_remark"),
    "desk:document-step": _on("document.read", **PARTY),
    "desk:document-step-silence": _button("document.manage", **PARTY),
    "desk:document-paper": _button("document.record-paper", **PARTY),
    "desk:paper-confirm": _button("document.record-paper", pk="review_paper"),
    "desk:paper-refuse": _on("document.record-paper", pk="review_paper"),
    # Of those who read the document, only those who enter papers or supervise see the scan.
    "desk:paper-scan": _on("document.read", get=(200, 404), pk="review_paper"),
    "desk:document-guests": _on("document.manage", **HERE),
    "desk:guest-again": _button("document.manage", pk="review_guest"),
    "desk:guest-withdraw": _button("document.manage", pk="review_guest"),
    "desk:document-files": _on("document.read", **HERE),
    "desk:document-xliff": _on("document.read", **TRANSLATED),
    "desk:document-columns": _on("document.read", **TRANSLATED),
    # What somebody else handed in is theirs to take over.
    "desk:returned-file": _on("document.read", get=(404,), **FILE),
    "desk:returned-comments": _button("document.read", **FILE),
    # Whoever has the link is the reader: an account makes no difference.
    "portal:guest": Page(PUBLIC, {"secret": "guest_secret"}),
    "portal:guest-code": Page(PUBLIC, {"secret": "guest_secret"}, get=(405,)),
    "portal:guest-section": Page(
        PUBLIC, {"secret": "guest_secret", "language": "review_language", "key": "review_section"}
    ),
    "portal:guest-reply": Page(PUBLIC, {"secret": "guest_secret", "pk": "review_remark"}, get=(405,)),
    "portal:guest-picture": Page(PUBLIC, {"secret": "guest_secret", "digest": "nonsense"}, get=(404,)),
}


def review_things(own) -> dict:
    """A document of the city `own` that waits for its validation: a remark, a paper, a guest, a file that came back."""
    now = timezone.now()
    document = document_with(slug="review-of-mayda", city=own)
    Document.objects.filter(pk=document.pk).update(stage=Stage.VALIDATION)
    document.refresh_from_db()
    step = Step.objects.create(document=document, position=1, stage=Stage.VALIDATION, party=party())
    section, clerk = section_of(document), UserFactory()
    remark = Remark.objects.create(
        section=section, revision=section.revisions.get(), text="Et la douane ?", audience=Audience.ALL,
        user=clerk, made_at=now,
    )  # fmt: skip
    paper = SignOff.objects.create(
        step=step, way=Way.PAPER, language="fr", answer=Answer.AGREED, content_hash=content_hash(document, "fr"),
        body="Conseil de Mayda", reference="PV 12/2026", signed_on=now.date(), evidence=scan(), recorded_by=clerk,
        made_at=now,
    )  # fmt: skip
    guest = Guest.objects.create(
        document=document, step=step, name="Zeno Antil", email="zeno@mayda.example", language="fr",
        digest=digest_of(SECRET), made_at=now, made_by=clerk, expires_at=now + dt.timedelta(days=9),
    )  # fmt: skip
    contents = {"sections": [], "unplaced": [], "comments": [], "report": []}
    returned = keep_returned(
        document, "fr", kind=ReturnedKind.WORD, name="mayda.docx", data=b"PK", contents=contents, pictures={},
        by=clerk, at=now,
    )  # fmt: skip
    return {
        "review_slug": document.slug,
        "review_language": "fr",
        "review_target": "ar",
        "review_section": section.key,
        "review_remark": remark.pk,
        "review_step": step.pk,
        "review_paper": paper.pk,
        "review_guest": guest.pk,
        "guest_secret": SECRET,
        "returned_file": returned.pk,
    }
