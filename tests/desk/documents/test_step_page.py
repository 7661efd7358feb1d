"""The page of a party: who answers, on which text, what is refused, and silence."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from portolan.documents.domain.looks import look
from portolan.documents.domain.whole import content_hash
from portolan.documents.enums import Way
from portolan.documents.models import Document, SignOff
from portolan.network.enums import Role
from tests.factories import user_with
from tests.factories.documents import hand_of, section_of, written
from tests.factories.signing import AT, later, plan, signs, step_of, submitted

NEW = "<p>Le quai accueille.</p>"


@pytest.fixture
def document():
    return submitted(plan("validation", Role.VALIDATOR), plan("validation", name="Quai"))


@pytest.fixture
def step(document):
    return step_of(document, "validation", role=Role.VALIDATOR)


@pytest.fixture
def validator(client, document):
    client.user = hand_of(document, Role.VALIDATOR)
    client.force_login(client.user)
    return client


def page(step):
    return reverse("desk:document-step", args=[step.document.slug, step.pk])


def typed(client, step, **more):
    form = client.get(page(step)).context["form"]
    kept = {name: form[name].value() for name in ("token", "content_hash", "language")}
    return {**kept, "answer": "agreed", "comment": "", "capacity": "Maire", **more}


def test_validator_answers_on_the_text_that_was_read(validator, document, step):
    answered = validator.post(page(step), typed(validator, step))

    row = SignOff.objects.get()
    assert answered.headers["Location"] == page(step)
    assert (row.user, row.answer, row.capacity, row.way) == (validator.user, "agreed", "Maire", Way.SCREEN)
    assert row.content_hash == content_hash(document, "fr")


def test_answer_sent_twice_is_one(validator, step):
    sent = typed(validator, step)

    answers = [validator.post(page(step), sent).status_code for _each in range(2)]

    assert (answers, SignOff.objects.count()) == ([302, 302], 1)


def test_answer_on_a_text_changed_meanwhile_is_refused_and_the_reader_led_to_what_changed(validator, document, step):
    look(document, validator.user, "fr", at=later(hours=1))
    sent = typed(validator, step, answer="reserved", comment="Le chiffre du port.")
    written(section_of(document), "fr", NEW, at=later(hours=2))

    refused = validator.post(page(step), sent)
    form = refused.context["form"]
    changes = reverse("desk:document-changes", args=[document.slug, "fr"])
    again = {**sent, "content_hash": form["content_hash"].value()}

    assert (refused.status_code, SignOff.objects.count()) == (200, 0)
    assert "Le texte a changé pendant votre lecture." in str(form.non_field_errors())
    assert form["comment"].value() == "Le chiffre du port."
    assert changes in refused.content.decode()
    assert validator.post(page(step), again).status_code == 302
    assert SignOff.objects.get().content_hash == content_hash(document, "fr")


def test_reservation_without_a_reason_stays_in_the_form(validator, step):
    answered = validator.post(page(step), typed(validator, step, answer="reserved"))

    assert list(answered.context["form"].errors) == ["comment"]
    assert SignOff.objects.count() == 0


def test_only_languages_with_a_text_are_answered_on(validator, document, step):
    answered = validator.get(page(step), {"language": "ar"})

    assert [each.code for each in answered.context["offered"]] == ["fr"]
    assert answered.context["form"]["language"].value() == "fr"


def test_author_and_mere_reader_get_no_form(client, document, step):
    forms = []
    for user in (hand_of(document, Role.LEAD_AUTHOR), hand_of(document, Role.READER)):
        client.force_login(user)
        forms.append(client.get(page(step)).context["form"])
        client.post(page(step), {"answer": "agreed"})

    assert (forms, SignOff.objects.count()) == ([None, None], 0)


def test_party_of_another_document_is_not_there(validator, document):
    other = step_of(submitted(plan("validation", Role.VALIDATOR)), "validation")

    answered = validator.get(reverse("desk:document-step", args=[document.slug, other.pk]))

    assert answered.status_code == 404


def test_earlier_answer_is_said_to_be_on_an_earlier_text(validator, document, step):
    signs(step, validator.user)
    written(section_of(document), "fr", NEW, at=later(hours=2))

    (row,) = validator.get(page(step)).context["answers"]

    assert (row["is_stale"], row["who"]) == (True, str(validator.user))


def test_comment_of_supervision_is_not_for_readers(client):
    document = submitted()
    step, supervisor = step_of(document), None
    supervisor = hand_of(document, Role.SUPERVISOR)
    signs(step, supervisor, "returned", comment="Chapitre trop dur.")
    seen = []
    for role in (Role.READER, Role.LEAD_AUTHOR):
        client.force_login(hand_of(document, role))
        seen.append("Chapitre trop dur." in client.get(page(step)).content.decode())

    assert seen == [False, True]


def test_silence_is_noted_by_whoever_manages_once_the_date_has_passed(client):
    day = AT.date() + dt.timedelta(days=30)
    basis = "Convention du 2 mars 2026, article 4"
    document = submitted(plan("validation", silence_basis=basis, due_on=day))
    step = step_of(document, "validation")
    button = reverse("desk:document-step-silence", args=[document.slug, step.pk])

    client.force_login(hand_of(document, Role.READER))
    refused = client.post(button).status_code
    client.force_login(user_with(Role.OFFICER))
    client.post(button)

    row = SignOff.objects.get()
    assert (refused, row.way, row.answer, row.comment) == (403, Way.TIME, "no-objection", basis)
    assert Document.objects.get().stage == "ready"


def test_silence_without_a_written_basis_is_refused_in_words(client, document, step):
    client.force_login(user_with(Role.OFFICER))

    answered = client.post(reverse("desk:document-step-silence", args=[document.slug, step.pk]), follow=True)

    assert [str(each) for each in answered.context["messages"]] == [
        "Aucun écrit ne dit ici que le silence vaut absence d’objection."
    ]
    assert SignOff.objects.count() == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_page_costs_the_same_with_more_answers(validator, document, step, django_assert_num_queries, rows):
    for number in range(rows):
        signs(step, validator.user, "reserved", comment=f"Réserve {number}.", at=later(hours=number))
    validator.get(page(step))

    with django_assert_num_queries(15):
        validator.get(page(step))


def test_token_of_nobody_is_refused(validator, step):
    sent = {**typed(validator, step), "token": f"{uuid.uuid4()}x"}

    assert (validator.post(page(step), sent).status_code, SignOff.objects.count()) == (200, 0)
