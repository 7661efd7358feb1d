"""Removing everything invented, and whatever points at it; nothing real is touched."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from portolan.accounts.domain import audit
from portolan.accounts.models import AuditEntry, User
from portolan.exchange.models import ImportRun
from portolan.kernel.errors import DomainError
from portolan.meetings.models import Meeting
from portolan.network.domain.demonstration import remove_demonstration_work
from portolan.network.models import Organisation, Phase, Place, Programme
from portolan.provenance.domain.publication import public_changed
from portolan.provenance.domain.records import wrong_way_references
from portolan.provenance.enums import RecordKind
from portolan.provenance.models import Record
from portolan.results.models import Count
from portolan.search.domain.entries import forget

Doomed = dict[type[models.Model], set[Any]]
# Pairs of fields by which tables without a key name a thing.
_GENERIC = (("object_kind", "object_id"), ("subject_kind", "subject_id"))
_CHUNK = 500


def remove_demonstration(*, by: User | None, at: dt.datetime | None = None) -> dict[str, int]:
    """Remove every row of the demonstration and all that hangs on it; gives how many of each kind went.

    Raises DomainError when a real row points at an invented one, which nothing may do. A second call removes nothing.
    """
    with transaction.atomic():
        if wrong_way_references():
            raise DomainError(_("Something real points at the demonstration: mend this first."), code="wrong-way")
        doomed = _hanging_on(Record, set(_pks(Record.objects.filter(kind=RecordKind.DEMONSTRATION))))
        if not doomed:
            return {}
        scopes = _scopes(doomed)
        removed = {model._meta.label_lower: len(pks) for model, pks in doomed.items()}
        remove_demonstration_work()
        _loosen(doomed)
        _remove_mentions(doomed)
        Count.objects.filter(scope__in=scopes).delete()
        for run in ImportRun.objects.filter(about__kind=RecordKind.DEMONSTRATION):
            run.rows.all().delete()
            run.delete()
        for model, pks in doomed.items():
            for chunk in _chunks(pks):
                model._base_manager.filter(pk__in=chunk)._raw_delete(connection.alias)
        audit.record("demonstration.remove", by=by, at=at, changes={kind: [n, 0] for kind, n in removed.items()})
        public_changed()
    return removed


def _pks(rows: models.QuerySet) -> list[Any]:
    return list(rows.values_list("pk", flat=True))


def _hanging_on(root: type[models.Model], pks: set[Any]) -> Doomed:
    """The rows and, again and again, every row whose key to one of them may not be emptied."""
    doomed: Doomed = defaultdict(set)
    waiting = [(root, pks)] if pks else []
    while waiting:
        model, fresh = waiting.pop()
        fresh = fresh - doomed[model]
        if not fresh:
            continue
        doomed[model] |= fresh
        for relation in _incoming(model):
            if relation.on_delete is models.SET_NULL:
                continue
            for chunk in _chunks(fresh):
                rows = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": chunk})
                waiting.append((relation.related_model, set(_pks(rows))))
    return {model: pks for model, pks in doomed.items() if pks}


def _incoming(model: type[models.Model]) -> list[Any]:
    """Every key of another table that points at this one, hidden ones and those of many-to-many tables included."""
    fields = model._meta.get_fields(include_hidden=True)
    return [one for one in fields if one.auto_created and not one.concrete and (one.one_to_many or one.one_to_one)]


def _loosen(doomed: Doomed) -> None:
    """Empty the keys that may be emptied of rows that stay."""
    for model, pks in doomed.items():
        for relation in _incoming(model):
            if relation.on_delete is models.SET_NULL:
                for chunk in _chunks(pks):
                    rows = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": chunk})
                    rows.update(**{relation.field.name: None})


def _remove_mentions(doomed: Doomed) -> None:
    """Rows that name an invented thing by kind and id; the audit trail alone keeps its entries."""
    kinds = {model._meta.label_lower: {str(pk) for pk in pks} for model, pks in doomed.items()}
    for model in apps.get_models():
        names = {field.name for field in model._meta.concrete_fields}
        for kind_field, id_field in _GENERIC:
            if model is AuditEntry or not {kind_field, id_field} <= names:
                continue
            for kind, ids in kinds.items():
                for chunk in _chunks(ids):
                    model._base_manager.filter(**{kind_field: kind, f"{id_field}__in": chunk}).delete()
    for model, pks in doomed.items():
        for pk in sorted(pks):
            forget(model._meta.label_lower, pk)


def _scopes(doomed: Doomed) -> set[str]:
    """The scopes of counts that are about an invented thing."""
    names: list[tuple[type[models.Model], str, str]] = [(Programme, "slug", "programme"), (Phase, "code", "phase")]
    names += [(Place, "slug", "city"), (Organisation, "slug", "organisation"), (Meeting, "slug", "meeting")]
    scopes = set()
    for model, attribute, word in names:
        for pk, code in model._base_manager.filter(pk__in=doomed.get(model, ())).values_list("pk", attribute):
            scopes |= {f"{word}:{pk}", f"{word}:{code}"}
    return scopes


def _chunks(pks: set[Any]) -> list[list[Any]]:
    ordered = sorted(pks)
    return [ordered[start : start + _CHUNK] for start in range(0, len(ordered), _CHUNK)]
