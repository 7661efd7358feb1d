import pytest

from portolan.accounts.models import AuditEntry
from portolan.dialogue.domain.events import (
    add_case,
    add_product,
    create_event,
    edit_event,
    move_event,
    remove_case,
    remove_product,
)
from portolan.dialogue.models import CasePresentation, FormerAddress, PeerLearningEvent, Product
from portolan.kernel.errors import DomainError
from portolan.kernel.texts import Text
from portolan.meetings.enums import MeetingKind
from tests.factories import EventFactory, OrganisationFactory, ThemeFactory, UserFactory, record

TITLE = Text.of("en", en="Pilots of Mayda")


def test_create_event_makes_its_meeting():
    theme = ThemeFactory()

    event = create_event(by=UserFactory(), record=record(), title=TITLE, number=16, themes=[theme], start="2023-05")

    assert (event.meeting.kind, event.meeting.slug) == (MeetingKind.PEER_LEARNING, "pilots-of-mayda-2023")
    assert list(event.themes.all()) == [theme]


def test_create_event_refuses_a_number_taken():
    EventFactory(number=16)

    with pytest.raises(DomainError) as refusal:
        create_event(by=None, record=record(), title=TITLE, number=16)

    assert refusal.value.code == "number-taken"


def test_create_event_of_the_demonstration_may_have_the_number_of_a_real_one():
    EventFactory(number=16)

    event = create_event(by=None, record=record("demonstration"), title=TITLE, number=16)

    assert event.number == 16


def test_create_event_with_an_invented_theme_leaves_nothing():
    theme = ThemeFactory(record=record("demonstration"))

    with pytest.raises(DomainError):
        create_event(by=None, record=record(), title=TITLE, themes=[theme])

    assert (PeerLearningEvent.objects.count(), AuditEntry.objects.count()) == (0, 0)


def test_edit_event_changes_event_and_meeting():
    event, theme = EventFactory(number=3), ThemeFactory()

    edit_event(event, by=UserFactory(), number=4, themes=[theme], title=TITLE)

    event.refresh_from_db()
    assert (event.number, event.meeting.title, list(event.themes.all())) == (4, TITLE, [theme])
    assert sorted(AuditEntry.objects.values_list("verb", flat=True)) == ["event.edited", "meeting.edited"]


def test_move_event_keeps_the_former_address():
    event = EventFactory(meeting__slug="old")

    new = move_event(event, by=None, address="New harbour")

    assert (new, event.meeting.slug, FormerAddress.objects.get().slug) == ("new-harbour", "new-harbour", "old")


def test_move_event_back_leaves_no_loop():
    event = EventFactory(meeting__slug="old")
    move_event(event, by=None, address="new")

    move_event(event, by=None, address="old")

    assert list(FormerAddress.objects.values_list("slug", flat=True)) == ["new"]


def test_move_event_to_its_own_address_writes_nothing():
    move_event(EventFactory(meeting__slug="old"), by=None, address="old")

    assert AuditEntry.objects.count() == 0


def test_add_product_twice_is_refused():
    event = EventFactory()
    add_product(event, by=None, kind="report", language="fr")

    with pytest.raises(DomainError) as refusal:
        add_product(event, by=None, kind="report", language="fr")

    assert (refusal.value.code, Product.objects.count()) == ("product-twice", 1)


def test_remove_product_writes_down_what_it_was():
    product = add_product(EventFactory(), by=None, kind="report", language="fr", title="Log")

    remove_product(product, by=None)

    entry = AuditEntry.objects.get(verb="event.document-removed")
    assert entry.changes == {"document": ["report fr Log", None]}


def test_add_case_twice_is_refused():
    event, body = EventFactory(), OrganisationFactory()
    add_case(event, by=None, organisation=body)

    with pytest.raises(DomainError) as refusal:
        add_case(event, by=None, organisation=body)

    assert refusal.value.code == "case-twice"


def test_add_case_of_an_invented_body_to_a_real_event_is_refused():
    with pytest.raises(DomainError) as refusal:
        add_case(EventFactory(), by=None, organisation=OrganisationFactory(record=record("demonstration")))

    assert refusal.value.code == "mixed-records"


def test_remove_case_takes_it_off():
    case = add_case(EventFactory(), by=None, organisation=OrganisationFactory())

    remove_case(case, by=None)

    assert CasePresentation.objects.count() == 0
