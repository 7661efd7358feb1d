"""Dates and numbers as the reader's region writes them.

Arabic month names and digits differ by region: June is جوان in Tunisia and Algeria, يونيو in Morocco's and Egypt's
press, حزيران in the Levant; the Maghreb writes Western digits. CLDR, by way of Babel, knows them; no date is written
by hand.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_datetime, format_skeleton, format_timedelta
from babel.numbers import format_decimal, format_percent

from portolan.kernel.languages import current_language
from portolan.kernel.periods import PartialDate

# The region whose usage a reader gets when the profile names none: most Arabic readers are in the Maghreb.
DEFAULT_REGION = {"ar": "TN", "fr": "FR", "en": "GB"}
SKELETONS = {
    "long": {"day": "long", "month": "yMMMM", "year": "y"},
    "short": {"day": "yMMMd", "month": "yMMM", "year": "y"},
}


@lru_cache(maxsize=64)
def reading_locale(language: str, region: str = "") -> Locale:
    """The CLDR locale: `ar` with region `JO` gives the Levant's months; an unknown pair falls back to the language."""
    wanted = region or DEFAULT_REGION.get(language, "")
    code = f"{language}_{wanted}" if wanted else language
    try:
        return Locale.parse(code)
    except Exception:  # noqa: BLE001  Babel raises two unrelated kinds for an unknown and a malformed code
        return Locale.parse(language)


@lru_cache(maxsize=1024)
def say_language(code: str, *, language: str) -> str:
    """The name of a language in another: `français`, `الفرنسية`; the code itself when it is unknown."""
    return reading_locale(language).languages.get(code, code)


_EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def _digits(text: str, locale: Locale) -> str:
    """The text with the digits of the locale's region: Eastern Arabic in the Levant, Western in the Maghreb (CLDR)."""
    return text.translate(_EASTERN) if locale.default_numbering_system == "arab" else text


def say_date(date: PartialDate | dt.date, *, language: str = "", region: str = "", width: str = "long") -> str:
    """`July 2016`, `12 juillet 2016` or `جويلية 2016`: the date with its own precision, `width` long or short."""
    partial = date if isinstance(date, PartialDate) else PartialDate(date.year, date.month, date.day)
    return _say_date(partial, language or current_language(), region, width)


@lru_cache(maxsize=8192)
def _say_date(partial: PartialDate, language: str, region: str, width: str) -> str:
    """As `say_date`; the same dates stand on many pages, and CLDR's patterns are dear to fill."""
    locale = reading_locale(language, region)
    form = SKELETONS[width][partial.precision]
    day = partial.first_day()
    said = format_date(day, form, locale=locale) if form == "long" else format_skeleton(form, day, locale=locale)
    if locale.language == "fr" and partial.day == 1:
        # French says "le premier"; CLDR writes a bare 1.
        said = said.replace("1 ", "1er ", 1)
    return _digits(said, locale)


def say_period(
    start: PartialDate | None,
    end: PartialDate | None,
    *,
    language: str = "",
    region: str = "",
    width: str = "long",
) -> str:
    """`12–13 July 2016`, `October 2018 – March 2021`; one date when both are the same."""
    if start is None or end is None or start == end:
        only = start or end
        return say_date(only, language=language, region=region, width=width) if only else ""
    if start.precision == "day" and (start.year, start.month) == (end.year, end.month) and end.day:
        locale = reading_locale(language or current_language(), region)
        first = _digits(str(start.day), locale)
        return f"{first}–{say_date(end, language=language, region=region, width=width)}"
    said = [say_date(date, language=language, region=region, width=width) for date in (start, end)]
    return " – ".join(said)


def say_moment(moment: dt.datetime, *, zone: dt.tzinfo | None = None, language: str = "", region: str = "") -> str:
    """Date and time to the minute in `zone`, 24-hour clock."""
    locale = reading_locale(language or current_language(), region)
    shown = moment.astimezone(zone) if zone else moment
    comma = "،" if locale.language == "ar" else ","
    said = f"{format_date(shown, 'd MMMM y', locale=locale)}{comma} {format_datetime(shown, 'HH:mm', locale=locale)}"
    return _digits(said, locale)


def say_ago(moment: dt.datetime, now: dt.datetime, *, language: str = "", region: str = "") -> str:
    """`3 days ago`, `il y a 3 jours`."""
    locale = reading_locale(language or current_language(), region)
    return _digits(format_timedelta(moment - now, add_direction=True, locale=locale), locale)


def say_number(value: Decimal | int, *, language: str = "", region: str = "") -> str:
    """A number with the reader's separators and digits; decimals as they are, never rounded."""
    wanted = language or current_language()
    return _say_whole(value, wanted, region) if type(value) is int else _say_number(value, wanted, region)


def _say_number(value: Decimal | int, language: str, region: str) -> str:
    locale = reading_locale(language, region)
    return _digits(format_decimal(value, locale=locale, decimal_quantization=False, numbering_system="default"), locale)


# Whole numbers only: two decimals may be equal and be written differently.
_say_whole = lru_cache(maxsize=8192)(_say_number)


def say_percent(value: Decimal, *, language: str = "", region: str = "") -> str:
    """A percentage given in percent units: 60 is `60 %`."""
    locale = reading_locale(language or current_language(), region)
    return _digits(
        format_percent(value / 100, locale=locale, decimal_quantization=False, numbering_system="default"), locale
    )
