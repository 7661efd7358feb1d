"""What the inspection of the data finds, and that it finds nothing where all is well."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from portolan.dialogue.models import CasePresentation
from portolan.network.domain.names import refresh_organisation_names, refresh_place_names
from portolan.network.models import FocalPoint, Organisation, Person, Place
from portolan.operations import checks
from portolan.operations.wrong_way import record_path
from portolan.provenance.enums import RecordKind
from portolan.provenance.models import Conflict, Statement
from portolan.results.domain.standing import rebuild_counts
from portolan.results.models import Count
from portolan.search.domain import entries
from tests.factories import (
    AffiliationFactory,
    AttendanceFactory,
    EventFactory,
    MeetingHostFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    PlaceFactory,
    ProgrammeFactory,
    SourceFactory,
    record,
)


@pytest.fixture(autouse=True)
def _own_files(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.DATA_DIR = tmp_path


@pytest.fixture
def network():
    """A programme with an event two people came to, all of it as the verbs leave it."""
    host = MembershipFactory(phase__programme=ProgrammeFactory(slug="antillia")).organisation
    event = EventFactory(meeting__title=OrganisationFactory().name)
    MeetingHostFactory(meeting=event.meeting, organisation=host)
    AttendanceFactory.create_batch(2, meeting=event.meeting, organisation=host)
    for place in Place.objects.all():
        refresh_place_names(place)
    for organisation in Organisation.objects.all():
        refresh_organisation_names(organisation)
    entries.rebuild()
    rebuild_counts()
    return event


def _wrong() -> dict[str, list[str]]:
    found = {inspection.name: inspection.look().wrong for inspection in checks.INSPECTIONS}
    return {name: wrong for name, wrong in found.items() if wrong}


def test_network_as_the_verbs_leave_it_has_no_fault(network):
    found = {inspection.name: inspection.look() for inspection in checks.INSPECTIONS}

    assert {name: finding.wrong for name, finding in found.items() if finding.wrong} == {}
    empty = {name for name, finding in found.items() if not finding.looked_at}
    assert empty == {"subjects", "files", "leftover files", "open conflicts"}


def test_count_that_is_not_what_the_rows_say(network):
    count = Count.objects.get(rule="participants", scope="programme:antillia")
    Count.objects.filter(pk=count.pk).update(value=count.value + 7)

    assert _wrong() == {
        "counts": [f"participants of programme:antillia: the table says {count.value + 7}, the rows {count.value}"]
    }


def test_statement_about_something_gone(network):
    source = SourceFactory()
    for pk in (network.meeting.pk, 987654):
        Statement.objects.create(
            record=source.record,
            source=source,
            subject_kind="meetings.meeting",
            subject_id=str(pk),
            field="start",
            value="2017",
            made_at=timezone.now(),
        )

    assert _wrong() == {"subjects": ["provenance.statement: there is no meetings.meeting 987654"]}


def test_statement_about_a_kind_that_does_not_exist(network):
    Conflict.objects.create(
        subject_kind="frislandia.port", subject_id="1", subject_label="?", field="x", found_at=timezone.now()
    )

    assert _wrong()["subjects"] == ["provenance.conflict: there is no frislandia.port 1"]


def test_open_conflict_is_told_and_is_no_fault():
    inspection = next(one for one in checks.INSPECTIONS if one.name == "open conflicts")
    Conflict.objects.create(
        subject_kind="meetings.meeting", subject_id="1", subject_label="Drogeo", field="start", found_at=timezone.now()
    )

    assert inspection.told is True
    assert inspection.look().wrong == ["Drogeo: start"]


def test_real_rows_that_point_at_invented_ones():
    invented = record(RecordKind.DEMONSTRATION)
    city, person = OrganisationFactory(record=invented), PersonFactory(record=invented)
    place = PlaceFactory(record=invented)
    part = OrganisationFactory(parent=city, place=None)
    case = CasePresentation.objects.create(event=EventFactory(), organisation=city)
    attendance = AttendanceFactory(person=person)
    affiliation = AffiliationFactory(organisation=city)
    # Invented rows may point at real ones, and at each other.
    OrganisationFactory(record=invented, place=PlaceFactory())
    OrganisationFactory(record=invented, place=place)
    AffiliationFactory(person=person, organisation=OrganisationFactory())

    finding = checks.invention_stays_apart()

    assert sorted(finding.wrong) == sorted(
        [
            f"network.organisation {part.pk}: parent is network.organisation {city.pk}",
            f"dialogue.casepresentation {case.pk}: organisation is network.organisation {city.pk}",
            f"meetings.attendance {attendance.pk}: person is network.person {person.pk}",
            f"network.affiliation {affiliation.pk}: organisation is network.organisation {city.pk}",
        ]
    )


@pytest.mark.parametrize(
    ("model", "path"),
    [
        (CasePresentation, "event__meeting__record"),
        (FocalPoint, "person__record"),
        (Place, "record"),
        (Count, None),
    ],
)
def test_path_to_the_record_of_a_child(model, path):
    assert record_path(model) == path


def test_keys_that_are_not_those_of_the_names(network):
    person, place = Person.objects.first(), Place.objects.first()
    Person.objects.filter(pk=person.pk).update(sort_key="00")
    Place.objects.filter(pk=place.pk).update(sort_keys={"fr": "00"})
    key = place.names.order_by("pk").first().key
    place.names.filter(key=key).delete()

    assert _wrong() == {
        "names": [
            f"place {place.slug}: its sort keys are not those of its name",
            f"place {place.slug}: it is not found by {key}",
            f"person {person.pk}: its keys are not those of its name and address",
        ]
    }


def test_search_entries_without_thing_and_things_without_entry(network):
    place = PlaceFactory()
    refresh_place_names(place)
    entries.forget("network.organisation", Organisation.objects.order_by("pk").first().pk)
    entries.refresh(place)
    pk = place.pk
    place.delete()

    assert _wrong() == {
        "search": [
            f"network.place {pk} is gone but still found",
            f"network.organisation {Organisation.objects.order_by('pk').first().pk} is not found",
        ]
    }


def test_file_that_is_missing_and_file_that_belongs_to_nothing(network):
    post = FocalPoint.objects.create(
        organisation=Organisation.objects.first(),
        person=Person.objects.first(),
        start="2020-01-01",
        letter=ContentFile(b"nominated", name="letter.pdf"),
    )
    name = post.letter.name
    default_storage.delete(name)
    default_storage.save("nominations/stray.pdf", ContentFile(b"stray"))

    assert _wrong() == {
        "files": [f"network.focalpoint {post.pk} names the file {name}, which is not there"],
        "leftover files": ["nominations/stray.pdf belongs to nothing"],
    }
