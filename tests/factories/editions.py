"""Documents that are ready or published, by the verbs that make them so."""

import datetime as dt

from portolan.documents.domain import chain
from portolan.documents.domain.editions import publish
from portolan.documents.enums import Answer, Stage
from portolan.documents.models import Document
from portolan.kernel.texts import Text
from portolan.network.enums import Role
from tests.factories.documents import document_with, hand_of
from tests.factories.signing import AT, plan, signs, step_of

PUBLISHED = AT + dt.timedelta(days=2)
NOTE = Text.of("fr", fr="Chiffres mis à jour")


def made_ready(document, *, answer=Answer.AGREED, language="fr", party="Conseil de Mayda", **more):
    """The document with a chain of one party, which agreed to it in a language."""
    chain.set_chain(document, [plan(Stage.VALIDATION, Role.VALIDATOR, party)], by=None, at=AT)
    chain.submit(document, by=None, at=AT)
    signs(step_of(document, Stage.VALIDATION), hand_of(document, Role.VALIDATOR), answer, language=language, **more)
    return Document.objects.get(pk=document.pk)


def published(texts=None, *, at=PUBLISHED, **fields):
    """A first edition of a document with these texts, by default three sections in French."""
    document = made_ready(document_with(texts, **fields))
    return publish(document, by=None, at=at, note=Text())


def changed_and_ready(document, *, at=AT):
    """A published document reopened, and agreed to again as it is."""
    from portolan.documents.domain.editions import reopen

    reopen(document, by=None, at=at, reason="Nouveaux chiffres")
    chain.submit(document, by=None, at=at)
    step = step_of(document, Stage.VALIDATION)
    document = Document.objects.get(pk=document.pk)
    if document.stage != Stage.READY:
        signs(step, hand_of(document, Role.VALIDATOR), at=at)
    return Document.objects.get(pk=document.pk)
