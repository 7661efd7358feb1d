"""Each public page asks the database the same number of times whatever the number of rows, and ten times at most."""

import datetime as dt

import pytest

from portolan.network.enums import MemberRole
from portolan.network.models import Organisation, Place
from portolan.provenance.models import Statement
from portolan.results.domain.standing import rebuild_counts
from portolan.vocabulary.models import Framework, GlossaryTerm
from tests.factories import MembershipFactory, PhaseFactory, SourceFactory
from tests.factories.editions import published
from tests.portal.conftest import furnished

MOMENT = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
TEXTS = {key: {"fr": "<p>Le port.</p>", "ar": "<p>الميناء.</p>"} for key in ("framework", "perceptions")}
PAGES = [
    ("", 8),
    ("cities/", 2),
    ("cities/mayda/", 10),
    ("events/", 7),
    ("events/event-mayda/", 9),
    ("programme/", 5),
    ("organisations/city-mayda/", 4),
    ("figures/", 4),
    ("figures/figure-mayda/", 3),
    ("figures/counted/events-held/", 4),
    ("figures/counted/member-cities/", 4),
    ("figures/counted/hosts/", 4),
    ("figures/counted/participants/", 5),
    ("themes/", 3),
    ("themes/theme-mayda/", 4),
    ("frameworks/", 2),
    ("frameworks/sdg/", 3),
    ("documents/", 7),
    ("documents/profile-mayda/", 5),
    ("documents/profile-mayda/framework/", 4),
    ("documents/profile-mayda/editions/1/", 5),
    ("documents/profile-mayda/editions/1/framework/", 4),
    ("glossary/", 2),
    ("contact/", 2),
    ("legal/", 1),
    ("privacy/", 1),
    ("accessibility/", 1),
]


@pytest.fixture
def words():
    """A framework and a term of the glossary."""
    from portolan.kernel.texts import Text

    text = Text.of("en", en="Anchorage", fr="Mouillage", ar="مرسى")
    framework = Framework.objects.create(code="sdg", name=text)
    framework.nodes.create(code="16.10", label=text)
    GlossaryTerm.objects.create(code="anchorage", label=text, arabic_status="seen")


@pytest.mark.parametrize(("path", "number"), PAGES)
@pytest.mark.parametrize("rows", [1, 3])
def test_public_page_asks_the_same_number_of_times(
    path, number, rows, client, network, words, programme, django_assert_num_queries
):
    for slug in ("mayda", "drogeo", "sanzorzo")[:rows]:
        published(TEXTS, slug=f"profile-{slug}", city=Organisation.objects.filter(slug=f"city-{slug}").first())
        if slug != "mayda":
            furnished(programme, slug)
    rebuild_counts()
    client.get(f"/fr/{path}")

    with django_assert_num_queries(number):
        response = client.get(f"/fr/{path}")

    assert response.status_code == 200


@pytest.mark.parametrize(("path", "number"), [("programme/", 5), ("cities/mayda/", 10)])
@pytest.mark.parametrize("sources", [1, 3])
def test_page_asks_the_same_number_of_times_however_many_sources_speak(
    path, number, sources, client, network, programme, django_assert_num_queries
):
    """Each with a note and a place in it, all shown: on what a programme is, and on who belongs to it."""
    place = Place.objects.get(slug="mayda")
    for name in range(sources):
        source = SourceFactory(title=f"Pilot book of {name}", note=f"Copied in {1400 + name}")
        said = {"source": source, "value": "said", "locator": f"p. {name}", "made_at": MOMENT}
        about = {"subject_kind": "network.programme", "subject_id": str(programme.pk), "field": f"fact-{name}"}
        Statement.objects.create(record=source.record, **said, **about)
        phase = PhaseFactory(programme=programme, number=7 + name)
        told = {"source": source, "locator": f"p. {name}"}
        MembershipFactory(organisation__place=place, phase=phase, role=MemberRole.CITY, **told)
    client.get(f"/fr/{path}")

    with django_assert_num_queries(number):
        page = client.get(f"/fr/{path}").content.decode()

    assert f"Pilot book of {sources - 1}" in page
