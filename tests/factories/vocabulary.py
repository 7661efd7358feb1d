import factory

from portolan.kernel.texts import Text
from portolan.vocabulary.models import Theme
from tests.factories.provenance import record


class ThemeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Theme

    record = factory.LazyFunction(record)
    code = factory.Sequence(lambda n: f"theme-{n}")
    label = factory.Sequence(lambda n: Text.of("fr", fr=f"Thème {n}", en=f"Theme {n}", ar=f"موضوع {n}"))
