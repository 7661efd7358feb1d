"""Organisations: made, changed, found under every name, acronym and alias."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portolan.accounts.domain.audit import record
from portolan.accounts.models import User
from portolan.kernel.errors import DomainError
from portolan.kernel.folding import slug
from portolan.network.domain.changes import check, require_same, set_values
from portolan.network.domain.names import free_slug, refresh_organisation_names, sort_keys
from portolan.network.models import Organisation, OrganisationName
from portolan.provenance.domain.publication import public_changed
from portolan.provenance.domain.records import desk_record
from portolan.search.domain.entries import refresh

Aliases = Iterable[tuple[str, str]]
# A tree deeper than this is a mistake.
DEEPEST = 10


def create_organisation(*, by: User | None, aliases: Aliases = (), **values: Any) -> Organisation:
    """Add a body, of the desk's record unless `record` says otherwise; DomainError names the field to blame."""
    body = Organisation(record=values.pop("record", None) or desk_record())
    changes = set_values(body, values)
    body.slug = body.slug or free_slug(Organisation, slug(body.name.pick("en").text))
    return _keep(body, changes, "organisation-added", by=by, aliases=aliases)


def edit_organisation(
    body: Organisation, *, by: User | None, seen: str = "", aliases: Aliases | None = None, **values: Any
) -> Organisation:
    """Change a body. `seen` is the fingerprint of the version the form showed; `aliases` replaces the further names.

    Of two who change it at once the second gets a DomainError `changed-meanwhile`.
    """
    with transaction.atomic():
        body = Organisation.objects.select_for_update().get(pk=body.pk)
        require_same(body, seen)
        if aliases is not None:
            OrganisationName.objects.filter(organisation=body).delete()
        return _keep(body, set_values(body, values), "organisation-changed", by=by, aliases=aliases or ())


def _keep(body: Organisation, changes: dict[str, Any], verb: str, *, by: User | None, aliases: Aliases) -> Organisation:
    body.sort_keys = sort_keys(body.name)
    _check_tree(body)
    check(body)
    with transaction.atomic():
        body.save()
        refresh_organisation_names(body, aliases=aliases)
        record(verb, body, by=by, changes=changes)
        refresh(body)
        public_changed()
    return body


def _check_tree(body: Organisation) -> None:
    above = body.parent
    for _step in range(DEEPEST):
        if above is None:
            return
        if body.pk and above.pk == body.pk:
            break
        above = above.parent
    raise DomainError(_("A body cannot be part of itself, or of its own parts."), code="loop", field="parent")


def further_names(body: Organisation) -> list[tuple[str, str]]:
    """The aliases of a body, as (language, name): every name it is found under that is neither its name nor acronym."""
    own = {*body.name.values(), *body.acronym.values()}
    rows = sorted(body.names.all(), key=lambda row: row.pk)
    return [(row.language, row.name) for row in rows if row.name not in own]
