"""Names for what is invented: islands of old charts that are not there."""

from __future__ import annotations

from random import Random

from portolan.kernel.texts import Text

ISLANDS = (
    ("Antillia", "أنتيليا"),
    ("Frislandia", "فريسلانديا"),
    ("Mayda", "مايدا"),
    ("Sanzorzo", "سانزورزو"),
    ("Drogeo", "دروجيو"),
    ("Saint-Brandan", "سان براندان"),
    ("Estotiland", "إستوتيلاند"),
    ("Icaria", "إيكاريا"),
    ("Satanazes", "ساتانازيس"),
    ("Grocland", "غروكلاند"),
    ("Saxemberg", "ساكسمبرغ"),
    ("Podesta", "بوديستا"),
    ("Bermeja", "برميخا"),
    ("Kianida", "كيانيدا"),
    ("Sannikov", "سانيكوف"),
    ("Dougherty", "دوغرتي"),
    ("Neome", "نيومي"),
    ("Imana", "إيمانا"),
    ("Royllo", "رويو"),
    ("Tanmar", "تانمار"),
)
THEMES = (
    ("Accueil", "Welcome", "الاستقبال"),
    ("Logement", "Housing", "السكن"),
    ("Emploi", "Employment", "التشغيل"),
    ("Santé", "Health", "الصحة"),
    ("École", "School", "المدرسة"),
    ("Langues", "Languages", "اللغات"),
    ("Données", "Data", "البيانات"),
    ("Diaspora", "Diaspora", "الجاليات"),
    ("Jeunesse", "Youth", "الشباب"),
    ("Culture", "Culture", "الثقافة"),
)
BODIES = (
    ("Ville de {}", "City of {}", "بلدية {}"),
    ("Université de {}", "University of {}", "جامعة {}"),
    ("Maison de l’accueil de {}", "Welcome house of {}", "دار الاستقبال في {}"),
    ("Chambre de commerce de {}", "Chamber of commerce of {}", "غرفة التجارة في {}"),
)
GIVEN = ("Ava", "Bero", "Cida", "Doro", "Elme", "Fara", "Gilo", "Hana", "Ines", "Jalo", "Kira", "Lumo", "Mira", "Nael")
FAMILY_ENDINGS = ("", "i", "o", "an", "ez", "ard", "ine", "ou", "ax", "elli")


def island(number: int) -> tuple[str, str]:
    """The name of the numbered city in Latin and in Arabic letters: `Mayda 43`."""
    latin, arabic = ISLANDS[number % len(ISLANDS)]
    return f"{latin} {number}", f"{arabic} {number}"


def place_name(number: int) -> Text:
    """A city's name."""
    latin, arabic = island(number)
    return Text.of("fr", fr=latin, en=latin, ar=arabic)


def body_name(number: int, kind: int) -> Text:
    """The name of a city's municipality, university, and so on."""
    latin, arabic = island(number)
    fr, en, ar = BODIES[kind]
    return Text.of("fr", fr=fr.format(latin), en=en.format(latin), ar=ar.format(arabic))


def theme_name(number: int) -> Text:
    """A theme's label."""
    fr, en, ar = THEMES[number]
    return Text.of("fr", fr=fr, en=en, ar=ar)


def event_title(theme: int, city: int, year: int) -> Text:
    """An event's title: its theme, its city, its year."""
    (fr, en, ar), (latin, arabic) = THEMES[theme], island(city)
    return Text.of("fr", fr=f"{fr} à {latin}, {year}", en=f"{en} in {latin}, {year}", ar=f"{ar} في {arabic}، {year}")


def person_name(chance: Random) -> tuple[str, str]:
    """Given and family name; there are fewer names than people, as in life."""
    stem, _ = ISLANDS[chance.randrange(len(ISLANDS))]
    return GIVEN[chance.randrange(len(GIVEN))], stem + FAMILY_ENDINGS[chance.randrange(len(FAMILY_ENDINGS))]
