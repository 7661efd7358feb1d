"""Who works on a document, and what follows for what they may do and see."""

import datetime as dt

import pytest
import time_machine

from portolan.accounts.enums import Permission as P
from portolan.accounts.rules import can
from portolan.documents.domain.hands import Hand, authors_of, end_hand, give_hand, hands_of, users_with
from portolan.documents.models import Document, Section
from portolan.kernel.errors import DomainError
from portolan.messages.models import Notice
from portolan.network.enums import Role
from portolan.network.models import RoleAssignment
from tests.factories import OrganisationFactory, UserFactory, user_with
from tests.factories.documents import document_with, hand_of, section_of, written

NOW = dt.datetime(2026, 4, 1, 9, tzinfo=dt.UTC)
SEES = (P.DOCUMENT_READ, P.DOCUMENT_WRITE)


@pytest.fixture(autouse=True)
def _at_the_desk():
    with time_machine.travel(NOW, tick=False):
        yield


def _fresh(user):
    user.__dict__.pop("_grants", None)
    return user


def _may(user, permission, *things):
    return [can(_fresh(user), permission, on=thing) for thing in things]


def test_lead_author_writes_the_whole_and_a_co_author_only_the_section_given():
    document, other = document_with(), document_with()
    mine, theirs = section_of(document), section_of(document, "perceptions")
    lead, co_author = UserFactory(), UserFactory()

    give_hand(document, user=lead, role=Role.LEAD_AUTHOR, by=None, at=NOW)
    give_hand(document, user=co_author, role=Role.CO_AUTHOR, by=None, at=NOW, section=mine)

    things = (document, mine, theirs, other, section_of(other))
    assert _may(lead, P.DOCUMENT_WRITE, *things) == [True, True, True, False, False]
    assert _may(co_author, P.DOCUMENT_WRITE, *things) == [False, True, False, False, False]
    assert _may(co_author, P.DOCUMENT_READ, *things) == [True, True, True, False, False]
    may_write = Section.objects.filter(Section.objects.reached_by(_fresh(co_author), P.DOCUMENT_WRITE))
    assert list(may_write) == [mine]


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.QUALITY_OFFICER, Role.VALIDATOR, Role.READER])
def test_those_who_answer_or_read_write_nothing(role):
    document = document_with()

    user = hand_of(document, role)

    assert _may(user, P.DOCUMENT_READ, document, section_of(document)) == [True, True]
    assert _may(user, P.DOCUMENT_WRITE, document, section_of(document)) == [False, False]


def test_hands_are_told_in_order_and_the_reading_that_comes_with_a_section_is_not():
    document = document_with()
    lead, first, second, reader = (UserFactory(name=name) for name in ("Brandan", "Mayda", "Ava", "Zeno"))
    later, sooner = section_of(document, "perceptions"), section_of(document)
    give_hand(document, user=reader, role=Role.READER, by=None, at=NOW)
    give_hand(document, user=first, role=Role.CO_AUTHOR, by=None, at=NOW, section=later)
    give_hand(document, user=second, role=Role.CO_AUTHOR, by=None, at=NOW, section=sooner)
    give_hand(document, user=lead, role=Role.LEAD_AUTHOR, by=None, at=NOW)

    assert hands_of(document) == [
        Hand(lead, Role.LEAD_AUTHOR),
        Hand(second, Role.CO_AUTHOR, sooner),
        Hand(first, Role.CO_AUTHOR, later),
        Hand(reader, Role.READER),
    ]
    assert users_with(document, Role.CO_AUTHOR) == [second, first]


@pytest.mark.parametrize("count", [1, 3])
def test_hands_cost_two_queries(count, django_assert_num_queries):
    document = document_with()
    for _ in range(count):
        hand_of(document, Role.READER)

    with django_assert_num_queries(2):
        assert len(hands_of(document)) == count


def test_hand_given_twice_is_one_and_told_once(django_capture_on_commit_callbacks):
    document, user = document_with(), UserFactory()

    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            give_hand(document, user=user, role=Role.CO_AUTHOR, by=None, at=NOW, section=section_of(document))

    assert RoleAssignment.objects.filter(user=user).count() == 2
    assert [notice.values["section"] for notice in Notice.objects.filter(user=user)] == ["framework"]


