"""Building a network from end to end."""

from __future__ import annotations

import datetime as dt
from random import Random

from django.core.management import call_command
from django.db import connection, transaction

from portolan.accounts.domain.second_factor import enrol_totp
from portolan.accounts.models import AuditEntry, User
from portolan.kernel.texts import Text
from portolan.network.enums import TEAM_ROLES, Role
from portolan.network.models import Organisation, RoleAssignment
from portolan.operations.large import bodies, documents, events, people
from portolan.operations.large.scales import Scale
from portolan.operations.progress import Bar
from portolan.operations.restore import installation_is_empty
from portolan.provenance.domain.publication import public_changed
from portolan.provenance.enums import RecordKind
from portolan.provenance.models import Record
from portolan.results.domain.standing import rebuild_counts
from portolan.search.domain import entries

SEED = 1367  # the year of the Pizzigano chart's islands
RECORD = "phantom-islands"
ACCOUNTS = {Role.MANAGER: "manager", Role.FOCAL_POINT: "focal-point", Role.AUDITOR: "auditor"}


def build_network(scale: Scale, *, bar: Bar, seed: int = SEED) -> None:
    """Make tables and a network of that scale; raises ValueError where there is something already.

    The same seed gives the same rows, numbers included. Actions join here with their issue.
    """
    if not installation_is_empty():
        raise ValueError("This installation is not empty.")
    bar.part("tables")
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    fill_network(scale, bar=bar, seed=seed)


def fill_network(scale: Scale, *, bar: Bar, seed: int = SEED) -> None:
    """The rows of `build_network`, into tables that are there."""
    chance = Random(seed)  # noqa: S311  nothing secret is drawn
    with transaction.atomic():
        record = Record.objects.create(
            code=RECORD,
            kind=RecordKind.DESK,
            title=Text.of("en", en="Phantom islands", fr="Îles fantômes", ar="جزر وهمية"),
        )
        bar.part("cities and bodies")
        places = bodies.make_places(record, scale.cities, chance)
        organisations = bodies.make_bodies(record, places)
        phases = bodies.make_programme(record)
        bodies.make_memberships(record, phases, organisations, scale.cities)
        manager = _make_accounts(organisations[0])
        bar.part("events")
        themes = bodies.make_themes(record)
        meetings = events.make_events(record, scale.events, phases, organisations[: scale.cities], themes, chance)
        bar.part("people", scale.people)
        persons = people.make_people(record, scale.people, organisations, scale.cities, chance, bar.advance)
        bar.part("attendances", scale.attendances)
        people.make_attendances(scale.attendances, meetings, persons, scale.cities, chance, bar.advance)
        bar.part("documents")
        cities = organisations[: scale.cities]
        documents.make_documents(record, scale.documents, cities, chance, by=manager, at=events.MOMENT)
        public_changed()
    _finish(bar)


def _make_accounts(city: Organisation) -> User:
    """An account of some roles, to open desk pages with; nobody knows a password of theirs. And a past to look at.

    Gives the manager's.
    """
    made = {}
    for role, name in ACCOUNTS.items():
        address = f"{name}@islands.example"
        made[role] = user = User.objects.create(email=address, email_key=address, name=name, password="!")  # noqa: S106
        RoleAssignment.objects.create(
            user=user,
            role=role,
            organisation=city if role == Role.FOCAL_POINT else None,
            starts_on=dt.date(2020, 1, 1),
            ends_on=dt.date(2099, 12, 31) if role == Role.AUDITOR else None,
        )
        if role in TEAM_ROLES:
            enrol_totp(user, by=None, at=events.MOMENT)
    AuditEntry.objects.bulk_create(
        AuditEntry(
            at=events.MOMENT + dt.timedelta(minutes=number),
            actor_label="manager",
            verb="organisation.edited",
            object_kind="network.organisation",
            object_id=str(city.pk),
            object_label=str(city.name.pick("fr")),
        )
        for number in range(5_000)
    )
    return made[Role.MANAGER]


def _finish(bar: Bar) -> None:
    """Search and counts by the verbs that keep them, then what the planner of the database should know."""
    bar.part("search index")
    entries.rebuild()
    bar.part("counts")
    rebuild_counts()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
