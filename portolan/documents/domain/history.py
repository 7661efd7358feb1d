"""How the verbs on documents are said in the audit trail, and how their notices read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portolan.messages.registry import Address, register_notice_kind
from portolan.network.enums import Role

VERBS = {
    "document-template-loaded": gettext_lazy("took over a template of documents"),
    "document-created": gettext_lazy("made a document"),
    "document-renamed": gettext_lazy("gave a document another title"),
    "document-languages-set": gettext_lazy("set the languages of a document"),
    "document-dates-set": gettext_lazy("set the dates of a document"),
    "section-added": gettext_lazy("added a section"),
    "section-renamed": gettext_lazy("gave a section another heading"),
    "section-moved": gettext_lazy("moved a section"),
    "section-removed": gettext_lazy("took out a section"),
    "text-saved": gettext_lazy("saved a text"),
    "picture-taken": gettext_lazy("brought a picture"),
    "translation-done": gettext_lazy("finished a translation"),
    "translation-reopened": gettext_lazy("took a translation up again"),
    "edition-published": gettext_lazy("published an edition"),
    "edition-withdrawn": gettext_lazy("withdrew an edition"),
}


def _given(label: str, values: Mapping[str, Any]) -> str:
    role = Role(values["role"]).label if values.get("role") in Role.values else ""
    return _("You have a part in “%(title)s”: %(role)s.") % {"title": label, "role": role}


def _published(label: str, values: Mapping[str, Any]) -> str:
    return _("“%(title)s” was published, edition %(number)d.") % {"title": label, "number": values.get("number", 1)}


def _withdrawn(label: str, values: Mapping[str, Any]) -> str:
    said = {"title": label, "number": values.get("number", 1), "reason": values.get("reason", "")}
    return _("Edition %(number)d of “%(title)s” was withdrawn: %(reason)s") % said


NOTICES = {
    "document-hand-given": _given,
    "document-published": _published,
    "document-withdrawn": _withdrawn,
}


def _nowhere(pk: str, values: Mapping[str, Any]) -> str:
    return ""


def join_notices(address: Address = _nowhere) -> None:
    """Register the kinds of notices of documents; the edge calls again with its addresses."""
    for kind, sentence in NOTICES.items():
        register_notice_kind(kind, sentence, address)
