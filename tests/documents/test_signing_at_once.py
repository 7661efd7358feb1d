"""Two at the same moment, each in a connection of its own: one answer, one use of a code, no answer on an old text."""

import threading

import pytest
from django.db import connection

from portolan.documents.domain import guests, signing
from portolan.documents.domain.standing import chain_is_passed
from portolan.documents.domain.whole import content_hash
from portolan.documents.domain.writing import current_revision, save_text
from portolan.documents.enums import Answer
from portolan.documents.models import Document, GuestCode, SignOff
from portolan.kernel.errors import DomainError
from portolan.network.enums import Role
from tests.factories import user_with
from tests.factories.documents import hand_of, section_of
from tests.factories.signing import AT, code_for, invited, plan, signs, step_of, submitted

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def at_once(*works):
    """What became of each work: "done", or the code of its refusal."""
    outcomes = [None] * len(works)
    gate = threading.Barrier(len(works))

    def run(number):
        gate.wait()
        try:
            works[number]()
            outcomes[number] = "done"
        except DomainError as refusal:
            outcomes[number] = refusal.code
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes


def test_of_six_people_of_one_party_one_answers():
    document = submitted(plan("validation", Role.VALIDATOR), plan("validation", name="Quai"))
    step = step_of(document, "validation", role=Role.VALIDATOR)
    users = [hand_of(document, Role.VALIDATOR) for _each in range(6)]

    outcomes = at_once(*[lambda user=user: signs(step, user) for user in users])

    assert sorted(outcomes) == ["answered"] * 5 + ["done"]
    assert SignOff.objects.count() == 1


def test_a_form_sent_four_times_at_once_is_one_answer():
    document = submitted(plan("validation", Role.VALIDATOR))
    step, user = step_of(document, "validation"), hand_of(document, Role.VALIDATOR)

    outcomes = at_once(*[lambda: signs(step, user)] * 4)

    # Whoever comes after the last answer of the chain finds the same answer, though the document is ready by then.
    assert (outcomes, SignOff.objects.count()) == (["done"] * 4, 1)
    assert Document.objects.get(pk=document.pk).stage == "ready"


def test_one_code_signs_once_and_wrong_tries_at_once_are_all_counted():
    document = submitted(plan("validation", name="Conseil"))
    step = step_of(document, "validation")
    guest, _secret = invited(document, user_with(Role.OFFICER), step=step)
    code = code_for(guest)
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    digest = content_hash(document, "fr")

    def sign(typed):
        signing.sign_as_guest(
            step, guest=guest, code=typed, language="fr", answer=Answer.AGREED, content_hash=digest, at=AT
        )

    tried = at_once(*[lambda: sign(wrong)] * 8)
    counted = GuestCode.objects.get().tries
    guests.send_code(guest, at=AT)
    GuestCode.objects.update(digest=GuestCode.objects.order_by("pk").first().digest)
    outcomes = at_once(*[lambda: sign(code)] * 4)

    assert (sorted(tried), counted) == (["code-worn-out"] * 3 + ["code-wrong"] * 5, 5)
    assert (outcomes, SignOff.objects.count()) == (["done"] * 4, 1)


@pytest.mark.parametrize("turn", range(3))
def test_signing_and_saving_at_once_leave_no_ready_document_with_a_stale_answer(turn):
    document = submitted(plan("validation", Role.VALIDATOR))
    step, user = step_of(document, "validation"), hand_of(document, Role.VALIDATOR)
    section = section_of(document)
    base, digest = current_revision(section, "fr"), content_hash(document, "fr")

    def save():
        save_text(section, "fr", html=f"<p>Le port {turn}.</p>", base=base, by=None, at=AT)

    outcomes = at_once(lambda: signs(step, user, text_hash=digest), save)

    document.refresh_from_db()
    assert outcomes[1] == "done"
    assert outcomes[0] in {"done", "changed-meanwhile"}
    assert (document.stage, chain_is_passed(document)) == ("validation", False)
