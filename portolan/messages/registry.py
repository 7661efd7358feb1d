"""Where higher apps join: the sentence and address of each kind of task and notice, and work done by the clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from portolan.kernel.texts import Text

# A sentence is made in the reader's language from the object's name and the row's values.
Sentence = Callable[[str, Mapping[str, Any]], str]
# The address of the screen for a row: (object id, values) -> path without language, empty for none.
Address = Callable[[str, Mapping[str, Any]], str]


@dataclass(frozen=True)
class Kind:
    """A kind of task or notice: how it is said, where it leads, and the word on its button."""

    sentence: Sentence
    url: Address
    verb: str | Promise = ""


@dataclass(frozen=True)
class Periodic:
    """Work the worker does by the clock: the callable enqueues or does it, and is idempotent."""

    name: str
    seconds: int
    task: Any


_task_kinds: dict[str, Kind] = {}
_notice_kinds: dict[str, Kind] = {}
_periodic: dict[str, Periodic] = {}


def register_task_kind(kind: str, sentence: Sentence, url: Address, *, verb: str | Promise = "") -> None:
    """Say how a kind of task reads and where it leads. A second registration of one kind replaces the first."""
    _task_kinds[kind] = Kind(sentence, url, verb)


def register_notice_kind(kind: str, sentence: Sentence, url: Address) -> None:
    """The same for a kind of notice."""
    _notice_kinds[kind] = Kind(sentence, url)


def register_periodic(name: str, seconds: int, task: Any) -> None:
    """Have the worker run `task` (a background task) every so many seconds."""
    _periodic[name] = Periodic(name, seconds, task)


def task_kind(kind: str) -> Kind:
    """The kind of a task; one nobody registered says just its object's name and leads nowhere."""
    return _task_kinds.get(kind, _UNKNOWN)


def notice_kind(kind: str) -> Kind:
    """The kind of a notice, as for tasks."""
    return _notice_kinds.get(kind, _UNKNOWN)


def periodic_tasks() -> list[Periodic]:
    """Everything that runs by the clock."""
    return list(_periodic.values())


def label_of(row: Any) -> str:
    """The object's name for this reader: in several languages where `values["label"]` holds them, else as it was."""
    kept = row.values.get("label")
    return str(Text.from_json(kept)) if isinstance(kept, dict) else row.object_label


_UNKNOWN = Kind(lambda label, values: label, lambda pk, values: "")
