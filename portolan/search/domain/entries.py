"""Keeping entries in step with the things they are of. Called by the verbs that write, inside their transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.conf import settings
from django.db import models, transaction

from portolan.kernel.periods import PartialDate
from portolan.kernel.texts import Text
from portolan.search.domain import index
from portolan.search.domain.analysis import words
from portolan.search.models import Entry
from portolan.search.registry import Document, Kind, dependents_of, kind_of, kinds

BATCH = 500


def refresh(thing: models.Model) -> None:
    """Bring the entries of one thing up to date; none stay when it is no longer to be found or of no known kind.

    Those of things that are found by its words follow: a city's new name finds its meetings.
    """
    _refresh(type(thing), [thing.pk])


def refresh_many(things: models.QuerySet) -> None:
    """The same for all things of a queryset, in batches."""
    keys = iter(list(things.order_by("pk").values_list("pk", flat=True).distinct()))
    while batch := list(islice(keys, BATCH)):
        _refresh(things.model, batch)


def forget(kind: str, pk: int) -> None:
    """Take out a thing that is gone: `forget("network.place", 7)`."""
    with transaction.atomic():
        _drop(kind, [pk])


def rebuild() -> int:
    """Make all entries anew from the things themselves; gives how many there are."""
    with transaction.atomic():
        index.clear()
        Entry.objects.all().delete()
        for kind in kinds().values():
            keys = iter(list(kind.rows().order_by("pk").values_list("pk", flat=True).distinct()))
            while batch := list(islice(keys, BATCH)):
                _add(kind, batch)
    return Entry.objects.count()


def _refresh(model: type[models.Model], keys: Sequence[int]) -> None:
    kind = kind_of(model)
    if kind is not None:
        _replace(kind, keys)
    for things in dependents_of(model, keys):
        refresh_many(things)


def _replace(kind: Kind, keys: Sequence[int]) -> None:
    with transaction.atomic():
        _drop(kind.name, keys)
        _add(kind, keys)


def _drop(kind: str, keys: Sequence[int]) -> None:
    old = Entry.objects.filter(kind=kind, object_id__in=keys)
    index.remove(list(old.values_list("pk", flat=True)))
    old.delete()


def _add(kind: Kind, keys: Sequence[int]) -> None:
    """Entries and words of those of the things that are to be found at all."""
    rows = kind.rows().filter(pk__in=keys).order_by("pk").distinct()
    made = [(entry, names) for thing in rows for entry, names in _entries(kind, thing.pk, kind.document(thing))]
    Entry.objects.bulk_create([entry for entry, _ in made], batch_size=BATCH)
    index.add(_words(entry, names) for entry, names in made)


def _entries(kind: Kind, pk: int, document: Document) -> Iterator[tuple[Entry, Sequence[str]]]:
    """An entry for each language the thing has words in, with the further names of the thing."""
    for language in _languages(document):
        yield (
            Entry(
                kind=kind.name,
                object_id=pk,
                language=language,
                rank=kind.rank,
                date_key=date_key(document.date),
                is_invented=document.is_invented,
                slug=document.slug,
                facets={name: sorted(set(values)) for name, values in document.facets.items() if values},
                title=_in(document.title, language)[:500],
                text="\n".join(filter(None, (_in(text, language) for text in document.texts))),
            ),
            document.names,
        )


def _languages(document: Document) -> list[str]:
    """The languages of the site it has words in, else its own; one without a name for what has none, as a person."""
    texts = [text for text in (document.title, *document.texts) if isinstance(text, Text)]
    has = {code for text in texts for code in text.texts}
    ours = [code for code, _ in settings.LANGUAGES if code in has]
    return ours or sorted(has)[:1] or [""]


def _in(text: Text | str, language: str) -> str:
    return text.pick(language).text if isinstance(text, Text) else text


def date_key(date: PartialDate | None) -> int:
    """A partial date as a number that sorts the same everywhere: 20160712, 20160700, 20160000; 0 for none."""
    return date.year * 10_000 + (date.month or 0) * 100 + (date.day or 0) if date else 0


def _words(entry: Entry, names: Iterable[str]) -> index.Words:
    title = words(entry.title)
    for name in names:
        title += words(name)
    return index.Words(
        entry.pk,
        entry.kind,
        entry.language,
        title,
        words(entry.text),
        [index.facet_token(facet, value) for facet, values in entry.facets.items() for value in values],
    )
