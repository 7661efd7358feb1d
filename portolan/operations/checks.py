"""Looking at the data: what is said twice must agree, and what is pointed at must be there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection, models
from django.utils import timezone

from portolan.accounts.models import User
from portolan.kernel.folding import fold, match_key, sort_key
from portolan.network.domain.names import known_names, sort_keys
from portolan.network.models import Organisation, OrganisationName, Person, Place, PlaceName, RoleAssignment
from portolan.operations.backup import stored_files
from portolan.operations.restored_files import journal_path
from portolan.operations.wrong_way import pointing_at_invented
from portolan.provenance.enums import ConflictState
from portolan.provenance.models import Conflict, Statement
from portolan.results.domain.standing import compute_counts, differences
from portolan.search.models import Entry
from portolan.search.registry import kinds

BATCH = 500


@dataclass
class Finding:
    """How many things were looked at, and a sentence for each that is wrong."""

    looked_at: int = 0
    wrong: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Inspection:
    """One thing to look at. What is only `told` is no fault."""

    name: str
    look: Callable[[], Finding]
    told: bool = False


def counts_agree() -> Finding:
    """The table of counts says what the rules count now (`results.domain.counts`)."""
    finding = Finding(len(compute_counts(day=timezone.now().date())))
    for rule, scope, kept, counted in differences():
        finding.wrong.append(f"{rule} of {scope}: the table says {kept}, the rows {counted}")
    return finding


def keys_hold() -> Finding:
    """Every key of a table has the row it points at; SQLite can be made to take others."""
    finding = Finding(sum(1 for model in apps.get_models() for one in model._meta.fields if one.remote_field))
    if connection.vendor != "sqlite":  # PostgreSQL refuses them always
        return finding
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_key_check")
        finding.wrong += [f"{table} row {row} points at no row of {target}" for table, row, target, _ in cursor]
    return finding


def subjects_are_there() -> Finding:
    """What names a thing by kind and number, and does not outlive it, names one that is there."""
    named = ((Statement, "subject_kind", "subject_id"), (Conflict, "subject_kind", "subject_id"))
    finding = Finding()
    for model, kind, key in (*named, (RoleAssignment, "object_kind", "object_id")):
        pairs = model._base_manager.exclude(**{kind: ""}).order_by().values_list(kind, key).distinct()
        by_kind: dict[str, list[str]] = {}
        for label, pk in pairs.iterator(chunk_size=BATCH):
            by_kind.setdefault(label, []).append(pk)
        for label, keys in by_kind.items():
            finding.looked_at += len(keys)
            name = model._meta.label_lower
            finding.wrong += [f"{name}: there is no {label} {pk}" for pk in sorted(_missing(label, keys))]
    return finding


def invention_stays_apart() -> Finding:
    """No real row, and no child of one, points at an invented one."""
    looked_at, wrong = pointing_at_invented()
    return Finding(looked_at, wrong)


def keys_of_names_agree() -> Finding:
    """The keys names are sorted and matched by are those of the names as they stand."""
    finding = Finding()
    for named, names in ((Place, PlaceName), (Organisation, OrganisationName)):
        _look_at_names(named, names, finding)
    for person in Person.objects.filter(erased_at=None).iterator(chunk_size=BATCH):
        finding.looked_at += 1
        keys = (
            sort_key(f"{person.family_name} {person.given_name}"),
            match_key(f"{person.given_name} {person.family_name}"),
            fold(person.email),
        )
        if keys != (person.sort_key, person.match_key, person.email_key):
            finding.wrong.append(f"person {person.pk}: its keys are not those of its name and address")
    for user in User.objects.iterator(chunk_size=BATCH):
        finding.looked_at += 1
        if user.email_key != fold(user.email):
            finding.wrong.append(f"account {user.pk}: its key is not that of its address")
    return finding


def _look_at_names(named: Any, names: Any, finding: Finding) -> None:
    owner = named._meta.model_name
    for thing in named.objects.prefetch_related("names").iterator(chunk_size=BATCH):
        finding.looked_at += 1
        if thing.sort_keys != sort_keys(thing.name):
            finding.wrong.append(f"{owner} {thing.slug}: its sort keys are not those of its name")
        missing = set(known_names(thing.name, *_acronyms(thing))) - {row.key for row in thing.names.all()}
        if missing:
            finding.wrong.append(f"{owner} {thing.slug}: it is not found by {', '.join(sorted(missing))}")
        for row in thing.names.all():
            if row.key != match_key(row.name):
                finding.wrong.append(f"{owner} {thing.slug}: the key of its name {row.name} is another's")


def _acronyms(thing: Any) -> list[Any]:
    return [thing.acronym] if isinstance(thing, Organisation) else []


def files_are_there() -> Finding:
    """Every file a row names is in the storage, and no restore was left half done."""
    finding = Finding()
    for label, name in _named_files():
        finding.looked_at += 1
        if not default_storage.exists(name):
            finding.wrong.append(f"{label} names the file {name}, which is not there")
    if journal_path().exists():
        finding.wrong.append("a restore was killed: run `portolan restore` again, which first puts its files right")
    return finding


def files_are_named() -> Finding:
    """Files of the storage that no row names: left by what was deleted or went wrong."""
    named = {name for _, name in _named_files()}
    stored = list(stored_files())
    return Finding(len(stored), [f"{name} belongs to nothing" for name in stored if name not in named])


def _named_files() -> Iterator[tuple[str, str]]:
    for model in apps.get_models():
        for one in model._meta.local_concrete_fields:
            if isinstance(one, models.FileField):
                rows = model._base_manager.exclude(**{one.name: ""}).order_by("pk")
                for pk, name in rows.values_list("pk", one.name).iterator(chunk_size=BATCH):
                    yield f"{model._meta.label_lower} {pk}", name


def conflicts_open() -> Finding:
    """Sources that disagree where nobody has decided: work for people, no fault."""
    rows = Conflict.objects.filter(state=ConflictState.OPEN).order_by("pk")
    return Finding(Conflict.objects.count(), [str(conflict) for conflict in rows])


def search_agrees() -> Finding:
    """Every thing that is to be found has an entry, and every entry its thing."""
    finding = Finding()
    known = kinds()
    for label in Entry.objects.order_by("kind").values_list("kind", flat=True).distinct():
        if label not in known:
            finding.wrong.append(f"entries of a kind {label} that nobody registered")
    for label, kind in known.items():
        entries = set(Entry.objects.filter(kind=label).values_list("object_id", flat=True))
        things = set(kind.rows().order_by().values_list("pk", flat=True))
        finding.looked_at += len(things)
        finding.wrong += [f"{label} {pk} is gone but still found" for pk in sorted(entries - things)]
        finding.wrong += [f"{label} {pk} is not found" for pk in sorted(things - entries)]
    return finding


def _missing(label: str, keys: Iterable[str]) -> set[str]:
    """Those of the keys no row of the kind has; all of them where there is no such kind."""
    wanted = set(keys)
    try:
        manager = apps.get_model(label)._base_manager
    except (LookupError, ValueError):
        return wanted
    numbers = sorted(int(key) for key in wanted if key.isdigit())
    found: set[str] = set()
    for start in range(0, len(numbers), BATCH):
        rows = manager.filter(pk__in=numbers[start : start + BATCH])
        found |= {str(pk) for pk in rows.values_list("pk", flat=True)}
    return wanted - found


INSPECTIONS = (
    Inspection("counts", counts_agree),
    Inspection("keys", keys_hold),
    Inspection("subjects", subjects_are_there),
    Inspection("invented", invention_stays_apart),
    Inspection("names", keys_of_names_agree),
    Inspection("search", search_agrees),
    Inspection("files", files_are_there),
    Inspection("leftover files", files_are_named, told=True),
    Inspection("open conflicts", conflicts_open, told=True),
)
