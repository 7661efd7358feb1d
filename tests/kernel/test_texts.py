"""Short texts in several languages."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from portolan.kernel.texts import Picked, Text
from portolan.network.models import Place
from tests.factories import PlaceFactory


def test_text_gives_the_readers_language():
    text = Text.of("fr", fr="Tanger", ar="طنجة", status={"ar": "working"})

    assert text.pick("ar") == Picked("طنجة", "ar", "ar", "working")
    assert text.pick("ar").is_fallback is False
    assert text.pick("ar").direction == "rtl"


def test_text_missing_in_a_language_says_which_language_it_gives():
    text = Text.of("fr", fr="Tanger")

    picked = text.pick("ar")

    assert (picked.text, picked.language, picked.is_fallback, picked.direction) == ("Tanger", "fr", True, "ltr")


def test_text_without_its_source_language_is_refused():
    with pytest.raises(ValidationError) as refusal:
        Text.of("fr", ar="طنجة")

    assert refusal.value.code == "no-source-text"


def test_text_comes_back_from_the_database_as_it_went_in():
    text = Text.of("fr", fr="Saint-Brandan « l’île »", ar="سان براندان", status={"fr": "official", "ar": "working"})

    place = PlaceFactory(name=text)

    assert Place.objects.get(pk=place.pk).name == text


def test_database_refuses_a_text_without_its_source_language():
    place = PlaceFactory()
    table = connection.ops.quote_name(Place._meta.db_table)
    value = '{"source": "fr", "ar": "طنجة"}'

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET name = %s WHERE id = %s", [value, place.pk])


def test_text_is_found_by_one_language():
    PlaceFactory(name=Text.of("fr", fr="Mayda", ar="مايدا"))
    wanted = PlaceFactory(name=Text.of("fr", fr="Antillia", ar="أنتيليا"))

    assert list(Place.objects.filter(name__ar="أنتيليا")) == [wanted]
    assert list(Place.objects.values_list("name__fr", flat=True).order_by("name__fr")) == ["Antillia", "Mayda"]
