"""All that is held about one person, for that person; and taking the person out while the counts stay."""

from __future__ import annotations

import csv
import io
from functools import partial
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portolan.accounts.domain import accounts
from portolan.accounts.domain.audit import kind_of, record
from portolan.accounts.models import User
from portolan.accounts.registry import personal_data_sections
from portolan.kernel.errors import DomainError
from portolan.messages.models import Notice, Task
from portolan.network.domain.merge_plan import keys_to
from portolan.network.enums import Visibility
from portolan.network.models import FocalPoint, MergeMove, MergeRun, NotTheSame, Person
from portolan.network.registry import erasure_steps, exported_rows
from portolan.provenance.domain.publication import public_changed
from portolan.provenance.models import Statement
from portolan.search.domain.entries import forget

# What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export_person(person: Person, *, by: User | None) -> dict[str, Any]:
    """Everything the network holds about somebody, every table that points at them included; ready for JSON.

    `sections` is a list of `{"title", "rows": [{label: value}]}` in the reader's language. The export is audited.
    """
    sections = [{"title": str(person._meta.verbose_name), "rows": [_said(person)]}]
    pointing = [(model, key.attname) for model, key in keys_to(Person)]
    for model, lookup in (*pointing, *exported_rows().items()):
        rows = model._base_manager.filter(**{lookup: person.pk}).order_by("pk")
        if model is not NotTheSame and (said := [_said(row) for row in rows]):
            sections.append({"title": str(model._meta.verbose_name_plural), "rows": said})
    account = personal_data_sections(person.user) if person.user else {}
    record("person-exported", person, by=by)
    return {"made_at": timezone.now().isoformat(), "sections": sections, "account": account}


def as_csv(exported: dict[str, Any]) -> str:
    """The same as a table of four columns that no spreadsheet takes for formulas."""
    out = io.StringIO()
    sheet = csv.writer(out)
    sheet.writerow([_("Part"), _("Row"), _("Field"), _("Value")])
    for section in exported["sections"]:
        for number, row in enumerate(section["rows"], start=1):
            for label, value in row.items():
                sheet.writerow([_safe(section["title"]), number, _safe(label), _safe(value)])
    return out.getvalue()


def _safe(value: Any) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _said(row: models.Model) -> dict[str, Any]:
    """The fields of a row as label -> value; keys kept beside and other people's accounts are left out."""
    said: dict[str, Any] = {}
    for field in row._meta.concrete_fields:
        if not field.editable or field.primary_key or field.related_model is User:
            continue
        chosen = getattr(row, f"get_{field.name}_display", None)
        value = chosen() if chosen else getattr(row, field.name)
        said[str(field.verbose_name)] = None if value in (None, "") else str(value)
    return said


def erase_person(person: Person, *, by: User | None, reason: str) -> Person:
    """Take out all that says who somebody is, those merged into them too; attendance and functions stay as counts.

    Cannot be undone, and a merge they were part of can no longer be. Raises DomainError without a reason, and while
    the person holds a post.
    """
    if not reason.strip():
        raise DomainError(_("Please give a reason."), code="reason-needed", field="reason")
    at = timezone.now()
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=person.pk)
        if person.erased_at or person.redirect_to_id:
            raise DomainError(_("This person was merged or erased already."), code="not-standing")
        if FocalPoint.objects.filter(person=person, end=None).exists():
            raise DomainError(_("This person is a focal point now: end the post first."), code="holds-post")
        account = person.user
        # Before the names go: rows of other apps may know the person by them only.
        for step in erasure_steps():
            step(person)
        for each in (person, *Person.objects.filter(redirect_to=person)):
            _empty(each, at=at)
        if account is not None:
            accounts.erase(account, by=by, at=at, reason=reason)
        record("person-erased", person, by=by, at=at, reason=reason)
        public_changed()
    person.refresh_from_db()
    return person


def _empty(person: Person, *, at: Any) -> None:
    for name in (
        "given_name",
        "family_name",
        "sort_key",
        "match_key",
        "email",
        "email_key",
        "phone",
        "language",
        "sex",
    ):
        setattr(person, name, "")
    person.visibility, person.erased_at, person.user = Visibility.HIDDEN, at, None
    person.save()
    person.consents.filter(withdrawn_at=None).update(withdrawn_at=at, evidence="")
    person.consents.update(evidence="")
    _empty_letters(person)
    named = {"object_kind": kind_of(person), "object_id": str(person.pk)}
    for model in (Notice, Task):
        model.objects.filter(**named).update(object_label=str(person.pk), values={})
    Statement.objects.filter(subject_kind=kind_of(person), subject_id=str(person.pk)).delete()
    runs = MergeRun.objects.filter(models.Q(kept_person=person) | models.Q(gone_person=person))
    MergeMove.objects.filter(run__in=runs).delete()
    runs.filter(forgotten_at=None).update(forgotten_at=at)
    forget(kind_of(person), person.pk)


def _empty_letters(person: Person) -> None:
    """A nomination letter names its person: the file goes, once it is certain that the erasure stands."""
    for post in person.focal_posts.exclude(letter=""):
        storage, name = post.letter.storage, post.letter.name
        transaction.on_commit(partial(storage.delete, name))
    person.focal_posts.update(letter="", letter_reference="")
