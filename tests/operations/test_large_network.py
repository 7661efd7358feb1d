"""The network built for measuring: its numbers, its seed, and that it never mixes with anything."""

from random import Random

import pytest
from django.db import transaction

from portolan.dialogue.models import PeerLearningEvent
from portolan.meetings.models import Attendance
from portolan.network.models import Membership, Organisation, Person, Place
from portolan.operations import checks
from portolan.operations.large.build import build_network, fill_network
from portolan.operations.large.people import sizes
from portolan.operations.large.scales import SCALES, Scale
from portolan.operations.progress import shown_progress
from portolan.results.models import Count
from portolan.search.models import Entry
from tests.factories import PlaceFactory
from tests.operations.installations import Installation

TINY = Scale(cities=6, events=8, people=40, attendances=90, documents=31)


def _filled(scale: Scale, **options) -> list[tuple]:
    with shown_progress() as bar:
        fill_network(scale, bar=bar, **options)
    rows = Attendance.objects.order_by("meeting__slug", "person__email")
    return list(rows.values_list("meeting__slug", "person__email", "organisation__slug", "capacity"))


def test_network_has_the_numbers_of_its_scale():
    _filled(TINY)

    numbers = [model.objects.count() for model in (Place, PeerLearningEvent, Person, Attendance)]
    assert numbers == [6, 8, 40, 90]
    assert Organisation.objects.count() == 24
    assert Membership.objects.current().filter(role="city").count() == 6


def test_network_passes_the_inspection(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    settings.DATA_DIR = tmp_path

    _filled(TINY)

    assert [one.name for one in checks.INSPECTIONS if one.look().wrong] == []
    assert Count.objects.get(rule="member-cities").value == 6
    assert Entry.objects.filter(kind="network.person").count() == 40


def test_same_seed_gives_the_same_network_and_another_another():
    networks = []
    for seed in (7, 7, 8):
        with transaction.atomic():
            networks.append(_filled(TINY, seed=seed))
            transaction.set_rollback(True)

    assert networks[0] == networks[1]
    assert networks[0] != networks[2]


@pytest.mark.parametrize("scale", SCALES.values(), ids=SCALES)
def test_sizes_of_events_add_up_and_differ(scale):
    found = sizes(scale.attendances, scale.events, scale.people, Random(1))

    assert sum(found) == scale.attendances
    assert max(found) >= 2 * sorted(found)[len(found) // 2]
    assert max(found) <= scale.people // 2 + 1


def test_installation_that_is_not_empty_is_refused():
    PlaceFactory(slug="mayda")

    with shown_progress() as bar, pytest.raises(ValueError, match="not empty"):
        build_network(TINY, bar=bar)

    assert list(Place.objects.values_list("slug", flat=True)) == ["mayda"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("demo", "--scale", "small"), 1, "is not empty. Nothing was changed."),
        (("demo",), 2, "Say either --scale large, --scale small or --remove."),
        (("demo", "--scale", "small", "--remove"), 2, "Say either --scale large, --scale small or --remove."),
    ],
)
def test_command_that_would_mix_networks_is_refused(words, code, said, tmp_path):
    (tmp_path / "letter.txt").write_text("from Drogeo")

    done = Installation(tmp_path).portolan(*words)

    assert done.returncode == code
    assert said in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
