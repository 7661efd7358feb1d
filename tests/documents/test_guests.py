"""Guests: a link to read and remark, a code to sign; and what becomes of both when the link dies."""

import datetime as dt

import pytest

from portolan.accounts.models import AuditEntry
from portolan.documents.domain import chain, guests, signing
from portolan.documents.domain.remarks import answer, remark
from portolan.documents.domain.standing import chain_of
from portolan.documents.domain.whole import content_hash
from portolan.documents.domain.writing import current_revision
from portolan.documents.enums import Answer, Audience, Way
from portolan.documents.models import Document, Guest, GuestCode, Remark, SignOff
from portolan.kernel.errors import DomainError
from portolan.messages.domain.outbox import send_waiting
from portolan.messages.models import Mail
from portolan.network.enums import Role
from tests.factories import OrganisationFactory, PersonFactory, UserFactory, record, user_with
from tests.factories.documents import document_with, hand_of, section_of, written
from tests.factories.signing import AT, code_for, invited, later, plan, step_of, submitted


def refused(work):
    with pytest.raises(DomainError) as refusal:
        work()
    return refusal.value.code


@pytest.fixture
def officer():
    return user_with(Role.OFFICER)


@pytest.fixture
def document():
    return submitted(plan("validation", name="Conseil"), plan("validation", name="Quai"))


@pytest.fixture
def step(document):
    return step_of(document, "validation", position=1)


@pytest.fixture
def guest(document, step, officer):
    return invited(document, officer, step=step, capacity="Maire de Mayda")[0]


def signs(step, guest, code, answer=Answer.AGREED, *, at=AT, **more):
    document = Document.objects.get(pk=step.document_id)
    more.setdefault("comment", "" if answer == Answer.AGREED else "À revoir.")
    more.setdefault("content_hash", content_hash(document, "fr"))
    return signing.sign_as_guest(step, guest=guest, code=code, language="fr", answer=answer, at=at, **more)


def other_than(code):
    return f"{(int(code) + 1) % 10**6:06d}"


# The link


def test_invitation_is_a_mail_in_the_guests_language_with_a_link_we_keep_no_secret_of(document, step, officer):
    guest, secret = invited(document, officer, step=step, language="ar")

    mail = Mail.objects.get()
    assert (mail.to, mail.language, mail.state, mail.kind) == (guest.email, "ar", "approved", "account.document-link")
    assert f"/ar/{secret}" in mail.body
    assert guests.guest_of(secret, at=AT) == guest
    assert secret not in str(list(Guest.objects.values()) + list(AuditEntry.objects.values()))
    assert Mail.objects.visible_to(officer).count() == 0


def test_secret_leaves_the_outbox_with_the_mail(guest):
    send_waiting(at=later(minutes=1))

    assert Mail.objects.get().body == ""


def test_link_dies_when_withdrawn_when_old_and_when_sent_again(document, officer):
    guest, secret = invited(document, officer)
    before = guests.guest_of(secret, at=AT)
    old = guests.guest_of(secret, at=later(days=90))

    fresh = guests.send_link_again(guest, by=officer, at=later(days=91), address_of=lambda *parts: "/")
    replaced = guests.guest_of(secret, at=later(days=91))
    renewed = guests.guest_of(fresh, at=later(days=91))
    guests.withdraw_guest(guest, by=officer, at=later(days=92))

    assert (before, old, replaced, renewed) == (guest, None, None, guest)
    assert guests.guest_of(fresh, at=later(days=92)) is None
    assert guests.guest_of("unknown", at=AT) is None
    assert refused(lambda: guests.send_link_again(guest, by=officer, at=later(days=93), address_of=str)) == (
        "link-withdrawn"
    )


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"name": " "}, "name"), ({"email": "zeno"}, "email"), ({"email": ""}, "email"), ({"name": "Z" * 201}, "name")],
)
def test_invitation_that_lacks_something_is_refused_by_field(document, officer, fields, field):
    with pytest.raises(DomainError) as refusal:
        invited(document, officer, **fields)

    assert (refusal.value.field, Guest.objects.count(), Mail.objects.count()) == (field, 0, 0)


def test_one_address_has_one_open_link_to_a_document(document, officer):
    first, _secret = invited(document, officer)

    assert refused(lambda: invited(document, officer, email="ZENO@mayda.example")) == "invited"
    invited(document_with(), officer)
    guests.withdraw_guest(first, by=officer, at=AT)
    invited(document, officer)

    assert Guest.objects.count() == 3


def test_nobody_invites_themselves_nor_for_a_party_elsewhere_nor_an_invented_body(document, officer):
    elsewhere = step_of(submitted())
    invented = OrganisationFactory(record=record("demonstration"))

    codes = [
        refused(lambda: invited(document, officer, email=officer.email)),
        refused(lambda: invited(document, officer, step=elsewhere)),
        refused(lambda: invited(document, officer, organisation=invented)),
    ]

    assert codes == ["own-link", "foreign-step", "mixed-records"]


