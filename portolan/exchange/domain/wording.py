"""What an import says about a file or a row: a code and its values are stored, the sentence is the reader's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portolan.kernel.errors import DomainError
from portolan.kernel.lists import say_list

INFO, WARNING, ERROR = "info", "warning", "error"

REFUSALS: dict[str, Promise] = {
    "empty": _("The file is empty."),
    "not-a-workbook": _("This is not a workbook we can read: send an XLSX file, or a folder of CSV files as a ZIP."),
    "old-workbook": _("This is a workbook of an old form (XLS): save it as XLSX and send it again."),
    "protected": _("The workbook is protected by a password: save it without one and send it again."),
    "macros": _("The workbook contains macros: save it as XLSX, without macros, and send it again."),
    "damaged": _("The file is damaged and cannot be read."),
    "too-big": _("The file is too big: at most %(limit)s MB are read."),
    "too-much": _("The file unpacks to more than %(limit)s MB and was not read."),
    "too-many-rows": _("The file has more than %(limit)s rows: send it in parts."),
    "too-many-columns": _("The sheet “%(sheet)s” has more than %(limit)s columns."),
    "encoding": _("“%(sheet)s” is not written in UTF-8: save it as “CSV UTF-8” and send it again."),
    "bad-csv": _("“%(sheet)s” cannot be read as a table."),
    "unknown-sheet": _("There is no sheet named “%(sheet)s”."),
    "unknown-sheet-like": _("There is no sheet named “%(sheet)s”. Is “%(like)s” meant?"),
    "unknown-column": _("The sheet “%(sheet)s” has no column named “%(column)s”."),
    "unknown-column-like": _("The sheet “%(sheet)s” has no column named “%(column)s”. Is “%(like)s” meant?"),
    "no-column-name": _("In the sheet “%(sheet)s”, column %(place)s has content and no name."),
    "column-twice": _("The sheet “%(sheet)s” has the column “%(column)s” twice."),
    "missing-sheet": _("The sheet “%(sheet)s” is missing."),
    "missing-column": _("The sheet “%(sheet)s” has no column “%(column)s”, which it needs."),
    "missing-key": _("The sheet “about” does not say “%(key)s”."),
    "unknown-key": _("The sheet “about” has an unknown line “%(key)s”."),
    "wrong-version": _("The file follows version %(given)s of the template; this site reads version %(ours)s."),
    "bad-about": _("The sheet “about” says “%(value)s” for “%(key)s”, which is not possible."),
    "record-kind": _("The record “%(record)s” is of another kind here: %(kind)s."),
    "unreadable": _("The file could not be read to its end. Nothing was taken over."),
}

NOTES: dict[str, Promise] = {
    # errors of one cell
    "required": _("This must be filled in."),
    "bad-code": _("“%(text)s” is not a code: use lower-case letters, digits and hyphens."),
    "bad-date": _("“%(text)s” is not a date: write 2017, 2017-03 or 2017-03-25."),
    "bad-number": _("“%(text)s” is not a number: digits, and a point before decimals."),
    "bad-integer": _("“%(text)s” is not a whole number."),
    "out-of-range": _("“%(text)s” is out of the possible range."),
    "bad-choice": _("“%(text)s” is not among the allowed values: %(allowed)s."),
    "bad-flag": _("“%(text)s” is not possible here: write yes, or leave the cell empty."),
    "bad-address": _("“%(text)s” is not a web address."),
    "bad-email": _("“%(text)s” is not an e-mail address."),
    "bad-country": _("“%(text)s” is not a country code of two letters."),
    "bad-zone": _("“%(text)s” is not a time zone."),
    "bad-language": _("“%(text)s” is not a language code."),
    "bad-labels": _("“%(text)s” is not a list of labels: write fr:official en:working."),
    "too-long": _("This has more than %(limit)s characters."),
    "extra-cells": _("The row is longer than the line of column names: “%(text)s”."),
    "end-before-start": _("The end lies before the beginning."),
    # errors of a row
    "unknown-reference": _("There is no “%(code)s” in the sheet “%(sheet)s” nor on this site."),
    "unknown-source": _("There is no source “%(code)s”."),
    "needs-source": _("This row needs a source."),
    "reference-in-error": _("“%(code)s” is itself in error."),
    "ambiguous-name": _("“%(name)s” can be several things: %(options)s."),
    "code-twice": _("“%(code)s” stands in this sheet twice; the first is row %(row)s."),
    "invented": _("“%(code)s” belongs to the demonstration; nothing real may point at it."),
    "invented-changes-real": _("An invented record may not change “%(code)s”, which is real."),
    "no-name": _("A new row needs a name in at least one language."),
    "needs": _("A new row needs “%(column)s”."),
    "nobody-named": _("Nobody named: give a name or a code."),
    "says-two-things": _("The source says two different things of “%(field)s” at the same place."),
    "said-twice": _("The same thing stands in row %(row)s already."),
    # warnings
    "duplicate-line": _("“%(name)s” is listed twice, first in row %(row)s. Another member may be missing."),
    "not-a-city": _("“%(name)s” is not a city: it is counted as an association."),
    "host-not-member": _("The host “%(name)s” is not a member city of this phase."),
    "spelling": _("“%(name)s” is written “%(known)s” elsewhere; they are taken as the same."),
    "unknown-body": _("No organisation is named “%(name)s”: a person must say which one is meant. Nothing is written."),
    "unknown-host": _("No organisation is named “%(name)s”: the event is taken over without this host."),
    "unknown-venue": _("No place is named “%(name)s”: the event is taken over without a venue."),
    "online-no-venue": _("An online event has no venue: “%(name)s” is left out."),
    "likely-duplicate": _("This may be somebody or something already known. Please choose."),
    "differs": _("“%(field)s” says “%(new)s”; “%(old)s” stays."),
    "formula": _("The cell begins with “%(sign)s”: it is kept as text and never computed."),
    # information
    "matched-by": _("Recognised as “%(name)s” by %(how)s."),
    "refined": _("More precise than before."),
    "contradiction": _("Another source says otherwise of “%(field)s”: both stay until a person decides."),
    "other-title": _("Kept as another title: “%(title)s”."),
    "chosen": _("Taken as “%(name)s”, as a person chose."),
}

HOW: dict[str, Promise] = {
    "name": _("its name"),
    "geonames": _("its GeoNames number"),
    "email": _("name and e-mail"),
    "same-email": _("same e-mail"),
    "same-name": _("same name"),
    "swapped-name": _("same name, in another order"),
    "similar-name": _("similar name"),
    "same-organisation": _("same organisation"),
    "same-country": _("same country"),
}


FIELDS: dict[str, Promise] = {
    "budget": pgettext_lazy("field", "budget"),
    "capacity": pgettext_lazy("field", "capacity"),
    "country": pgettext_lazy("field", "country"),
    "geonames": _("its GeoNames number"),
    "host": pgettext_lazy("field", "host"),
    "kind": pgettext_lazy("field", "kind"),
    "mode": pgettext_lazy("field", "mode"),
    "name": pgettext_lazy("field", "name"),
    "operator": pgettext_lazy("field", "how the value is to be read"),
    "participants_declared": pgettext_lazy("field", "participants declared"),
    "period": pgettext_lazy("field", "dates"),
    "phase": pgettext_lazy("field", "phase"),
    "place": pgettext_lazy("field", "place"),
    "scope": pgettext_lazy("field", "scope"),
    "unit": pgettext_lazy("field", "unit"),
    "value": pgettext_lazy("field", "value"),
    "venue": pgettext_lazy("field", "venue"),
}


def say_field(name: str) -> str:
    """A field in the reader's language; one nobody worded shows its own name."""
    return str(FIELDS.get(name, name))


class RefusedError(DomainError):
    """The whole file is refused; nothing of it was taken over. `params` fill the sentence of `code`."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(say_refusal(code, params), code=code)
        self.params = params


def say_refusal(code: str, params: Mapping[str, Any]) -> str:
    """Why a file was refused, in the reader's language."""
    return str(REFUSALS[code]) % params


def say_note(code: str, params: Mapping[str, Any]) -> str:
    """A note on a row in the reader's language; reasons among its values are worded too."""
    said = {key: _say_param(key, value) for key, value in params.items()}
    return str(NOTES[code]) % said


def _say_param(key: str, value: Any) -> Any:
    if key == "how":
        return str(HOW.get(value, value))
    return say_field(value) if key == "field" else value


def say_reasons(reasons: list[str]) -> str:
    """Why two things may be one, in the reader's language."""
    return say_list(str(HOW.get(reason, reason)) for reason in reasons)
