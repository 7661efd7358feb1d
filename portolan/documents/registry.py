"""Where other parts join: what follows a saved text, where things live, who owns a document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from portolan.accounts.models import User
from portolan.documents.models import Document, Revision, Section

# Runs in the transaction that saves a text: (section, language, the new revision).
AfterRevision = Callable[[Section, str, Revision], None]


class AfterChange(Protocol):
    """Runs in the transaction that changes a title or the sections."""

    def __call__(self, document: Document, *, by: User | None, at: dt.datetime) -> None: ...


# Ids of one kind -> id: (label in the current language, path of its page). What it leaves out is not known.
AddressOf = Callable[[list[str]], Mapping[str, tuple[str, str]]]


@dataclass(frozen=True)
class Owner:
    """What a document belongs to: a city's profile, an event."""

    kind: str
    label: str
    address: str = ""


# Ids of documents -> id: its owner.
OwnerOf = Callable[[list[int]], Mapping[int, Owner]]

_after_revision: list[AfterRevision] = []
_after_change: list[AfterChange] = []
_addressing: dict[str, AddressOf] = {}
_owners: dict[str, OwnerOf] = {}


def register_after_revision(step: AfterRevision) -> None:
    """Have `step(section, language, revision)` run in the transaction of every new revision."""
    if step not in _after_revision:
        _after_revision.append(step)


def after_revision_steps() -> list[AfterRevision]:
    """What follows a saved text."""
    return list(_after_revision)


def register_after_change(step: AfterChange) -> None:
    """Have `step(document, by=, at=)` run when something printed other than a text has changed."""
    if step not in _after_change:
        _after_change.append(step)


def after_change_steps() -> list[AfterChange]:
    """What follows a changed title or section."""
    return list(_after_change)


def register_addressing(kind: str, address_of: AddressOf) -> None:
    """Say where things of a kind (`network.organisation`) have their page and what they are called: all in one go."""
    _addressing[kind] = address_of


def addresses_of(keys: Iterable[str]) -> dict[str, tuple[str, str]]:
    """`kind:id` -> (label, path) of those that are known, asking each kind once."""
    by_kind: dict[str, set[str]] = {}
    for key in keys:
        kind, _, pk = key.partition(":")
        if kind in _addressing and pk:
            by_kind.setdefault(kind, set()).add(pk)
    found: dict[str, tuple[str, str]] = {}
    for kind, ids in by_kind.items():
        found.update({f"{kind}:{pk}": where for pk, where in _addressing[kind](sorted(ids)).items()})
    return found


def register_owner(kind: str, owner_of: OwnerOf) -> None:
    """Say which documents things of a kind own: asked for many documents in one go."""
    _owners[kind] = owner_of


def owners_of(documents: Iterable[Document]) -> dict[int, Owner]:
    """Document id -> its owner, of those that have one."""
    ids = sorted({document.pk for document in documents})
    found: dict[int, Owner] = {}
    for owner_of in _owners.values():
        found.update(owner_of(ids))
    return found
