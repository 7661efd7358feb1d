from decimal import Decimal

import factory

from portolan.kernel.texts import Text
from portolan.results.enums import FigureKind, Unit
from portolan.results.models import KeyFigure
from tests.factories.provenance import SourceFactory, record


class KeyFigureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = KeyFigure

    record = factory.LazyFunction(record)
    code = factory.Sequence(lambda n: f"figure-{n}")
    kind = FigureKind.HEADLINE
    what = factory.Sequence(lambda n: Text.of("fr", fr=f"mouillages {n}", en=f"moorings {n}", ar=f"مراسٍ {n}"))
    value = Decimal(7)
    unit = Unit.NUMBER
    source = factory.SubFactory(SourceFactory)
