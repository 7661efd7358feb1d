import datetime as dt

from portolan.provenance.domain.publication import generation, public_changed
from portolan.results.domain.scopes import programme_scope
from portolan.results.domain.standing import counts_are_stale, differences, rebuild_counts, standing_counts
from portolan.results.models import Count
from portolan.results.tasks import refresh_counts
from tests.factories import AttendanceFactory, EventFactory, ProgrammeFactory

NOON = dt.datetime(2023, 7, 1, 12, tzinfo=dt.UTC)


def values(programme):
    return {rule.code: row.value for rule, row in standing_counts(programme_scope(programme)) if row}


def test_rebuild_counts_writes_each_rule():
    programme = ProgrammeFactory()
    AttendanceFactory(meeting=EventFactory(meeting__start="2022").meeting)

    rebuild_counts(at=NOON)

    assert values(programme)["participants"] == 1
    assert len(values(programme)) == 10


def test_rebuild_counts_twice_changes_nothing():
    ProgrammeFactory()
    EventFactory(meeting__start="2022")

    first, before = rebuild_counts(at=NOON), generation()
    second = rebuild_counts(at=NOON)

    assert (first, second, generation()) == (10, 0, before)


def test_counts_are_fresh_after_a_rebuild_and_stale_after_a_change():
    ProgrammeFactory()
    states = [counts_are_stale(at=NOON)]
    rebuild_counts(at=NOON)
    states.append(counts_are_stale(at=NOON))
    public_changed()
    states.append(counts_are_stale(at=NOON))

    assert states == [True, False, True]


def test_counts_are_stale_on_the_next_day():
    ProgrammeFactory()
    rebuild_counts(at=NOON)

    assert counts_are_stale(at=NOON + dt.timedelta(days=1))


def test_rebuild_counts_forgets_a_programme_that_is_gone():
    ProgrammeFactory().delete()
    programme = ProgrammeFactory()
    rebuild_counts(at=NOON)
    programme.delete()

    rebuild_counts(at=NOON)

    assert list(Count.objects.values_list("rule", flat=True)) == ["generation"]


def test_differences_name_a_wrong_value():
    programme = ProgrammeFactory()
    EventFactory(meeting__start="2022")
    rebuild_counts(at=NOON)
    Count.objects.filter(rule="events-held").update(value=15)

    found = differences(at=NOON)

    assert found == [("events-held", f"programme:{programme.slug}", 15, 1)]


def test_refresh_counts_counts_only_when_stale():
    ProgrammeFactory()

    results = [refresh_counts.call(), refresh_counts.call()]

    assert results == [10, 0]


def test_standing_counts_ask_once(django_assert_num_queries):
    programme = ProgrammeFactory()
    rebuild_counts(at=NOON)

    with django_assert_num_queries(1):
        standing_counts(programme_scope(programme))
