"""Answers on paper: entered with a scan, confirmed or refused by a second person, the scan shown to nobody else."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portolan.documents.domain.whole import content_hash
from portolan.documents.models import Document, SignOff
from portolan.network.enums import Role
from tests.factories import OrganisationFactory, user_with
from tests.factories.documents import hand_of
from tests.factories.signing import PDF, paper, plan, step_of, submitted


@pytest.fixture
def document():
    return submitted(plan("validation", name="Conseil de Mayda"))


@pytest.fixture
def step(document):
    return step_of(document, "validation")


@pytest.fixture
def focal(document):
    return user_with(Role.FOCAL_POINT, organisation=document.city)


@pytest.fixture
def officer():
    return user_with(Role.OFFICER)


def enter(client, step, **more):
    sent = {
        "token": str(uuid.uuid4()),
        "body": "Conseil de Mayda",
        "reference": "PV 12/2026",
        "signed_on": "2026-04-01",
        "language": "fr",
        "content_hash": content_hash(step.document, "fr")[:12],
        "answer": "agreed",
        "comment": "",
        "evidence": SimpleUploadedFile("pv.pdf", PDF, content_type="application/pdf"),
        **more,
    }
    return client.post(reverse("desk:document-paper", args=[step.document.slug, step.pk]), sent)


def at(name, row):
    return reverse(f"desk:paper-{name}", args=[row.pk])


def test_focal_point_enters_a_paper_and_an_officer_confirms_it(client, document, step, focal, officer):
    client.force_login(focal)
    entered = enter(client, step)
    row = SignOff.objects.get()
    waits = Document.objects.get().stage
    client.force_login(officer)
    shown = client.get(reverse("desk:document-step", args=[document.slug, step.pk])).context["answers"]

    confirmed = client.post(at("confirm", row))

    row.refresh_from_db()
    assert (entered.status_code, confirmed.status_code) == (302, 302)
    assert (waits, [each["may_confirm"] for each in shown]) == ("validation", [True])
    assert (row.recorded_by, row.confirmed_by, row.content_hash) == (focal, officer, content_hash(document, "fr"))
    assert Document.objects.get().stage == "ready"


def test_whoever_entered_a_paper_neither_confirms_nor_refuses_it(client, step, focal):
    row = paper(step, focal)
    client.force_login(focal)

    said = [
        client.post(at("confirm", row), follow=True).context["messages"],
        client.post(at("refuse", row), {"reason": "Illisible."}).context["form"].non_field_errors(),
    ]

    row.refresh_from_db()
    assert [len(list(each)) for each in said] == [1, 1]
    assert (row.confirmed_by, row.refused) == (None, "")


def test_refused_paper_says_why_and_never_counts(client, document, step, focal, officer):
    row = paper(step, focal)
    client.force_login(officer)

    client.post(at("refuse", row), {"reason": "La page 2 manque."})
    client.post(at("confirm", row))

    row.refresh_from_db()
    assert (row.refused, row.confirmed_at, Document.objects.get().stage) == ("La page 2 manque.", None, "validation")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"content_hash": "0123"}, "content_hash"),
        ({"evidence": SimpleUploadedFile("pv.pdf", b"<script>alert(1)</script>")}, "evidence"),
        ({"evidence": ""}, "evidence"),
        ({"signed_on": "2090-01-01"}, "signed_on"),
        ({"answer": "returned"}, "comment"),
        ({"reference": ""}, "reference"),
    ],
)
def test_paper_that_lacks_something_stays_in_the_open_form(client, step, focal, typed, field):
    client.force_login(focal)

    answered = enter(client, step, **typed)

    assert list(answered.context["paper_form"].errors) == [field]
    assert answered.context["paper_form"]["body"].value() == "Conseil de Mayda"
    assert SignOff.objects.count() == 0


def test_paper_sent_twice_is_one(client, step, focal):
    client.force_login(focal)
    token = str(uuid.uuid4())

    answers = [enter(client, step, token=token).status_code for _each in range(2)]

    assert (answers, SignOff.objects.count()) == ([302, 302], 1)


def test_scan_is_seen_by_those_who_enter_papers_and_supervise_and_by_nobody_else(
    client, document, step, focal, officer
):
    row = paper(step, focal)
    readers = {
        "recorder": focal,
        "officer": officer,
        "supervisor": hand_of(document, Role.SUPERVISOR),
        "author": hand_of(document, Role.LEAD_AUTHOR),
        "validator": hand_of(document, Role.VALIDATOR),
        "reader": hand_of(document, Role.READER),
        "other city": user_with(Role.FOCAL_POINT, organisation=OrganisationFactory()),
        "translator": user_with(Role.TRANSLATOR),
    }

    got = {}
    for name, user in readers.items():
        client.force_login(user)
        got[name] = client.get(at("scan", row)).status_code
    client.force_login(officer)
    scan = client.get(at("scan", row))

    assert got == {
        "recorder": 200, "officer": 200, "supervisor": 200, "author": 404, "validator": 404, "reader": 404,
        "other city": 404, "translator": 404,
    }  # fmt: skip
    assert (scan.content, scan.headers["Content-Type"]) == (PDF, "application/pdf")
    assert scan.headers["Cache-Control"] == "private, no-store"


def test_reader_enters_and_decides_no_paper(client, document, step, focal):
    row = paper(step, focal)
    client.force_login(hand_of(document, Role.READER))

    answers = [
        enter(client, step).status_code,
        *(client.post(at(name, row)).status_code for name in ("confirm", "refuse")),
    ]

    assert (answers, SignOff.objects.count()) == ([403, 403, 403], 1)
