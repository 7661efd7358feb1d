"""Accounts: making, changing, closing, erasing; their trail and their data."""

import datetime as dt
import json

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from portolan.accounts.domain import accounts, audit
from portolan.accounts.domain.personal_data import export_account
from portolan.accounts.domain.second_factor import code_at, enrol_totp, present_code
from portolan.accounts.models import AuditEntry, User
from portolan.accounts.registry import Door, open_door, say_verb
from portolan.kernel.errors import DomainError
from portolan.network.enums import Role
from tests.factories import OrganisationFactory, UserFactory, user_with

NOW = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)


def _make(**changed):
    whole = {"email": "Zeno@Mayda.example", "name": "Zeno", "language": "ar", "password": None, "by": None, "at": NOW}
    return accounts.make_account(**{**whole, **changed})


def test_address_is_one_account_whatever_its_case():
    user = _make()

    with pytest.raises(DomainError) as refused:
        _make(email="zeno@MAYDA.example")

    assert (user.email, user.email_key, refused.value.code) == (
        "zeno@mayda.example",
        "zeno@mayda.example",
        "email-taken",
    )
    assert User.objects.count() == 1


def test_account_without_password_is_not_entered_by_one():
    assert _make().has_usable_password() is False


def test_language_that_is_not_offered_is_refused():
    with pytest.raises(DomainError) as refused:
        _make(language="xx")

    assert (refused.value.code, refused.value.field) == ("no-such-language", "language")


def test_changed_account_leaves_no_personal_value_in_the_trail():
    user = UserFactory(name="Zeno", language="fr")

    accounts.change_profile(user, name="Nicolò", language="ar", region="TN", by=user, at=NOW)
    accounts.change_profile(user, name="Nicolò", language="ar", region="TN", by=user, at=NOW)

    entry = AuditEntry.objects.get(verb="account-changed")
    assert entry.changes == {"name": None, "language": None, "region": None}
    assert (User.objects.get(pk=user.pk).name, User.objects.get(pk=user.pk).region) == ("Nicolò", "TN")


def test_closed_account_opens_again_and_nobody_closes_their_own():
    user, manager = UserFactory(), user_with(Role.MANAGER)

    accounts.deactivate(user, by=manager, at=NOW, reason="left")
    assert User.objects.get(pk=user.pk).is_active is False
    accounts.reactivate(user, by=manager, at=NOW)
    assert User.objects.get(pk=user.pk).is_active is True
    with pytest.raises(DomainError) as refused:
        accounts.deactivate(manager, by=manager, at=NOW)

    assert refused.value.code == "own-account"


def test_erased_account_keeps_no_name_anywhere_and_stays_closed():
    user = _make(verified=True)
    accounts.change_profile(user, name="Zeno", language="fr", region="", by=user, at=NOW)

    accounts.erase(user, by=None, at=NOW, reason="asked")

    kept = json.dumps([list(User.objects.values()), list(AuditEntry.objects.values())], default=str)
    assert [word for word in ("Zeno", "zeno", "mayda") if word in kept] == []
    assert EmailAddress.objects.count() == 0
    with pytest.raises(DomainError) as refused:
        accounts.reactivate(user, by=None, at=NOW)
    assert refused.value.code == "erased"


def test_trail_is_for_those_who_may_read_it_and_else_ones_own():
    manager, other = user_with(Role.MANAGER), UserFactory()
    for by in (manager, other):
        audit.record("looked", OrganisationFactory(), by=by, at=NOW)

    assert [entry.actor for entry in audit.entries_visible_to(other)] == [other]
    assert audit.entries_visible_to(manager).count() == 2
    assert audit.entries_visible_to(None).count() == 0


def test_history_of_a_thing_is_its_own_alone():
    one, other = OrganisationFactory(), OrganisationFactory()
    audit.record("looked", one, by=None, at=NOW)
    audit.record("looked", other, by=None, at=NOW)

    assert [entry.object_id for entry in audit.history_of(one)] == [str(one.pk)]


def test_verbs_are_said_in_words():
    assert say_verb("no-such-verb") == "no-such-verb"
    assert say_verb("role-given") != "role-given"


def test_export_holds_everything_but_secrets_and_is_in_the_trail():
    user = user_with(Role.OFFICER)
    user.set_password("a long way to sail")
    user.save()

    data = export_account(user, by=user, at=NOW)

    text = json.dumps(data)
    assert data["account"]["email"] == user.email
    assert [way["kind"] for way in data["ways_in"]] == ["password", "totp"]
    assert [role["role"] for role in data["roles"]] == ["officer"]
    assert [secret for secret in (user.password, "NBSWY3DPEHPK3PXP") if secret in text] == []
    assert AuditEntry.objects.filter(verb="personal-data-exported", actor=user).count() == 1


def test_totp_code_is_shown_for_demonstration_accounts_only():
    demo, real = UserFactory(is_demonstration=True), UserFactory()
    secret = enrol_totp(demo, by=None, at=NOW)
    enrol_totp(real, by=None, at=NOW)

    assert enrol_totp(demo, by=None, at=NOW) == secret
    assert present_code(demo, at=NOW) == code_at(secret, NOW)
    with pytest.raises(DomainError) as refused:
        present_code(real, at=NOW)
    assert refused.value.code == "not-demonstration"
    assert Authenticator.objects.count() == 2


def test_totp_code_is_that_of_the_standard():
    """RFC 6238, appendix B: secret "12345678901234567890", 59 s: 94287082, the last six digits."""
    assert code_at("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", dt.datetime.fromtimestamp(59, dt.UTC)) == "287082"


def test_no_door_is_open_until_somebody_opens_one(monkeypatch):
    from portolan.accounts import registry

    assert open_door("call:antillia") is None
    monkeypatch.setattr(registry, "_doors", [lambda ref: Door("Call") if ref == "call:antillia" else None])
    assert open_door("call:antillia") == Door("Call")
    assert open_door("call:mayda") is None
    assert open_door("") is None


def test_address_that_only_folding_tells_apart_is_refused():
    with pytest.raises(DomainError) as refused:
        accounts.check_address("zéno@mayda.example")

    assert refused.value.code == "address-letters"
    assert accounts.check_address("Zeno@mayda.example") == "Zeno@mayda.example"
