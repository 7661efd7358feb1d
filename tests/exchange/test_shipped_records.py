"""The numbers of the record (`domain.md` 6.2 and 6.4), asserted on the files as shipped."""

import pytest
from django.core import serializers

from portolan.dialogue.models import PeerLearningEvent
from portolan.exchange.domain.demonstration import remove_demonstration
from portolan.exchange.domain.loading import load_shipped_records
from portolan.exchange.models import ImportRun, StagedRow
from portolan.kernel.periods import PartialDate
from portolan.meetings.enums import HostRole, Mode
from portolan.meetings.models import Meeting, MeetingHost
from portolan.network.enums import MemberRole
from portolan.network.models import Membership, Organisation, Person, Place
from portolan.provenance.domain.records import recorded_models, wrong_way_references
from portolan.provenance.enums import ConflictState, RecordKind
from portolan.provenance.models import Conflict, Record, Statement
from portolan.results.models import FigureEdition, KeyFigure
from portolan.vocabulary.models import Framework, GlossaryTerm, Node, Term


@pytest.fixture
def real():
    """The deck and the public facts, loaded."""
    return load_shipped_records(demonstration=False)


@pytest.fixture
def everything():
    """The deck, the public facts and the demonstration, loaded."""
    return load_shipped_records()


def notes_of(run: ImportRun, code: str) -> list[str]:
    """The names in the notes of one code on a run's rows."""
    return [note[3].get("name", "") for row in run.rows.order_by("pk") for note in row.notes if note[1] == code]


def members(role: str):
    """The real members of the current phase, in one role."""
    return Membership.objects.real().current().filter(role=role)


def test_members_of_the_record(real):
    lines = Statement.objects.filter(
        source__code="deck", field="listed-as", subject_kind="network.membership", value__line__lte=22
    )

    counted = (members(MemberRole.CITY).count(), members(MemberRole.ASSOCIATION).count(), lines.count())

    assert counted == (20, 1, 22)


def test_distinct_members_of_the_record(real):
    listed = Membership.objects.current().filter(role__in=[MemberRole.CITY, MemberRole.ASSOCIATION])

    assert listed.values("organisation").distinct().count() == 21


def test_warnings_of_the_deck(real):
    deck = real.runs[0]

    warned = {
        code: notes_of(deck, code)
        for code in ("duplicate-line", "not-a-city", "host-not-member", "spelling", "unknown-body")
    }

    assert warned == {
        "duplicate-line": ["Grenoble"],
        "not-a-city": ["FAMSİ"],
        "host-not-member": ["Tunis"],
        "spelling": ["FAMSİ", "Seville"],
        "unknown-body": ["Gouvernance de la migration", "Coopération décentralisée", "Développement urbain durable"],
    }


def test_events_and_hosts_of_the_record(real):
    hosts = MeetingHost.objects.filter(role=HostRole.HOST, meeting__record__code="mc2cm-deck")

    counted = (PeerLearningEvent.objects.real().count(), hosts.values("organisation").distinct().count())

    assert counted == (15, 14)


def test_three_events_are_flagged_digital_and_four_are(real):
    flagged = Statement.objects.filter(source__code="deck", field="mode", value="online")

    digital = Meeting.objects.real().filter(mode=Mode.ONLINE)

    assert (flagged.count(), digital.count()) == (3, 4)


def test_lists_of_the_programme(real):
    counted = {
        scheme: Term.objects.filter(scheme=scheme).count() for scheme in ("section-family", "action-aim", "route")
    }

    assert counted == {"section-family": 7, "action-aim": 7, "route": 3}


def test_reference_frameworks(real):
    counted = (
        Node.objects.filter(framework__code="gcm").count(),
        Node.objects.filter(framework__code="gcr").count(),
        Node.objects.filter(framework__code="sdg", parent=None).count(),
        GlossaryTerm.objects.count(),
        Framework.objects.filter(is_complete=True).count(),
    )

    assert counted == (23, 4, 17, 88, 3)


