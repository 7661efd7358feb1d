"""Member cities: who is focal point since when; a city's own page."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Max, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portolan.accounts.enums import Permission
from portolan.accounts.rules import can, scope_keys
from portolan.desk.pages import crumbs, paged
from portolan.desk.tasks import said_tasks
from portolan.meetings.models import MeetingHost
from portolan.messages.models import Task
from portolan.network.domain.files import content_type
from portolan.network.domain.focal_points import scope_of
from portolan.network.enums import MemberRole, Rank, Seat
from portolan.network.models import Agreement, CityNote, FocalPoint, Membership, Organisation
from portolan.ui.access import needs, require
from portolan.ui.tables import Cell, Column, Table

_MEMBERS = (MemberRole.CITY, MemberRole.ASSOCIATION)
NOTES = 20
IMPORTS = 10


def cities_of(request: HttpRequest) -> QuerySet[Organisation]:
    """The member cities and associations this reader works with."""
    own = scope_keys(request.user, Permission.CITY_READ, "organisation:")
    members = Membership.objects.filter(role__in=_MEMBERS).values("organisation")
    rows = Organisation.objects.standing().filter(pk__in=members)
    return rows if own is None else rows.filter(pk__in=own)


@needs(Permission.CITY_READ)
def cities(request: HttpRequest) -> HttpResponse:
    """The member cities, each with its focal point and since when; a reader of one city goes to its page."""
    posts = FocalPoint.objects.filter(end=None).select_related("person").order_by("rank", "pk")
    rows = (
        cities_of(request)
        .select_related("place", "record")
        .prefetch_related(Prefetch("focal_points", posts, to_attr="posts"))
    )
    page = paged(request, rows.annotate(last_note=Max("notes__on")).in_order())
    may_write = can(request.user, Permission.CITY_WRITE)
    if page.paginator.count == 1 and not can(request.user, Permission.NETWORK_READ):
        return redirect("desk:city", page.object_list[0].slug)
    context = {
        "title": _("Cities"),
        "lead": _("Who answers for each city, since when, and when it was last spoken with."),
        "page_obj": page,
        "table": _table(page.object_list),
        "empty_title": _("No member city yet."),
        "empty_text": _("A city is listed here once it belongs to a phase of the programme."),
        "empty_action": {"url": reverse("desk:network"), "label": _("To the network")} if may_write else None,
    }
    return render(request, "desk/list.html", context)


def _table(rows: Any) -> Table:
    columns = [Column(_("City")), Column(_("Focal point")), Column(_("Deputy")), Column(_("Last note"))]
    return Table(columns=columns, rows=[_line(row) for row in rows])


def _line(row: Any) -> list[Cell]:
    held = {post.rank: post for post in row.posts}
    holder, deputy = held.get(Rank.HOLDER), held.get(Rank.DEPUTY)
    return [
        Cell(row.name, url=reverse("desk:city", args=[row.slug]), demonstration=row.is_invented),
        Cell(holder.person.full_name, note=holder.start) if holder else Cell(_("nobody named"), mark="todo"),
        Cell(deputy.person.full_name, note=deputy.start) if deputy else Cell(None),
        Cell(row.last_note),
    ]


def city_or_404(request: HttpRequest, slug: str, permission: Permission) -> Organisation:
    """A city within the reader's scope: another's is not found, so that its address tells nothing."""
    rows = Organisation.objects.standing().select_related("place", "record")
    found = get_object_or_404(rows, slug=slug)
    if not can(request.user, Permission.CITY_READ, on=found):
        found = get_object_or_404(rows.none())
    require(request.user, permission, on=found)
    return found


@needs(Permission.CITY_READ)
def city(request: HttpRequest, slug: str) -> HttpResponse:
    """One city: its state, what waits, its file, who answers for it, its meetings."""
    body = city_or_404(request, slug, Permission.CITY_READ)
    may = {
        "may_write": can(request.user, Permission.CITY_FILE_WRITE, on=body),
        "may_name": can(request.user, Permission.FOCAL_POINT_CHANGE, on=body),
        "may_read_file": can(request.user, Permission.CITY_FILE_READ, on=body),
        "may_read_people": can(request.user, Permission.PEOPLE_READ, on=body),
    }
    tasks = Task.objects.visible_to(request.user).open().filter(scope=scope_of(body)).oldest_first()
    standing_first = (F("end").desc(nulls_first=True), "-rank", "-start")
    posts = list(body.focal_points.select_related("person").order_by(*standing_first))
    offices = list(body.offices.order_by("-start", "-pk"))
    memberships = list(body.memberships.select_related("phase").order_by("-phase__number"))
    hosted = MeetingHost.objects.filter(organisation=body).select_related("meeting").order_by("-meeting__start")[:10]
    write = {"url": reverse("desk:note-new", args=[slug]), "label": _("Write a note")}
    context = {
        "body": body,
        "crumbs": crumbs((_("Cities"), reverse("desk:cities")), (body.name, "")),
        "states": _states(posts, offices, memberships),
        "tasks": said_tasks(tasks[:10]),
        "posts": posts if may["may_read_people"] or may["may_name"] else [],
        "offices": offices,
        "memberships": memberships,
        "hosted": hosted,
        "action": write if may["may_write"] else None,
        **may,
        **_file(request, body, may),
    }
    return render(request, "desk/network/city.html", context)


def _file(request: HttpRequest, body: Organisation, may: dict[str, bool]) -> dict[str, Any]:
    """The notes and open agreements this reader may see, and the hand-overs."""
    if not may["may_read_file"]:
        return {}
    mine = CityNote.objects.visible_to(request.user).filter(organisation=body).select_related("made_by")
    notes = list(mine.order_by("-on", "-pk")[:NOTES])
    agreed = Agreement.objects.visible_to(request.user).filter(note__organisation=body)
    agreements = list(agreed.filter(Q(done_on=None) | Q(note__in=notes)).order_by("due", "pk"))
    for note in notes:
        note.agreed = sorted((row for row in agreements if row.note_id == note.pk), key=lambda row: row.pk)
    return {
        "notes": notes,
        "agreements": [row for row in agreements if row.done_on is None],
        "handovers": body.handovers.select_related("giver", "taker")[:5] if may["may_name"] else [],
        "imports": _imports(request, body),
    }


def _imports(request: HttpRequest, body: Organisation) -> Table | None:
    """What imports brought to this city: each with a way to its report for those who may import."""
    shares = list(body.import_shares.by_run()[:IMPORTS])
    if not shares:
        return None
    may_open = can(request.user, Permission.IMPORT_RUN)
    columns = [
        Column(_("File")),
        Column(_("Taken over")),
        Column(pgettext("import", "By whom")),
        Column(_("Rows"), numeric=True),
    ]
    lines = [
        [
            Cell(row["run__name"], url=reverse("desk:import", args=[row["run"]]) if may_open else ""),
            Cell(row["run__committed_at"]),
            Cell(row["run__made_by__name"] or row["run__made_by__email"]),
            row["brought"],
        ]
        for row in shares
    ]
    return Table(columns=columns, rows=lines)


def _states(posts: list[Any], offices: list[Any], memberships: list[Any]) -> list[dict[str, Any]]:
    holder = next((post for post in posts if post.end is None and post.rank == Rank.HOLDER), None)
    head = next((office for office in offices if office.seat == Seat.EXECUTIVE and not office.end), None)
    named = {"value": holder.person.full_name} if holder else {"value": _("nobody named"), "mark": "todo"}
    states = [
        {"label": _("Member of"), "value": memberships[0].phase.name if memberships else _("no phase")},
        {"label": _("Focal point"), **named},
    ]
    if holder:
        states.append({"label": _("Since"), "value": holder.start})
    if head:
        states.append({"label": _("Head of the executive"), "value": f"{head.holder} ({head.get_kind_display()})"})
        if head.next_election:
            states.append({"label": _("Next election"), "value": head.next_election})
    return states


@needs(Permission.CITY_FILE_READ)
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """A nomination letter, for those who may read the city's file."""
    post = get_object_or_404(FocalPoint.objects.exclude(letter=""), pk=pk)
    if not can(request.user, Permission.CITY_FILE_READ, on=post):
        get_object_or_404(FocalPoint.objects.none())
    name = f"letter-{pk}.{post.letter.name.rpartition('.')[2]}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    with post.letter.open("rb") as file:
        return HttpResponse(file.read(), content_type=content_type(post.letter.name), headers=headers)
