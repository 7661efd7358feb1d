"""How each kind of task and notice of the network reads, and where on the desk it leads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portolan.messages.registry import register_notice_kind, register_task_kind
from portolan.network.enums import Confirmation, DemonstrationWork, NoteKind
from portolan.network.models import Organisation

Values = Mapping[str, Any]


def _city(pk: str, values: Values) -> str:
    slug = values.get("slug") or Organisation.objects.filter(pk=pk).values_list("slug", flat=True).first()
    return reverse("desk:city", args=[slug]) if slug else ""


def _confirm(label: str, values: Values) -> str:
    what = Confirmation(values["what"]).label
    return _("Since %(holder)s governs %(city)s, ask again: %(what)s") % {
        "holder": values.get("holder", ""),
        "city": label,
        "what": what,
    }


def _name_somebody(label: str, values: Values) -> str:
    return _("Ask %(city)s to name a focal point") % {"city": label}


def _handed_over(label: str, values: Values) -> str:
    return _("%(name)s handed the work on %(city)s over to you.") % {"name": values.get("from", ""), "city": label}


def _noted(label: str, values: Values) -> str:
    kind = NoteKind(values["note"]).label if values.get("note") in NoteKind.values else ""
    return _("A note was shared with %(city)s: %(kind)s.") % {"city": label, "kind": kind}


def _try(label: str, values: Values) -> str:
    return str(DemonstrationWork(values["what"]).label)


_TRIED_AT = {
    DemonstrationWork.APPROVE: "desk:outbox",
    DemonstrationWork.COMPARE: "desk:people",
    DemonstrationWork.READ_NETWORK: "desk:network",
    DemonstrationWork.READ_TRAIL: "desk:audit",
    DemonstrationWork.LOOK_AROUND: "desk:notices",
}


def _tried(pk: str, values: Values) -> str:
    name = _TRIED_AT.get(DemonstrationWork(values["what"]))
    found = reverse(name) if name else _city(pk, values)
    return f"{found}?doubles=on" if values["what"] == DemonstrationWork.COMPARE else found


def join() -> None:
    """Register them all."""
    register_task_kind("confirm-again", _confirm, _city, verb=pgettext_lazy("button", "Ask"))
    register_task_kind("focal-point", _name_somebody, _city, verb=pgettext_lazy("button", "Name"))
    register_task_kind("demonstration", _try, _tried, verb=gettext_lazy("Try it"))
    register_notice_kind("handed-over", _handed_over, _city)
    register_notice_kind("city-note", _noted, _city)