def test_headline_and_declared_figures(real):
    figures = KeyFigure.objects.real().filter(record__code="mc2cm-deck")

    said = {figure.code: (figure.operator, str(figure.value.normalize())) for figure in figures}

    assert said == {
        "migrants-largest-cities": ("=", "0.2"),
        "refugees-urban": ("=", "6E+1"),
        "world-urban-2050": ("=", "66"),
        "declared-events": ("=", "15"),
        "declared-organisations": (">", "1.5E+2"),
        "declared-participants": (">", "4.5E+2"),
    }
    assert FigureEdition.objects.filter(figure__kind="headline").count() == 10


def test_public_dates_refine_the_months_of_the_deck(real):
    lisbon = Meeting.objects.get(slug="lisbon-2016")

    statements = Statement.objects.about(lisbon).filter(field="period")

    assert (str(lisbon.start), str(lisbon.end)) == ("2016-07-12", "2016-07-13")
    assert {(row.source.code, row.preferred) for row in statements} == {("s5", True), ("deck", False)}


def test_conflict_on_amman_2017(real):
    conflict = Conflict.objects.get()
    amman = Meeting.objects.get(slug="amman-2017")

    said = {row.source.code: (row.value, row.preferred) for row in conflict.statements.all()}

    assert (conflict.state, conflict.field, conflict.subject_id) == (ConflictState.OPEN, "period", str(amman.pk))
    assert said == {
        "deck": ({"start": "2017-03", "end": ""}, True),
        "s5": ({"start": "2017-04-25", "end": "2017-04-26"}, False),
    }
    assert (amman.start, amman.end) == (PartialDate(2017, 3), None)


def test_other_titles_are_kept_beside_the_first(real):
    grenoble = Meeting.objects.get(slug="grenoble-2021")

    titles = sorted(title.title for title in grenoble.titles.all())

    assert (grenoble.title.get("en"), titles) == (
        "Urban citizenship",
        ["Inclusive Local Citizenship", "Local Citizenship and Migration"],
    )


def test_loading_again_changes_nothing(everything):
    before = everything_stored()

    again = load_shipped_records()

    assert not again.changed
    assert everything_stored() == before


def test_every_statement_names_its_source(real):
    assert Statement.objects.count() > 900
    assert Statement.objects.filter(source=None).count() == 0


def test_demonstration_points_the_right_way(everything):
    assert Person.objects.filter(record__kind=RecordKind.DEMONSTRATION).count() == 40
    assert wrong_way_references() == []


def test_a_real_row_that_points_at_an_invented_one_is_found(everything):
    phantom = Place.objects.get(slug="antillia")
    city = Organisation.objects.get(slug="city-lyon")
    Organisation.objects.filter(pk=city.pk).update(place=phantom)

    found = wrong_way_references()

    assert found == [("network.Organisation", city.pk, "place", phantom.pk)]


def everything_stored() -> dict[str, str]:
    """Every row of every record and of what hangs on them, as text."""
    models = set(recorded_models()) | {StagedRow, ImportRun, Conflict, FigureEdition, MeetingHost}
    return {model._meta.label: serializers.serialize("json", model._base_manager.order_by("pk")) for model in models}


def real_rows() -> dict[str, str]:
    """Every real row, as text."""
    return {
        model._meta.label: serializers.serialize(
            "json", model._base_manager.exclude(record__kind=RecordKind.DEMONSTRATION).order_by("pk")
        )
        for model in recorded_models()
    }


def test_removing_the_demonstration_leaves_what_is_real(everything):
    before = real_rows()

    removed = remove_demonstration(by=None)

    assert removed["network.person"] == 40
    assert real_rows() == before
    left = {
        model._meta.label: model._base_manager.filter(record__kind="demonstration").count()
        for model in recorded_models()
    }
    assert set(left.values()) == {0}
    assert not Record.objects.filter(kind=RecordKind.DEMONSTRATION).exists()
    assert not StagedRow.objects.filter(run__about__kind="demonstration").exists()


def test_removing_the_demonstration_twice_removes_nothing(everything):
    remove_demonstration(by=None)

    assert remove_demonstration(by=None) == {}


def test_demonstration_can_be_loaded_again_after_its_removal(everything):
    remove_demonstration(by=None)

    again = load_shipped_records()

    assert [run.name for run in again.runs] == ["demonstration"]
    assert Person.objects.filter(record__kind=RecordKind.DEMONSTRATION).count() == 40
