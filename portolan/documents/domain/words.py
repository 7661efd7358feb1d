"""How tasks and notices of documents read, and how verbs are said in the audit trail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portolan.documents.enums import Stage
from portolan.kernel.dates import say_date
from portolan.kernel.periods import PartialDate
from portolan.kernel.texts import Text
from portolan.messages.registry import Address, register_notice_kind, register_task_kind

Values = Mapping[str, Any]

SIGNING_VERBS = {
    "chain-set": gettext_lazy("set the chain of a document"),
    "step-date-moved": gettext_lazy("moved the date by which to answer"),
    "document-moved": gettext_lazy("moved a document to another stage"),
    "signed-off": gettext_lazy("answered for a party"),
    "paper-recorded": gettext_lazy("entered an answer given on paper"),
    "paper-refused": gettext_lazy("refused a record of a paper"),
    "remark-made": gettext_lazy("made a remark"),
    "remark-answered": gettext_lazy("answered a remark"),
    "remark-resolved": gettext_lazy("resolved a remark"),
    "remark-reopened": gettext_lazy("took a remark up again"),
    "guest-invited": gettext_lazy("invited a guest reader"),
    "guest-link-sent-again": gettext_lazy("sent a guest's link again"),
    "guest-withdrawn": gettext_lazy("withdrew a guest's link"),
    "guest-code-sent": gettext_lazy("asked for a code to sign with"),
}


def _party(values: Values) -> str:
    return str(Text.from_json(values.get("party") or {}))


def _day(values: Values) -> str:
    return say_date(PartialDate.parse(values["due_on"]))


def _waits(label: str, values: Values) -> str:
    if values.get("stage") == Stage.READY:
        return _("“%(title)s” is ready for publication") % {"title": label}
    return _("“%(title)s” waits for the answer of: %(party)s") % {"title": label, "party": _party(values)}


def _stale(label: str, values: Values) -> str:
    return _("“%(title)s” has changed since this party agreed, and needs a new answer: %(party)s") % {
        "title": label,
        "party": _party(values),
    }


def _returned(label: str, values: Values) -> str:
    said = {"title": label, "party": _party(values), "reason": values.get("reason", "")}
    if said["party"]:
        return _("“%(title)s” came back from %(party)s: %(reason)s") % said
    return _("“%(title)s” was sent back: %(reason)s") % said


def _refused(label: str, values: Values) -> str:
    said = {"title": label, "party": _party(values), "reason": values.get("reason", "")}
    return _("The record of a paper on “%(title)s” was refused (%(party)s): %(reason)s") % said


def _remarked(label: str, values: Values) -> str:
    return _("A remark on “%(title)s”, section “%(section)s”.") % _remark(label, values)


def _answered(label: str, values: Values) -> str:
    return _("An answer to a remark on “%(title)s”, section “%(section)s”.") % _remark(label, values)


def _resolved(label: str, values: Values) -> str:
    return _("A remark on “%(title)s” was resolved, section “%(section)s”.") % _remark(label, values)


def _remark(label: str, values: Values) -> dict[str, str]:
    return {"title": label, "section": str(Text.from_json(values.get("heading") or {}))}


def _due(label: str, values: Values) -> str:
    said = {"title": label, "party": _party(values), "day": _day(values)}
    if said["party"]:
        return _("“%(title)s”: the answer of %(party)s is due by %(day)s.") % said
    return _("“%(title)s” is due by %(day)s.") % said


def _late(label: str, values: Values) -> str:
    said = {"title": label, "party": _party(values), "day": _day(values)}
    if said["party"]:
        return _("“%(title)s”: the answer of %(party)s was due by %(day)s.") % said
    return _("“%(title)s” was due by %(day)s.") % said


_NOTICES = {
    "document-waits": _waits,
    "signoff-stale": _stale,
    "document-returned": _returned,
    "paper-refused": _refused,
    "remark-made": _remarked,
    "remark-answered": _answered,
    "remark-resolved": _resolved,
    "document-due": _due,
    "document-late": _late,
}


def _nowhere(pk: str, values: Values) -> str:
    return ""


def join_kinds(address: Address = _nowhere) -> None:
    """Register the kinds of tasks and notices of signing and remarks; the edge calls again with its addresses."""
    register_task_kind("document-waits", _waits, address, verb=pgettext_lazy("button", "Read and answer"))
    for kind, sentence in _NOTICES.items():
        register_notice_kind(kind, sentence, address)
