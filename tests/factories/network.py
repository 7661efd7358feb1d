from decimal import Decimal

import factory

from portolan.kernel.folding import match_key, sort_key
from portolan.kernel.texts import Text
from portolan.network.enums import MemberRole, OrganisationKind, Region
from portolan.network.models import Affiliation, Membership, Organisation, Person, Phase, Place, Programme
from tests.factories.provenance import record


def _keys(thing) -> dict[str, str]:
    return {code: sort_key(thing.name.pick(code).text) for code in ("fr", "en", "ar")}


class PlaceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Place

    record = factory.LazyFunction(record)
    slug = factory.Sequence(lambda n: f"harbour-{n}")
    name = factory.Sequence(lambda n: Text.of("fr", fr=f"Port {n}", en=f"Harbour {n}", ar=f"ميناء {n}"))
    sort_keys = factory.LazyAttribute(_keys)
    country = "MA"
    region = Region.NORTH_AFRICA
    zone = "Africa/Casablanca"
    latitude = Decimal("35.5")
    longitude = Decimal("-5.8")


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    record = factory.LazyFunction(record)
    slug = factory.Sequence(lambda n: f"body-{n}")
    kind = OrganisationKind.MUNICIPALITY
    name = factory.Sequence(lambda n: Text.of("fr", fr=f"Ville {n}", en=f"City {n}", ar=f"بلدية {n}"))
    sort_keys = factory.LazyAttribute(_keys)
    place = factory.SubFactory(PlaceFactory)


class ProgrammeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Programme

    record = factory.LazyFunction(record)
    slug = factory.Sequence(lambda n: f"programme-{n}")
    name = Text.of("fr", fr="Réseau d'Antillia", en="Network of Antillia", ar="شبكة أنتيليا")
    short_name = "NA"


class PhaseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Phase

    record = factory.LazyFunction(record)
    programme = factory.SubFactory(ProgrammeFactory)
    code = factory.Sequence(lambda n: f"phase-{n}")
    number = factory.Sequence(lambda n: n + 1)
    name = Text.of("fr", fr="Phase", en="Phase", ar="مرحلة")


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    record = factory.LazyFunction(record)
    organisation = factory.SubFactory(OrganisationFactory)
    phase = factory.SubFactory(PhaseFactory)
    role = MemberRole.CITY


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Person

    record = factory.LazyFunction(record)
    given_name = factory.Sequence(lambda n: f"Ava{n}")
    family_name = "Antil"
    sort_key = factory.LazyAttribute(lambda p: sort_key(f"{p.family_name} {p.given_name}"))
    match_key = factory.LazyAttribute(lambda p: match_key(f"{p.given_name} {p.family_name}"))
    email = factory.Sequence(lambda n: f"ava{n}@antillia.example")
    email_key = factory.LazyAttribute(lambda p: p.email)


class AffiliationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Affiliation

    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(OrganisationFactory)
