"""Invitations: one link, one use, 14 days, our hands off the secret."""

import datetime as dt
import threading

import pytest
from allauth.account.models import EmailAddress
from django.db import connection, connections

from portolan.accounts.enums import Permission
from portolan.accounts.models import AuditEntry, User
from portolan.accounts.rules import can
from portolan.kernel.errors import DomainError
from portolan.messages.enums import MailState
from portolan.messages.models import Mail
from portolan.network.domain.invitations import accept, digest_of, find_invitation, invite, resend, withdraw
from portolan.network.domain.roles import Limits
from portolan.network.enums import Role
from portolan.network.models import Invitation, RoleAssignment
from tests.factories import OrganisationFactory, UserFactory, user_with

NOW = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)


def _address(secret: str, language: str) -> str:
    return f"https://mayda.example/{language}/{secret}"


def _invite(**changed):
    manager = changed.pop("by", None) or user_with(Role.MANAGER)
    whole = {"email": "Zeno@Frislandia.example", "name": "Zeno", "language": "ar", "role": Role.STAKEHOLDER, **changed}
    return invite(by=manager, at=NOW, address_of=_address, **whole)


def _accept(secret, *, at=NOW, user=None):
    return accept(secret, at=at, name="Zeno", language="fr", password="a long way to sail", user=user)


def _refusal(call) -> str:
    with pytest.raises(DomainError) as refused:
        call()
    return refused.value.code


def test_invitation_keeps_the_digest_and_never_the_secret():
    invitation, secret = _invite()

    kept = [str(value) for value in Invitation.objects.values_list().get()]

    assert invitation.digest == digest_of(secret)
    assert [value for value in kept if secret in value] == []
    assert [entry for entry in AuditEntry.objects.all() if secret in str(entry.__dict__)] == []


def test_invitation_mail_is_in_the_invitees_language_and_approved():
    _, secret = _invite(language="en")

    mail = Mail.objects.get()

    assert (mail.to, mail.language, mail.state) == ("Zeno@Frislandia.example", "en", MailState.APPROVED)
    assert f"https://mayda.example/en/{secret}" in mail.body.splitlines()
    assert mail.subject == "Your invitation to the network's workspace"


def test_accepted_invitation_makes_an_account_with_confirmed_address_and_role():
    city = OrganisationFactory()
    _, secret = _invite(role=Role.FOCAL_POINT, limits=Limits(organisation=city))

    user = _accept(secret)

    assert (user.email, user.name, user.language) == ("zeno@frislandia.example", "Zeno", "fr")
    assert user.check_password("a long way to sail") is True
    assert EmailAddress.objects.get(user=user).verified is True
    assert can(user, Permission.CITY_READ, on=city) is True
    assert AuditEntry.objects.filter(verb="invitation-accepted", actor=user).count() == 1


def test_invitation_is_used_once():
    _, secret = _invite()
    _accept(secret)

    assert _refusal(lambda: _accept(secret)) == "invitation-used"
    assert User.objects.filter(email_key="zeno@frislandia.example").count() == 1


@pytest.mark.parametrize(("after", "works"), [(dt.timedelta(days=13, hours=23), True), (dt.timedelta(days=14), False)])
def test_invitation_lives_14_days(after, works):
    _, secret = _invite()

    if works:
        assert _accept(secret, at=NOW + after).pk is not None
    else:
        assert _refusal(lambda: _accept(secret, at=NOW + after)) == "invitation-expired"


def test_withdrawn_unknown_and_old_links_do_not_work():
    manager = user_with(Role.MANAGER)
    invitation, secret = _invite(by=manager)
    newer = resend(invitation, by=manager, at=NOW, address_of=_address)

    assert _refusal(lambda: _accept(secret)) == "invitation-unknown"
    withdraw(invitation, by=manager, at=NOW)
    assert _refusal(lambda: _accept(newer)) == "invitation-withdrawn"
    assert _refusal(lambda: _accept("guessed")) == "invitation-unknown"
    assert User.objects.filter(email_key="zeno@frislandia.example").count() == 0


def test_resent_invitation_lives_on_from_then():
    manager = user_with(Role.MANAGER)
    invitation, _ = _invite(by=manager)
    later = NOW + dt.timedelta(days=20)

    secret = resend(invitation, by=manager, at=later, address_of=_address)

    assert find_invitation(secret) == invitation
    assert _accept(secret, at=later + dt.timedelta(days=1)).pk is not None
    assert Mail.objects.count() == 2


def test_used_invitation_is_neither_sent_again_nor_withdrawn():
    manager = user_with(Role.MANAGER)
    invitation, secret = _invite(by=manager)
    _accept(secret)

    assert _refusal(lambda: resend(invitation, by=manager, at=NOW, address_of=_address)) == "invitation-used"
    assert _refusal(lambda: withdraw(invitation, by=manager, at=NOW)) == "invitation-used"


def test_same_person_is_invited_once_whatever_the_case():
    manager = user_with(Role.MANAGER)
    _invite(by=manager)

    assert _refusal(lambda: _invite(by=manager, email="zeno@FRISLANDIA.example")) == "invited"
    assert Mail.objects.count() == 1


def test_nobody_invites_themselves():
    manager = user_with(Role.MANAGER)

    assert _refusal(lambda: _invite(by=manager, email=manager.email.upper())) == "own-role"


def test_known_address_takes_up_only_when_its_owner_is_signed_in():
    owner, other = UserFactory(email="zeno@frislandia.example"), UserFactory()
    _, secret = _invite()

    assert _refusal(lambda: _accept(secret)) == "email-taken"
    assert _refusal(lambda: _accept(secret, user=other)) == "other-account"
    assert RoleAssignment.objects.filter(user__in=[owner, other]).count() == 0
    assert _accept(secret, user=owner) == owner
    assert RoleAssignment.objects.get(user=owner).role == Role.STAKEHOLDER


@pytest.mark.django_db(transaction=True)
def test_two_who_accept_together_make_one_account():
    _, secret = _invite()
    start, results = threading.Barrier(2), []

    def run():
        start.wait()
        try:
            results.append(_accept(secret).email)
        except DomainError as error:
            results.append(error.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sorted(results) in (
        ["invitation-used", "zeno@frislandia.example"],
        ["email-taken", "zeno@frislandia.example"],
    )
    assert User.objects.filter(email_key="zeno@frislandia.example").count() == 1
    assert RoleAssignment.objects.filter(role=Role.STAKEHOLDER).count() == 1
    assert connection.vendor in {"sqlite", "postgresql"}


def test_officer_sees_invitations_of_the_own_scope():
    city, other = OrganisationFactory(), OrganisationFactory()
    manager, officer = user_with(Role.MANAGER), user_with(Role.OFFICER, organisation=city)
    mine, _ = _invite(by=manager, role=Role.FOCAL_POINT, limits=Limits(organisation=city))
    _invite(by=manager, email="b@frislandia.example", role=Role.FOCAL_POINT, limits=Limits(organisation=other))

    assert list(Invitation.objects.visible_to(officer)) == [mine]
    assert Invitation.objects.visible_to(manager).count() == 2
    assert Invitation.objects.visible_to(UserFactory()).count() == 0
