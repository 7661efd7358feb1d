"""Records: where rows come from, and the one rule that no real row points at an invented one."""

from __future__ import annotations

from django.apps import apps
from django.db import models

from portolan.kernel.texts import Text
from portolan.provenance.enums import RecordKind
from portolan.provenance.models import Record, Recorded

_TITLES = {
    RecordKind.DESK: Text.of("en", en="Entered at the desk", fr="Saisi au bureau", ar="أُدخل من مكتب العمل"),
}


def desk_record() -> Record:
    """The record of what people enter by hand, made when first asked for."""
    record, _ = Record.objects.get_or_create(
        code="desk", defaults={"kind": RecordKind.DESK, "title": _TITLES[RecordKind.DESK]}
    )
    return record


def recorded_models() -> list[type[Recorded]]:
    """Every root noun: a table whose rows name their record."""
    return [model for model in apps.get_models() if issubclass(model, Recorded)]


def wrong_way_references() -> list[tuple[str, int, str, int]]:
    """Every real row that points at an invented one, as (label, pk, field, pk pointed at); empty when all is well.

    One query for each relation between root nouns. Statements and links count like any other row.
    """
    found = []
    for model in recorded_models():
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey) and _points_at_recorded(field):
                rows = model._base_manager.exclude(record__kind=RecordKind.DEMONSTRATION).filter(
                    **{f"{field.name}__record__kind": RecordKind.DEMONSTRATION}
                )
                found += [
                    (model._meta.label, pk, field.name, target) for pk, target in rows.values_list("pk", field.attname)
                ]
    return found


def _points_at_recorded(field: models.ForeignKey) -> bool:
    target = field.related_model
    return isinstance(target, type) and issubclass(target, Recorded)
