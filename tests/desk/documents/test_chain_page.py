"""Saying who answers for a document, stage by stage."""

import pytest
from django.urls import reverse

from portolan.documents.domain.chain import set_chain
from portolan.documents.enums import Stage
from portolan.documents.models import Step
from portolan.network.enums import Role
from portolan.network.models import Organisation
from tests.factories import OrganisationFactory
from tests.factories.documents import document_with
from tests.factories.signing import AT, plan, submitted


def address(document):
    return reverse("desk:document-chain", args=[document.slug])


def sent(*rows):
    """What a browser sends: a stage, a party in French, a role, a day and a basis for each row."""
    names = ("stage", "party_fr", "role", "due_on", "silence_basis")
    form = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        form |= {f"form-{number}-{name}": value for name, value in zip(names, row, strict=True)}
    return form


def chain(document):
    rows = Step.objects.standing().filter(document=document).order_by("position")
    return [(step.stage, str(step.party), step.role) for step in rows]


def test_chain_that_is_not_set_offers_the_usual_one(sign_in):
    client, document = sign_in(Role.MANAGER), document_with()

    answer = client.get(address(document))

    assert answer.context["is_set"] is False
    stages = [form.initial["stage"] for form in answer.context["forms"] if form.initial]
    assert stages == sorted(stages, key=list(Stage).index)
    assert chain(document) == []


def test_chain_is_kept_and_an_emptied_party_goes(sign_in):
    client, document = sign_in(Role.MANAGER), document_with()
    rows = [
        ("supervision", "Comité de Mayda", "supervisor", "2027-01-15", ""),
        ("validation", "Conseil de Mayda", "", "", ""),
        ("", "", "", "", ""),
    ]

    client.post(address(document), sent(*rows))
    first = chain(document)
    client.post(address(document), sent(rows[0], ("", "", "", "", "")))

    assert first == [("supervision", "Comité de Mayda", "supervisor"), ("validation", "Conseil de Mayda", "")]
    assert chain(document) == [("supervision", "Comité de Mayda", "supervisor")]


def test_body_of_a_party_stays_when_the_chain_is_kept_again(sign_in):
    client, document = sign_in(Role.MANAGER), document_with()
    body = OrganisationFactory()
    set_chain(document, [plan(Stage.VALIDATION, name="Conseil de Mayda", organisation=body)], by=None, at=AT)

    client.post(address(document), sent(("validation", "Conseil de Mayda", "", "2027-01-15", "")))

    assert list(Organisation.objects.filter(pk__in=Step.objects.standing().values("organisation"))) == [body]
    assert Step.objects.standing().count() == 1


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (("supervision", "", "", "", ""), "party"),
        (("", "Comité de Mayda", "", "", ""), "stage"),
        (("draft", "Comité de Mayda", "", "", ""), "stage"),
        (("supervision", "Comité de Mayda", "lead-author", "", ""), "role"),
        (("supervision", "Comité de Mayda", "", "soon", ""), "due_on"),
    ],
)
def test_wrong_row_keeps_what_was_typed(row, field, sign_in):
    client, document = sign_in(Role.MANAGER), document_with()

    answer = client.post(address(document), sent(row))

    (form,) = answer.context["forms"]
    assert field in form.errors
    assert form["party"].value() is not None
    assert ("Comité de Mayda" in answer.text) is (row[1] != "")
    assert chain(document) == []


def test_chain_of_a_document_that_is_handed_in_is_not_changed(sign_in):
    client, document = sign_in(Role.MANAGER), submitted()
    before = chain(document)

    answer = client.post(address(document), sent(("validation", "Conseil de Mayda", "", "", "")))

    assert (answer.status_code, answer.context["is_draft"]) == (200, False)
    assert answer.context["error"] != ""
    assert chain(document) == before
