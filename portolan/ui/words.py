"""Whatever a page is given, as words for this reader: texts in several languages, dates, numbers, plain strings.

The filters and tags of pages are made of these; the lists of `ui/lists.py` call them directly, a thousand times a page.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from html import escape
from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from portolan.kernel import dates
from portolan.kernel.languages import current_language
from portolan.kernel.periods import PartialDate
from portolan.kernel.texts import Picked, Text
from portolan.ui.reading import reading_region


def picked(value: Any) -> Picked:
    """The words with their language; a plain value counts as being in the reader's."""
    if isinstance(value, Text):
        return value.pick()
    if isinstance(value, Picked):
        return value
    language = current_language()
    return Picked("" if value is None else str(value), language, language)


def partial(value: Any) -> PartialDate | dt.date | None:
    """A date from whatever a page holds: a date, a moment (its day in its own zone), a partial date or its text."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, str):
        return PartialDate.parse(value) if value else None
    return value or None


def language_mark(code: str) -> SafeString:
    """A small visible mark of a language, with its whole name for those who listen."""
    name = dates.say_language(code, language=current_language())
    return format_html(
        ' <small class="tongue"><span aria-hidden="true">{}</span><span class="sr">({})</span></small>',
        code.upper(),
        name,
    )


def say(value: Any) -> SafeString:
    """The words for this reader; in a marked `<span lang dir>` when only another language has them."""
    if isinstance(value, Text) and (mine := value.get(current_language())):
        return SafeString(escape(mine))
    found = picked(value)
    if not found.is_fallback:
        return conditional_escape(value) if isinstance(value, SafeString) else conditional_escape(found.text)
    words = format_html('<span lang="{}" dir="{}">{}</span>', found.language, found.direction, found.text)
    return mark_safe(words + language_mark(found.language))  # both parts come from format_html


def words(value: Any, width: str = "long") -> SafeString | str:
    """Whatever a component is given, as words: a text in several languages, a date, a number, a string, nothing."""
    if type(value) is str:
        return SafeString(escape(value))
    if isinstance(value, (Text, Picked)):
        return say(value)
    if isinstance(value, (PartialDate, dt.date)):
        return SafeString(escape(day(value, width)))
    if isinstance(value, (Decimal, int)) and not isinstance(value, bool):
        return SafeString(escape(number(value)))
    return "" if value is None else conditional_escape(value)


def say_unmarked(value: Any) -> SafeString:
    """As `say`, with `lang` and `dir` but without the visible mark, where one mark stands for a whole list."""
    found = picked(value)
    if not found.is_fallback:
        return conditional_escape(found.text)
    return format_html('<span lang="{}" dir="{}">{}</span>', found.language, found.direction, found.text)


def say_plain(value: Any) -> str:
    """The words alone, for titles, attributes and options."""
    return picked(value).text


def day(value: Any, width: str = "long") -> str:
    """`July 2016`: a date or partial date with its own precision, `width` long or short."""
    date = partial(value)
    return dates.say_date(date, width=width, region=reading_region()) if date else ""


def number(value: Decimal | int | None) -> str:
    """A number with the reader's separators and digits; nothing for None, since no data is not 0."""
    return "" if value is None else dates.say_number(value, region=reading_region())