def test_guests_are_seen_by_those_who_manage_the_document(document, guest, officer):
    readers = [officer, hand_of(document, Role.LEAD_AUTHOR), user_with(Role.FOCAL_POINT, organisation=document.city)]

    assert [list(Guest.objects.visible_to(user)) for user in readers] == [[guest], [], []]


# The code


def test_guest_signs_with_the_code_sent_to_their_own_address(document, step, guest):
    code = code_for(guest)

    signed = signs(step, guest, code)

    assert (signed.guest, signed.user, signed.way, signed.capacity) == (guest, None, Way.LINK, "Maire de Mayda")
    assert chain_of(document)[0].is_passed is True
    mail = Mail.objects.get(kind="account.document-code")
    assert (mail.to, mail.state) == (guest.email, "approved")
    assert code not in str(list(GuestCode.objects.values()))
    assert AuditEntry.objects.get(verb="signed-off").actor is None


def test_code_with_spaces_and_eastern_digits_is_the_same_code(step, guest):
    code = code_for(guest)
    typed = f" {code[:3]} {code[3:]}".translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))

    assert signs(step, guest, typed).answer == Answer.AGREED


def test_sixth_try_fails_even_with_the_right_code(step, guest):
    code = code_for(guest)

    wrong = [refused(lambda: signs(step, guest, other_than(code))) for _try in range(5)]
    sixth = refused(lambda: signs(step, guest, code))

    assert (wrong, sixth) == (["code-wrong"] * 5, "code-worn-out")
    assert (SignOff.objects.count(), GuestCode.objects.get().tries) == (0, 5)
    assert signs(step, guest, code_for(guest, at=later(minutes=1)), at=later(minutes=1)).answer == Answer.AGREED


def test_fifth_try_may_be_right(step, guest):
    code = code_for(guest)
    for _try in range(4):
        refused(lambda: signs(step, guest, other_than(code)))

    assert signs(step, guest, code).answer == Answer.AGREED


def test_code_is_good_for_a_quarter_of_an_hour(step, guest):
    code = code_for(guest)

    assert refused(lambda: signs(step, guest, code, at=later(minutes=15))) == "code-expired"
    assert signs(step, guest, code, at=later(minutes=14, seconds=59)).answer == Answer.AGREED


def test_code_of_another_guest_is_a_wrong_code(document, step, guest, officer):
    other, _secret = invited(document, officer, step=step, email="mayda@mayda.example")
    theirs, own = code_for(other), code_for(guest)
    while theirs == own:
        own = code_for(guest)

    assert refused(lambda: signs(step, guest, theirs)) == "code-wrong"
    assert refused(lambda: signs(step, guest, "")) == "code-wrong"


def test_code_before_one_was_asked_for(step, guest):
    assert refused(lambda: signs(step, guest, "123456")) == "no-code"


def test_a_newer_code_ends_the_one_before(step, guest):
    first = code_for(guest)
    second = code_for(guest, at=later(minutes=1))
    while second == first:
        second = code_for(guest, at=later(minutes=1))

    assert refused(lambda: signs(step, guest, first, at=later(minutes=1))) == "code-wrong"
    assert signs(step, guest, second, at=later(minutes=1)).answer == Answer.AGREED


def test_five_codes_an_hour(guest):
    for minute in range(5):
        code_for(guest, at=later(minutes=minute))

    assert refused(lambda: guests.send_code(guest, at=later(minutes=59))) == "too-many-codes"
    guests.send_code(guest, at=later(minutes=60, seconds=1))
    assert GuestCode.objects.count() == 6


def test_code_signs_once(document, step, guest, officer):
    quay = step_of(document, "validation", position=2)
    code = code_for(guest)
    signs(step, guest, code)
    Guest.objects.filter(pk=guest.pk).update(step=quay)

    assert refused(lambda: signs(quay, guest, code)) == "code-used"


def test_form_sent_twice_is_one_answer(step, guest):
    code = code_for(guest)

    first, second = signs(step, guest, code), signs(step, guest, code, at=later(seconds=1))

    assert (first.pk, SignOff.objects.count()) == (second.pk, 1)


def test_a_code_is_not_spent_by_what_is_refused(step, guest):
    code = code_for(guest)

    stale = refused(lambda: signs(step, guest, code, content_hash="0" * 64))
    silent = refused(lambda: signs(step, guest, code, Answer.RESERVED, comment=""))

    assert (stale, silent, GuestCode.objects.get().tries) == ("changed-meanwhile", "reason-needed", 0)
    assert signs(step, guest, code).answer == Answer.AGREED


