"""Template tags and filters of the look: texts in several languages, dates, numbers, the rose.

Filters give plain words; the tags of the same names (`{% day %}`, `{% period %}`, `{% moment %}`) give a `<time>`
element and know the reader's region from the request.
"""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.core.paginator import Page
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from portolan.kernel import dates
from portolan.kernel.countries import say_country
from portolan.kernel.languages import current_language, direction
from portolan.kernel.lists import comma
from portolan.kernel.periods import PartialDate
from portolan.kernel.texts import OFFICIAL, WORKING, Text
from portolan.ui import lists, words
from portolan.ui.chart import Chart
from portolan.ui.errors import TROUBLES, trouble_in_all_languages
from portolan.ui.reading import reading_region

register = template.Library()

_JSON_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


register.filter("say", words.say)
register.filter("words", words.words)
register.filter("say_unmarked", words.say_unmarked)
register.filter("say_plain", words.say_plain)
register.filter("day", words.day)
register.filter("number", words.number)
register.simple_tag(lists.draw_table, name="draw_table")
register.simple_tag(lists.draw_places, name="draw_places")
register.simple_tag(lists.draw_stops, name="draw_stops")
register.simple_tag(lists.draw_thread, name="draw_thread")


@register.filter
def say_in(value: Text | None, language: str) -> str:
    """The words in just this language, or nothing."""
    return value.get(language) if value else ""


@register.filter
def side(language: str) -> str:
    """`rtl` or `ltr`, for a `dir` attribute beside `lang`."""
    return direction(language)


@register.filter
def label_mark(value: Any) -> SafeString:
    """A discreet mark: is this wording the body's own, or ours and to be reviewed? Nothing when nobody said."""
    said = {OFFICIAL: gettext("official wording"), WORKING: gettext("working translation")}
    status = words.picked(value).status
    if status not in said:
        return mark_safe("")
    return format_html(' <small class="label-mark {}">{}</small>', status, said[status])


@register.simple_tag(name="day", takes_context=True)
def day_tag(context: template.Context, value: Any, width: str = "long") -> str:
    """As the filter, in a `<time>` element."""
    date = words.partial(value)
    if date is None:
        return ""
    said = dates.say_date(date, width=width, region=reading_region(context.get("request")))
    return format_html('<time datetime="{}">{}</time>', str(date), said)


@register.simple_tag(takes_context=True)
def period(context: template.Context, start: Any, end: Any = None, width: str = "long") -> str:
    """`12–13 July 2016`; an end that is not known is left out."""
    ends = [_as_partial(words.partial(value)) for value in (start, end)]
    return dates.say_period(ends[0], ends[1], width=width, region=reading_region(context.get("request")))


def _as_partial(date: PartialDate | dt.date | None) -> PartialDate | None:
    if isinstance(date, dt.date):
        return PartialDate(date.year, date.month, date.day)
    return date


def _zone(zone: str | dt.tzinfo | None) -> dt.tzinfo | None:
    return ZoneInfo(zone) if isinstance(zone, str) and zone else zone or None


@register.filter(name="moment")
def moment_filter(value: dt.datetime | None, zone: str | dt.tzinfo | None = None) -> str:
    """Date and time to the minute, in `zone` (a name or an object) or as it comes."""
    return dates.say_moment(value, zone=_zone(zone), region=reading_region()) if value else ""


@register.simple_tag(name="moment", takes_context=True)
def moment_tag(context: template.Context, value: dt.datetime | None, zone: str | dt.tzinfo | None = None) -> str:
    """As the filter, in a `<time>` element that carries the instant."""
    if not value:
        return ""
    said = dates.say_moment(value, zone=_zone(zone), region=reading_region(context.get("request")))
    return format_html('<time datetime="{}">{}</time>', value.isoformat(timespec="minutes"), said)


@register.filter
def percent(value: Decimal | int | None) -> str:
    """A percentage given in percent units: 60 is `60 %`."""
    return "" if value is None else dates.say_percent(Decimal(value), region=reading_region())


@register.filter
def country(code: str) -> str:
    """The name of a country, from its ISO 3166-1 alpha-2 code."""
    return say_country(code)


@register.filter
def language_name(code: str) -> str:
    """The name of a language in the reader's: `français`, `الفرنسية`."""
    return dates.say_language(code, language=current_language())


@register.filter
def slices(value: str) -> list[str]:
    """The words of a plain string, to loop over a fixed list in a template."""
    return value.split()


@register.filter
def unlocalised(value: float) -> str:
    """A coordinate as SVG writes it, whatever the reader's decimal sign."""
    return f"{value:.1f}"


@register.filter
def jsonld(value: Any) -> SafeString:
    """A structure as JSON that cannot end its `<script type="application/ld+json">` early."""
    return mark_safe(json.dumps(value, ensure_ascii=False).translate(_JSON_ESCAPES))  # escaped here


@register.simple_tag
def pages_of(page: Page) -> list[int | None]:
    """The page numbers worth a link around `page`; None stands for those left out."""
    gap = page.paginator.ELLIPSIS
    around = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [None if each == gap else int(each) for each in around]


@register.simple_tag(name="chart_drawing")
def chart_drawing(chart: Chart, coast_drawn: object = None) -> SafeString:
    """The SVG of a chart, drawn once for each chart: it is the dearest part of the pages that show one."""
    return _drawn(chart, bool(coast_drawn))


@lru_cache(maxsize=128)
def _drawn(chart: Chart, coast_drawn: bool) -> SafeString:
    return mark_safe(get_template("ui/chart/drawing.html").render({"chart": chart, "coast_drawn": coast_drawn}))


@register.inclusion_tag("ui/errors/error.html", takes_context=True)
def trouble(context: template.Context, name: str) -> dict[str, Any]:
    """The whole page for a trouble, by its key in `portolan.ui.errors.TROUBLES`."""
    mine, *others = trouble_in_all_languages(name)
    request_id = context.get("request_id", "")
    return {"mine": mine, "others": others, "status": TROUBLES[name].status, "request_id": request_id}


@register.inclusion_tag("ui/rose.html")
def rose() -> dict[str, Any]:
    """The compass rose, the mark of the site; it says nothing to those who listen."""
    return {}


@register.simple_tag(name="comma")
def write_comma() -> str:
    """The comma of the reader's script, with its space, between two things of one line."""
    return comma()