def test_with_the_last_section_ends_the_reading_and_not_before():
    document, user = document_with(), UserFactory()
    sections = [section_of(document), section_of(document, "perceptions")]
    for section in sections:
        give_hand(document, user=user, role=Role.CO_AUTHOR, by=None, at=NOW, section=section)
    reads = []
    for section in sections:
        ended = end_hand(document, user=user, role=Role.CO_AUTHOR, by=None, at=NOW, section=section)
        reads.append((ended, can(_fresh(user), P.DOCUMENT_READ, on=document)))

    assert reads == [(True, True), (True, False)]
    assert end_hand(document, user=user, role=Role.CO_AUTHOR, by=None, at=NOW, section=sections[0]) is False
    assert list(Document.objects.visible_to(_fresh(user))) == []


def _own_role(document, user):
    give_hand(document, user=user, role=Role.LEAD_AUTHOR, by=user, at=NOW)


def _role_of_events(document, user):
    give_hand(document, user=user, role=Role.HOST, by=None, at=NOW)


def _foreign_section(document, user):
    give_hand(document, user=user, role=Role.CO_AUTHOR, by=None, at=NOW, section=section_of(document_with()))


def _lead_of_a_section(document, user):
    give_hand(document, user=user, role=Role.LEAD_AUTHOR, by=None, at=NOW, section=section_of(document))


def _closed(document, user):
    user.is_active = False
    give_hand(document, user=user, role=Role.READER, by=None, at=NOW)


def _author_validates(document, user):
    hand_of(document, Role.CO_AUTHOR, section=section_of(document), user=user)
    give_hand(document, user=user, role=Role.VALIDATOR, by=None, at=NOW)


def _validator_writes(document, user):
    hand_of(document, Role.VALIDATOR, user=user)
    give_hand(document, user=user, role=Role.LEAD_AUTHOR, by=None, at=NOW)


@pytest.mark.parametrize(
    ("giving", "code"),
    [
        (_own_role, "own-role"),
        (_role_of_events, "no-document-role"),
        (_foreign_section, "foreign-section"),
        (_lead_of_a_section, "whole-document-role"),
        (_closed, "account-closed"),
        (_author_validates, "author-answers"),
        (_validator_writes, "author-answers"),
    ],
)
def test_hand_that_cannot_be_is_refused(giving, code):
    document, user = document_with(), UserFactory()

    with pytest.raises(DomainError) as refusal:
        giving(document, user)

    assert refusal.value.code == code


def test_authors_are_those_who_may_write_and_those_who_wrote():
    document, other = document_with(), document_with()
    lead, co_author = (
        hand_of(document, Role.LEAD_AUTHOR),
        hand_of(document, Role.CO_AUTHOR, section=section_of(document)),
    )
    hand_of(document, Role.SUPERVISOR)
    hand_of(other, Role.LEAD_AUTHOR)
    past = UserFactory()
    written(section_of(document), html="<p>Le quai.</p>", by=past)

    assert authors_of(document) == {lead.pk, co_author.pk, past.pk}


def test_city_sees_its_own_documents_and_never_another_citys_draft():
    own, other = OrganisationFactory(), OrganisationFactory()
    mine, theirs, nobodys = document_with(city=own), document_with(city=other), document_with(city=None)
    readers = [
        user_with(Role.FOCAL_POINT, organisation=own),
        user_with(Role.MANAGER),
        user_with(Role.OFFICER, component="knowledge"),
        user_with(Role.OFFICER, component="action"),
        user_with(Role.OFFICER, organisation=other),
        user_with(Role.LOCAL_EXPERT, organisation=own),
        user_with(Role.STAKEHOLDER),
        user_with(Role.AUDITOR),
        user_with(Role.DONOR_READER),
        user_with(Role.TRANSLATOR),
        hand_of(theirs, Role.READER),
        UserFactory(),
    ]
    every, none = {mine, theirs, nobodys}, set()

    seen = [set(Document.objects.visible_to(reader)) for reader in readers]

    assert seen == [{mine}, every, every, none, {theirs}, none, none, none, none, every, {theirs}, none]
    asked = [{each for each in every if can(reader, P.DOCUMENT_READ, on=each)} for reader in readers]
    assert asked == seen
    sections = [{section.document for section in Section.objects.visible_to(reader)} for reader in readers]
    assert sections == seen
