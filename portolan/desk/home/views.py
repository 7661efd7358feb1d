"""The first screen of those signed in: what waits for me; and the way to what is administered."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portolan.accounts.enums import Permission
from portolan.accounts.rules import can, scope_keys
from portolan.desk.tasks import said_tasks, said_waits
from portolan.messages.models import Mail, Task
from portolan.network.enums import MemberRole, Rank
from portolan.network.models import FocalPoint, Membership, Organisation
from portolan.ui.access import needs

TASKS, WAITS, CITIES = 50, 8, 5


@needs(Permission.DESK_USE)
def home(request: HttpRequest) -> HttpResponse:
    """My tasks, oldest first; what is with others; my cities; for the team, cities nobody answers for."""
    user = request.user
    mine = Task.objects.for_reader(user).open().oldest_first()
    tasks = said_tasks(mine[: TASKS + 1])
    others = Task.objects.with_others(user).open().select_related("assignee").oldest_first()
    waits = said_waits(others[:WAITS])
    context = {
        "title": _("What waits for me"),
        "tasks": tasks[:TASKS],
        "waits": waits,
        "lead": _sentence(len(tasks), sum(task["late"] for task in tasks), len(waits)),
        "action": {"url": tasks[0]["url"], "label": _("Open the oldest")} if tasks and tasks[0]["url"] else None,
        "cities": _own_cities(request),
        "drafts": Mail.objects.visible_to(user).waiting().exclude(made_by=user).count(),
        "unheld": _unheld(request),
    }
    return render(request, "desk/home/home.html", context)


def _sentence(count: int, late: int, elsewhere: int) -> str:
    """`Five things, one of them late. Four others are with somebody else.`"""
    if not count and not elsewhere:
        return _("Nothing waits for you.")
    parts = [ngettext("%(number)d thing waits for you.", "%(number)d things wait for you.", count) % {"number": count}]
    if late:
        parts.append(ngettext("%(number)d is late.", "%(number)d are late.", late) % {"number": late})
    if elsewhere:
        words = ngettext("%(number)d is with somebody else.", "%(number)d are with somebody else.", elsewhere)
        parts.append(words % {"number": elsewhere})
    return " ".join(parts)


def _own_cities(request: HttpRequest) -> list[dict[str, Any]]:
    """The few cities a reader is limited to; none for those who work with all."""
    own = scope_keys(request.user, Permission.CITY_READ, "organisation:")
    if not own:
        return []
    posts = FocalPoint.objects.filter(end=None, rank=Rank.HOLDER).select_related("person")
    rows = Organisation.objects.standing().filter(pk__in=own).select_related("record").in_order()
    rows = rows.prefetch_related(Prefetch("focal_points", posts, to_attr="holders"))
    return [
        {
            "name": row.name,
            "url": reverse("desk:city", args=[row.slug]),
            "holder": row.holders[0].person.full_name if row.holders else "",
            "demonstration": row.is_invented,
        }
        for row in rows[:CITIES]
    ]


def _unheld(request: HttpRequest) -> int:
    """For the team: how many member cities of the present phases have no focal point."""
    if not can(request.user, Permission.FOCAL_POINT_CHANGE):
        return 0
    held = FocalPoint.objects.filter(end=None, rank=Rank.HOLDER).values("organisation")
    members = Membership.objects.real().current().filter(role=MemberRole.CITY)
    return members.exclude(organisation__in=held).values("organisation").distinct().count()


@needs(Permission.DESK_USE)
def administration(request: HttpRequest) -> HttpResponse:
    """What the reader may administer."""
    user = request.user
    pages = (
        (Permission.USERS_INVITE, "desk:users", _("Accounts"), _("Who may come in, with which role.")),
        (
            Permission.OUTBOX_APPROVE,
            "desk:outbox",
            _("Outbox"),
            _("Messages that wait for approval, and those that left."),
        ),
        (Permission.AUDIT_READ, "desk:audit", _("Audit trail"), _("Who did what, when and why.")),
        (Permission.SETTINGS_EDIT, "desk:settings", _("Settings"), _("Names, logo, languages, contacts, colours.")),
        (Permission.FAULTS_READ, "desk:faults", _("Faults"), _("Errors nobody foresaw, without anybody’s data.")),
        (
            Permission.DEMONSTRATION_REMOVE,
            "desk:demonstration",
            _("Demonstration"),
            _("Take out everything invented, when the real work begins."),
        ),
    )
    shown = [{"url": reverse(name), "label": label, "text": text} for p, name, label, text in pages if can(user, p)]
    return render(request, "desk/home/administration.html", {"title": _("Administration"), "pages": shown})