def test_dead_link_neither_asks_for_a_code_nor_signs(step, guest, officer):
    code = code_for(guest)
    guests.withdraw_guest(guest, by=officer, at=AT)

    assert refused(lambda: signs(step, guest, code)) == "link-withdrawn"
    assert refused(lambda: guests.send_code(guest, at=AT)) == "link-withdrawn"
    Guest.objects.filter(pk=guest.pk).update(withdrawn_at=None)
    assert refused(lambda: signs(step, guest, code, at=later(days=90))) == "link-expired"
    assert SignOff.objects.count() == 0


def test_guest_answers_for_the_party_they_were_invited_for_and_no_other(document, step, guest, officer):
    quay = step_of(document, "validation", position=2)
    reader, _secret = invited(document, officer, email="reader@mayda.example")
    code = code_for(guest)

    assert refused(lambda: signs(quay, guest, code)) == "not-yours"
    assert refused(lambda: guests.send_code(reader, at=AT)) == "reads-only"
    assert refused(lambda: signs(step, reader, code)) == "not-yours"


@pytest.mark.parametrize("how", ["person", "address"])
def test_author_does_not_approve_own_work_as_a_guest(document, step, officer, how):
    author = UserFactory(email="Pilot@Mayda.example", email_key="pilot@mayda.example")
    written(section_of(document, "priorities"), "en", "<p>The harbour.</p>", by=author)
    who = {"person": PersonFactory(user=author)} if how == "person" else {"email": "pilot@mayda.example"}
    guest, _secret = invited(document, officer, step=step, **who)

    assert refused(lambda: signs(step, guest, code_for(guest))) == "own-work"


def test_guests_return_sends_the_document_back(document, step, guest):
    signs(step, guest, code_for(guest), Answer.RETURNED, comment="Le port n'est pas décrit.")

    document.refresh_from_db()
    assert document.stage == "draft"


def test_guest_whose_step_left_the_chain_only_reads(document, step, guest):
    chain.send_back(document, by=None, at=AT, reason="Autre chaîne.")
    chain.set_chain(document, [plan("validation", name="Quai")], by=None, at=AT)

    guest.refresh_from_db()
    assert (guest.step, refused(lambda: guests.send_code(guest, at=AT))) == (None, "reads-only")


# What a guest reads and writes


def remarked(document, audience, *, text="Une remarque.", at=AT, **writer):
    section = section_of(document)
    return remark(section, revision=current_revision(section, "fr"), text=text, audience=audience, at=at, **writer)


def test_guest_sees_own_remarks_their_answers_what_is_for_all_and_for_the_own_body(document, guest, officer):
    body = OrganisationFactory()
    Guest.objects.filter(pk=guest.pk).update(organisation=body)
    guest.refresh_from_db()
    colleague, _secret = invited(document, officer, organisation=body, email="a@mayda.example")
    stranger, _secret = invited(document, officer, organisation=OrganisationFactory(), email="b@mayda.example")
    lead, supervisor = hand_of(document, Role.LEAD_AUTHOR), hand_of(document, Role.SUPERVISOR)
    own = remarked(document, Audience.AUTHORS, guest=guest, text="La mienne")
    answer(own, text="La réponse", by=lead, at=AT)
    remarked(document, Audience.ALL, guest=stranger, text="À tous")
    remarked(document, Audience.BODY, guest=colleague, text="Entre nous")
    remarked(document, Audience.BODY, guest=stranger, text="Entre eux")
    remarked(document, Audience.AUTHORS, guest=colleague, text="Aux auteurs")
    remarked(document, Audience.TEAM, by=supervisor, text="À l'équipe")
    other = document_with()
    remarked(other, Audience.ALL, by=hand_of(other, Role.READER), text="Autre document")

    seen = set(Remark.objects.for_guest(guest).values_list("text", flat=True))
    guests.withdraw_guest(guest, by=officer, at=AT)

    assert seen == {"La mienne", "La réponse", "À tous", "Entre nous"}
    assert Remark.objects.for_guest(guest).count() == 0


def test_guest_does_not_write_to_the_team_nor_for_another_body_nor_elsewhere(document, guest):
    other = document_with()

    codes = [
        refused(lambda: remarked(document, Audience.TEAM, guest=guest)),
        refused(lambda: remarked(document, Audience.BODY, guest=guest)),
        refused(lambda: remarked(document, Audience.ALL, guest=guest, organisation=OrganisationFactory())),
        refused(lambda: remarked(other, Audience.ALL, guest=guest)),
        refused(lambda: remarked(document, Audience.ALL, guest=guest, at=AT + dt.timedelta(days=91))),
    ]

    assert codes == ["not-team", "body-needed", "not-your-body", "foreign-section", "link-expired"]


def test_guest_does_not_answer_a_remark_they_do_not_see(document, guest):
    hidden = remarked(document, Audience.TEAM, by=hand_of(document, Role.SUPERVISOR))

    assert refused(lambda: answer(hidden, text="Ah ?", guest=guest, at=AT)) == "remark-unknown"
