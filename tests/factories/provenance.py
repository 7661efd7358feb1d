import factory

from portolan.kernel.texts import Text
from portolan.provenance.enums import RecordKind, SourceKind
from portolan.provenance.models import Record, Source


class RecordFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Record
        django_get_or_create = ("code",)

    code = "desk"
    kind = RecordKind.DESK
    title = factory.LazyAttribute(lambda o: Text.of("en", en=o.code, fr=f"{o.code} fr", ar="سجل"))


def record(kind: str = RecordKind.DESK) -> Record:
    """The record of a kind, made once."""
    return RecordFactory(code=str(kind), kind=kind)


class SourceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Source
        django_get_or_create = ("code",)

    record = factory.LazyFunction(record)
    code = factory.Sequence(lambda n: f"source-{n}")
    kind = SourceKind.DOCUMENT
    title = factory.Sequence(lambda n: f"Pilot book {n}")
