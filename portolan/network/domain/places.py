"""Places: made, changed, found under every name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from portolan.accounts.domain.audit import record
from portolan.accounts.models import User
from portolan.kernel.folding import slug
from portolan.network.domain.changes import check, require_same, set_values
from portolan.network.domain.names import free_slug, refresh_place_names, sort_keys
from portolan.network.models import Place, PlaceName
from portolan.provenance.domain.publication import public_changed
from portolan.provenance.domain.records import desk_record
from portolan.search.domain.entries import refresh

Aliases = Iterable[tuple[str, str]]


def create_place(*, by: User | None, aliases: Aliases = (), **values: Any) -> Place:
    """Add a place, of the desk's record unless `record` says otherwise; raises DomainError with the field to blame."""
    place = Place(record=values.pop("record", None) or desk_record())
    changes = set_values(place, values)
    place.slug = place.slug or free_slug(Place, slug(place.name.pick("en").text))
    return _keep(place, changes, "place-added", by=by, aliases=aliases)


def edit_place(
    place: Place, *, by: User | None, seen: str = "", aliases: Aliases | None = None, **values: Any
) -> Place:
    """Change a place. `seen` is the fingerprint of the version the form showed; `aliases` replaces the others."""
    with transaction.atomic():
        place = Place.objects.select_for_update().get(pk=place.pk)
        require_same(place, seen)
        if aliases is not None:
            PlaceName.objects.filter(place=place).delete()
        return _keep(place, set_values(place, values), "place-changed", by=by, aliases=aliases or ())


def _keep(place: Place, changes: dict[str, Any], verb: str, *, by: User | None, aliases: Aliases) -> Place:
    place.sort_keys = sort_keys(place.name)
    check(place)
    with transaction.atomic():
        place.save()
        refresh_place_names(place, aliases=aliases)
        record(verb, place, by=by, changes=changes)
        refresh(place)
        public_changed()
    return place
