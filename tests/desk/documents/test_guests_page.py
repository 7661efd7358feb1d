"""Readers by link: invited once, sent a new link, withdrawn; by whoever manages the document."""

import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from portolan.documents.domain.guests import guest_of
from portolan.documents.models import Guest
from portolan.messages.models import Mail
from portolan.network.enums import Role
from tests.factories import user_with
from tests.factories.documents import hand_of
from tests.factories.signing import invited, plan, step_of, submitted


@pytest.fixture
def document():
    return submitted(plan("validation", name="Conseil de Mayda"))


@pytest.fixture
def officer(client):
    client.user = user_with(Role.OFFICER)
    client.force_login(client.user)
    return client


def page(document):
    return reverse("desk:document-guests", args=[document.slug])


def typed(**more):
    return {
        "token": str(uuid.uuid4()), "name": "Zeno Antil", "email": "zeno@mayda.example", "language": "ar",
        "capacity": "Maire", "step": "", **more,
    }  # fmt: skip


def test_invited_reader_gets_a_link_in_their_language_that_works(officer, document):
    step = step_of(document, "validation")

    answered = officer.post(page(document), typed(step=step.pk))

    guest, mail = Guest.objects.get(), Mail.objects.get()
    address = re.search(r"https?://\S+", mail.body)[0]
    secret = address.rstrip("/").rpartition("/")[2]
    assert answered.headers["Location"] == page(document)
    assert (guest.step, guest.capacity, mail.to) == (step, "Maire", "zeno@mayda.example")
    assert "/ar/" in address
    assert guest_of(secret) == guest


def test_invitation_sent_twice_is_one(officer, document):
    sent = typed()

    answers = [officer.post(page(document), sent).status_code for _each in range(2)]

    assert (answers, Guest.objects.count(), Mail.objects.count()) == ([302, 302], 1, 1)


def test_address_that_has_a_link_already_is_refused_at_its_field(officer, document):
    officer.post(page(document), typed())

    answered = officer.post(page(document), typed())

    assert list(answered.context["form"].errors) == ["email"]
    assert Guest.objects.count() == 1


def test_party_of_another_document_cannot_be_answered_for(officer, document):
    other = step_of(submitted(plan("validation")), "validation")

    answered = officer.post(page(document), typed(step=other.pk))

    assert (list(answered.context["form"].errors), Guest.objects.count()) == (["step"], 0)


def test_new_link_kills_the_old_one_and_withdrawing_both(officer, document):
    guest, old = invited(document, user_with(Role.OFFICER), at=timezone.now())

    officer.post(reverse("desk:guest-again", args=[guest.pk]))
    mail = Mail.objects.latest("pk")
    fresh = re.search(r"https?://\S+", mail.body)[0].rstrip("/").rpartition("/")[2]
    alive = guest_of(old), guest_of(fresh)
    officer.post(reverse("desk:guest-withdraw", args=[guest.pk]))
    again = officer.post(reverse("desk:guest-again", args=[guest.pk]), follow=True)

    assert alive == (None, guest)
    assert (guest_of(fresh), Mail.objects.count()) == (None, 2)
    assert [str(each) for each in again.context["messages"]] == [
        "Un nouveau lien est en route\u202f; l’ancien ne fonctionne plus.",
        "Le lien ne fonctionne plus.", "Ce lien a été retiré.",
    ]  # fmt: skip


def test_author_neither_invites_nor_withdraws(client, document):
    guest, secret = invited(document, user_with(Role.OFFICER), at=timezone.now())
    client.force_login(hand_of(document, Role.LEAD_AUTHOR))

    answers = [
        client.post(page(document), typed(email="ava@mayda.example")).status_code,
        client.post(reverse("desk:guest-withdraw", args=[guest.pk])).status_code,
    ]

    assert (answers, Guest.objects.count(), guest_of(secret)) == ([403, 403], 1, guest)


def test_secret_is_on_no_page_of_the_desk(officer, document):
    _guest, secret = invited(document, user_with(Role.OFFICER), at=timezone.now())

    shown = officer.get(page(document)).content.decode()

    assert ("zeno@mayda.example" in shown, secret in shown) == (True, False)


@pytest.mark.parametrize("rows", [1, 3])
def test_page_costs_the_same_with_more_readers(officer, document, django_assert_num_queries, rows):
    for number in range(rows):
        invited(
            document, user_with(Role.OFFICER), email=f"zeno{number}@mayda.example", step=step_of(document, "validation")
        )

    with django_assert_num_queries(9):
        officer.get(page(document))
