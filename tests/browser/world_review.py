"""A document of the world in review: remarks, a party asked, a paper to confirm, a reader by link, a file that came."""

import datetime as dt

from lxml import etree

from portolan.accounts.models import User
from portolan.documents.domain.papers import record_paper
from portolan.documents.domain.remarks import remark
from portolan.documents.domain.returned import keep_returned
from portolan.documents.domain.whole import content_hash, printed_document
from portolan.documents.domain.writing import current_revision
from portolan.documents.enums import Answer, Audience, ReturnedKind
from portolan.documents.exports.returned import read_returned
from portolan.documents.exports.word.writing import write_docx
from portolan.documents.rules.quoting import anchored
from portolan.kernel.texts import Text
from portolan.network.enums import Role
from portolan.network.models import Organisation
from tests.documents.exports.papers import part, with_parts
from tests.factories.accounts import UserFactory
from tests.factories.documents import hand_of, section_of
from tests.factories.signing import invited, plan, scan, step_of, submitted

TITLE = Text.of("fr", fr="Profil du port", en="Profile of the port", ar="ملف الميناء")
TEXTS = {
    "framework": {"fr": "<p>Le guichet unique accueille.</p>", "ar": "<p>يستقبل الشباك الموحد.</p>"},
    "perceptions": {"fr": "<p>Rumeurs du marché.</p>"},
}


def review(own: Organisation, manager: User, now: dt.datetime) -> dict:
    """The addresses of the document and of what waits on it; the manager reads, decides and takes over."""
    document = submitted(plan("validation", Role.VALIDATOR, name="Conseil"), plan("validation", name="Quai"), at=now,
                         texts=TEXTS, city=own, title=TITLE, slug="review-of-maida")  # fmt: skip
    step, clerk = step_of(document, "validation", role=Role.VALIDATOR), UserFactory(name="Brasil Eumenia")
    hand_of(document, Role.VALIDATOR, user=manager)
    revision = current_revision(section_of(document), "fr")
    quote = anchored(revision.text, "guichet unique")
    said = remark(section_of(document), revision=revision, text="Depuis quand ?", audience=Audience.ALL, quote=quote,
                  by=manager, at=now)  # fmt: skip
    paper = record_paper(
        step, language="fr", answer=Answer.AGREED, body="Conseil", reference="PV 12/2026", signed_on=now.date(),
        evidence=scan(), content_hash=content_hash(document, "fr"), by=clerk, at=now,
    )  # fmt: skip
    guest, secret = invited(document, clerk, step=step_of(document, "validation", role=""), at=now, language="ar")
    return {
        "review_slug": document.slug,
        "review_language": "fr",
        "review_target": "ar",
        "review_section": "framework",
        "review_remark": said.pk,
        "review_step": step.pk,
        "review_paper": paper.pk,
        "review_guest": guest.pk,
        "guest_secret": secret,
        "returned_file": _returned(document, manager, now),
    }


def _returned(document, manager: User, now: dt.datetime) -> int:
    given = write_docx(printed_document(document, "fr", reader=None, numbers="none"))
    data = with_parts(given, {"word/document.xml": etree.tostring(part(given)).replace(b"Rumeurs", b"Bruits")})
    read = read_returned(document, "fr", data)
    comment = {"section_key": "framework", "quote": "guichet", "text": "Lequel ?", "author": "Zeno", "date": ""}
    contents = {
        **read.contents,
        "comments": [comment],
        "unplaced": [{"heading": "La douane", "html": "<p>Elle veille.</p>"}],
    }
    row = keep_returned(
        document, "fr", kind=ReturnedKind.WORD, name="port-relu.docx", data=data, contents=contents, pictures={},
        by=manager, at=now,
    )  # fmt: skip
    return row.pk
