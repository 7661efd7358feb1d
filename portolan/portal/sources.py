"""What each source says of the same thing, ready to stand side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portolan.kernel.dates import say_period
from portolan.kernel.periods import PartialDate
from portolan.kernel.texts import Text
from portolan.meetings.enums import Mode, Scope
from portolan.portal.figures import in_its_language, source_words
from portolan.provenance.enums import ConflictState
from portolan.provenance.models import Source, Statement

MEETING, PROGRAMME, PLACE, ORGANISATION = (
    "meetings.meeting",
    "network.programme",
    "network.place",
    "network.organisation",
)

# The fields of a meeting on which sources are compared, in the order of the page.
COMPARED = {
    "period": pgettext_lazy("field of an event", "Date"),
    "mode": pgettext_lazy("field of an event", "Mode"),
    "scope": pgettext_lazy("field of an event", "For whom"),
    "participants_declared": gettext_lazy("Participants as declared"),
}
_CHOICES = {"mode": Mode, "scope": Scope}


# What a page reads of a statement.
_TOLD = (
    *("subject_kind", "subject_id", "field", "value", "locator", "preferred", "conflict__state"),
    *(f"source__{name}" for name in ("title", "publisher", "address", "edition", "published", "language")),
)


def statements_about(subjects: Mapping[str, Iterable[int]]) -> list[Statement]:
    """All that sources say of some things, given as kind -> numbers, in the order it was said; one query."""
    wanted = Q(pk=None)
    for kind, numbers in subjects.items():
        wanted |= Q(subject_kind=kind, subject_id__in=[str(number) for number in numbers])
    told = Statement.objects.filter(wanted).select_related("source", "conflict").only(*_TOLD)
    return list(told.order_by("id"))


def as_text(value: Any) -> Any:
    """A stored value as something a page can say: a text in several languages, or plain words."""
    if isinstance(value, dict):
        return Text.from_json(value.get("text", value))
    return "" if value is None else str(value)


def _date(value: Any) -> PartialDate | None:
    try:
        return PartialDate.parse(str(value)) if value else None
    except Exception:  # noqa: BLE001  a source's unreadable date is left out, not shown wrongly
        return None


def _by_source(statements: Iterable[Statement]) -> dict[Source, dict[str, Statement]]:
    """Source -> field -> statement, sources in the order they were read."""
    found: dict[Source, dict[str, Statement]] = {}
    for statement in statements:
        found.setdefault(statement.source, {})[statement.field] = statement
    return found


def _period(said: dict[str, Statement]) -> str:
    value = said["period"].value if "period" in said else {}
    return say_period(_date(value.get("start")), _date(value.get("end")))


def _value_words(field: str, said: dict[str, Statement]) -> Any:
    if field == "period":
        return _period(said)
    value = said[field].value
    choices = dict(_CHOICES[field].choices) if field in _CHOICES else {}
    return choices.get(value) or as_text(value)


def compared_fields(statements: Iterable[Statement]) -> list[dict[str, Any]]:
    """Each field of a meeting several sources speak of: its name, what each says, and whether they disagree."""
    sources = _by_source(statements)
    fields = []
    for field, label in COMPARED.items():
        told = [(source, said) for source, said in sources.items() if field in said]
        rows = [_told(field, source, said) for source, said in told]
        if len({str(row["says"]) for row in rows}) > 1:
            conflict = next((said[field].conflict for _source, said in told if said[field].conflict), None)
            fields.append({"label": label, "statements": rows, "note": _conflict_words(conflict)})
    return fields


def _told(field: str, source: Source, said: dict[str, Statement]) -> dict[str, Any]:
    statement = said[field]
    return {
        "says": _value_words(field, said),
        "source": source_words(source),
        "locator": in_its_language(source, statement.locator),
        "url": source.address,
        "preferred": statement.preferred and _is_decided(statement.conflict),
    }


def _is_decided(conflict: Any) -> bool:
    return conflict is not None and conflict.state == ConflictState.DECIDED


def _conflict_words(conflict: Any) -> str:
    if conflict is None:
        return ""
    if conflict.state == ConflictState.OPEN:
        return _("The sources disagree, and nobody has decided yet. All stay.")
    return _("The sources disagree; the programme’s team chose the one marked. All stay.")


def source_rows(statements: Iterable[Statement]) -> list[dict[str, Any]]:
    """Each source once, with where in it: for the list of sources at the end of a page."""
    found: dict[Source, set[str]] = {}
    for statement in statements:
        found.setdefault(statement.source, set()).update({statement.locator} - {""})
    return [
        {
            "words": source_words(source),
            "url": source.address,
            "locators": [in_its_language(source, locator) for locator in sorted(locators)],
            "note": source.note,
        }
        for source, locators in found.items()
    ]


def accounts_of(statements: Iterable[Statement], titles: Mapping[int, Any]) -> list[dict[str, Any]]:
    """How each source tells of one event: its title there, its date there. `titles`: source -> other title it gives."""
    return [
        {
            "title": as_text(said["title"].value) if "title" in said else titles.get(source.pk, ""),
            "period": _period(said),
            "source": source_words(source),
            "url": source.address,
        }
        for source, said in _by_source(statements).items()
        if "period" in said or "title" in said
    ]


def told_lines(statements: Iterable[Statement], prefix: str) -> list[Any]:
    """The texts of the numbered facts of a name: `event-structure-1`, `event-structure-2`..., in their order."""
    rows = [row for row in statements if row.field.startswith(f"{prefix}-")]
    rows.sort(key=lambda row: (len(row.field), row.field))
    return [as_text(row.value) for row in rows]


def remarks_of(statements: Iterable[Statement]) -> list[dict[str, Any]]:
    """What sources tell in sentences, beyond the fields of a page: the sentence and its source, each sentence once."""
    told: dict[str, dict[str, Any]] = {}
    for statement in statements:
        if isinstance(statement.value, dict) and statement.value.get("text"):
            text = as_text(statement.value)
            told.setdefault(
                str(text), {"text": text, "source": source_words(statement.source), "url": statement.source.address}
            )
    return list(told.values())
