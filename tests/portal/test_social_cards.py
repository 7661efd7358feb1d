"""What others show beside a link to one of our pages: its title, its words, and a picture in its language."""

import re
import struct
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

PROPERTY = re.compile(r'<meta (?:property|name)="((?:og|twitter):[a-z:_]+)" content="([^"]*)">')
ALT = {
    "fr": "Carte marine de la Méditerranée avec une rose des vents",
    "en": "Chart of the Mediterranean with a compass rose",
    "ar": "خريطة بحرية للبحر المتوسط مع وردة الرياح",
}
PAGES = ["", "cities/", "events/", "figures/", "programme/", "glossary/", "legal/"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_page_names_the_picture_of_its_language(client, language, page):
    said = dict(PROPERTY.findall(client.get(f"/{language}/{page}").text))

    assert {name: said.get(name) for name in said if name.startswith(("og:image", "twitter:"))} == {
        "og:image": f"{settings.BASE_URL}/static/ui/cards/{language}.png",
        "og:image:type": "image/png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": ALT[language],
        "twitter:card": "summary_large_image",
    }


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_picture_has_the_size_the_page_says(language):
    drawn = Path(finders.find(f"ui/cards/{language}.png")).read_bytes()

    assert (drawn[:8], struct.unpack(">II", drawn[16:24])) == (b"\x89PNG\r\n\x1a\n", (1200, 630))


def test_languages_have_pictures_of_their_own():
    drawn = {Path(finders.find(f"ui/cards/{language}.png")).read_bytes() for language in ALT}

    assert len(drawn) == 3
