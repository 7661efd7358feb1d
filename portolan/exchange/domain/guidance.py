"""What the empty template tells its reader: what each sheet is for and what each kind of column holds."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portolan.exchange.domain.columns import Type

SHEETS: dict[str, Promise] = {
    "about": _("What this file is: its record, its language and where it comes from. Always needed."),
    "sources": _("Documents, pages and data sets that other rows name as their source."),
    "programmes": _("The programme: names, contacts, accounts elsewhere."),
    "phases": _("The phases of a programme, with their dates and budget."),
    "places": _("Cities and other places, with their names, country and coordinates."),
    "organisations": _("Municipalities, partners, donors and other bodies."),
    "members": _("Who belongs to which phase, as what: one line for each line of a list."),
    "terms": _("Themes, and the programme’s own short lists."),
    "events": _("Events, with their host, dates and themes."),
    "products": _("Documents an event left, one line for each language."),
    "cases": _("Who presented a case at an event."),
    "people": _("People: personal data, to be handled with care."),
    "participations": _("Who took part in which event, for which organisation."),
    "figures": _("Numbers somebody states, each with its source."),
    "editions": _("The true origin of a figure, newer values, other wordings."),
    "facts": _("Anything else a source says of a thing."),
}
TYPES: dict[Type, Promise] = {
    Type.TEXT: _("Text."),
    Type.CODE: _("A code: lower-case letters, digits and hyphens."),
    Type.TEXTS: _("Text, one column for each language."),
    Type.DATE: _("A date: 2016, 2016-07 or 2016-07-12."),
    Type.INTEGER: _("A whole number."),
    Type.NUMBER: _("A number, with a point before decimals."),
    Type.CHOICE: _("One of the allowed values."),
    Type.FLAG: _("yes, or empty."),
    Type.ADDRESS: _("A web address."),
    Type.EMAIL: _("An e-mail address."),
    Type.COUNTRY: _("A country code of two letters (ISO 3166-1)."),
    Type.ZONE: _("A time zone, such as Africa/Tunis."),
    Type.LANGUAGE: _("A language code, such as fr."),
    Type.LABELS: _("Whose wording it is: fr:official en:working."),
    Type.ALIASES: _("Other names, separated by “ | ”; a language may stand before each: es:Sevilla."),
    Type.CODES: _("Codes, separated by “ | ”."),
    Type.NAMES: _("Names, separated by “ | ”."),
}
RULES: tuple[Promise, ...] = (
    _("An empty cell means that this source says nothing, never “none”."),
    _("Sheets and columns may be left out; unknown ones are refused."),
    _("“source” is a code of the sheet “sources”; “locator” says where in it: a slide, a page, a section."),
    _("Nothing is written before you have seen the preview and agreed."),
)
