"""Places, bodies, the programme, and who belongs to it."""

from __future__ import annotations

from decimal import Decimal
from random import Random
from typing import Any

from portolan.kernel.texts import Text
from portolan.network.domain.names import known_names, sort_keys
from portolan.network.enums import MemberRole, OrganisationKind, Region
from portolan.network.models import Membership, Organisation, OrganisationName, Phase, Place, PlaceName, Programme
from portolan.operations.large import names
from portolan.provenance.models import Record
from portolan.vocabulary.models import Theme

WHERE = (
    (Region.NORTH_AFRICA, "MA", "Africa/Casablanca"),
    (Region.NORTH_AFRICA, "TN", "Africa/Tunis"),
    (Region.MIDDLE_EAST, "JO", "Asia/Amman"),
    (Region.MIDDLE_EAST, "LB", "Asia/Beirut"),
    (Region.EUROPE, "FR", "Europe/Paris"),
    (Region.EUROPE, "ES", "Europe/Madrid"),
)
KINDS = (
    OrganisationKind.MUNICIPALITY,
    OrganisationKind.UNIVERSITY,
    OrganisationKind.NGO,
    OrganisationKind.COMPANY,
)
PHASES = 3


def make_places(record: Record, number: int, chance: Random) -> list[Place]:
    """Cities, somewhere in and around the sea."""
    places = Place.objects.bulk_create(_place(record, one, chance) for one in range(number))
    PlaceName.objects.bulk_create(
        PlaceName(place=place, name=name, language=language, key=key)
        for place in places
        for key, (name, language) in known_names(place.name).items()
    )
    return places


def _place(record: Record, number: int, chance: Random) -> Place:
    name = names.place_name(number)
    region, country, zone = WHERE[number % len(WHERE)]
    return Place(
        record=record,
        slug=f"island-{number}",
        name=name,
        sort_keys=sort_keys(name),
        region=region,
        country=country,
        zone=zone,
        latitude=Decimal(chance.randrange(30_000, 45_000)) / 1000,
        longitude=Decimal(chance.randrange(-9_000, 36_000)) / 1000,
    )


def make_bodies(record: Record, places: list[Place]) -> list[Organisation]:
    """Of each city its municipality and three other bodies; the municipalities come first."""
    bodies = Organisation.objects.bulk_create(
        _body(record, place, number, kind) for kind in range(len(KINDS)) for number, place in enumerate(places)
    )
    OrganisationName.objects.bulk_create(
        OrganisationName(organisation=body, name=name, language=language, key=key)
        for body in bodies
        for key, (name, language) in known_names(body.name).items()
    )
    return bodies


def _body(record: Record, place: Place, number: int, kind: int) -> Organisation:
    name = names.body_name(number, kind)
    slug = place.slug if kind == 0 else f"{place.slug}-{KINDS[kind]}"
    return Organisation(record=record, slug=slug, kind=KINDS[kind], name=name, sort_keys=sort_keys(name), place=place)


def make_programme(record: Record) -> list[Phase]:
    """The programme of the site and its phases, the last of them the current one."""
    name = Text.of("fr", fr="Réseau des îles fantômes", en="Network of phantom islands", ar="شبكة الجزر الوهمية")
    programme = Programme.objects.create(record=record, slug="islands", name=name, short_name="NPI", is_home=True)
    return Phase.objects.bulk_create(_phase(record, programme, number) for number in range(1, PHASES + 1))


def _phase(record: Record, programme: Programme, number: int) -> Phase:
    return Phase(
        record=record,
        programme=programme,
        code=f"islands-{number}",
        number=number,
        name=Text.of("fr", fr=f"Phase {number}", en=f"Phase {number}", ar=f"المرحلة {number}"),
        start=str(1995 + 10 * number),
        end=str(2004 + 10 * number),
        is_current=number == PHASES,
    )


def make_memberships(record: Record, phases: list[Phase], bodies: list[Organisation], cities: int) -> None:
    """Every municipality belongs to the current phase, ever fewer to those before; some other bodies are partners."""
    rows: list[Any] = []
    for place, phase in enumerate(reversed(phases)):
        rows += [(body, phase, MemberRole.CITY) for body in bodies[: cities // (place + 1)]]
        rows += [(body, phase, MemberRole.PARTNER) for body in bodies[cities : cities + 6]]
        rows += [(body, phase, MemberRole.DONOR) for body in bodies[cities + 6 : cities + 9]]
    Membership.objects.bulk_create(
        Membership(record=record, organisation=body, phase=phase, role=role, start=phase.start)
        for body, phase, role in rows
    )


def make_themes(record: Record) -> list[Theme]:
    """What events are about."""
    return Theme.objects.bulk_create(
        Theme(record=record, code=f"theme-{number}", label=names.theme_name(number))
        for number in range(len(names.THEMES))
    )
