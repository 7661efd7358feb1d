"""Names as keys: what sorting and matching read, kept in step with the names people read."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings

from portolan.kernel.folding import match_key, sort_key
from portolan.kernel.texts import Text
from portolan.network.models import Organisation, OrganisationName, Place, PlaceName


def sort_keys(name: Text) -> dict[str, str]:
    """A sort key for each language of the site, from the name a reader of that language sees."""
    return {code: sort_key(name.pick(code).text) for code, _ in settings.LANGUAGES}


def known_names(*texts: Text, aliases: Iterable[tuple[str, str]] = ()) -> dict[str, tuple[str, str]]:
    """Folded key -> (name, language) of every wording and alias, the first of equal keys winning; no empty key."""
    wordings = [(code, wording) for text in texts for code, wording in text.texts.items()]
    found: dict[str, tuple[str, str]] = {}
    for language, name in (*wordings, *aliases):
        key = match_key(name)
        if key:
            found.setdefault(key, (name, language))
    return found


def refresh_place_names(place: Place, *, aliases: Iterable[tuple[str, str]] = ()) -> None:
    """Make sure every wording of the place, and the further `aliases` (language, name), can be matched."""
    rows = known_names(place.name, aliases=aliases)
    PlaceName.objects.bulk_create(
        [PlaceName(place=place, name=name, language=lang, key=key) for key, (name, lang) in rows.items()],
        ignore_conflicts=True,
    )


def refresh_organisation_names(organisation: Organisation, *, aliases: Iterable[tuple[str, str]] = ()) -> None:
    """The same for an organisation, its acronyms included."""
    rows = known_names(organisation.name, organisation.acronym, aliases=aliases)
    OrganisationName.objects.bulk_create(
        [
            OrganisationName(organisation=organisation, name=name, language=lang, key=key)
            for key, (name, lang) in rows.items()
        ],
        ignore_conflicts=True,
    )


def free_slug(model: type[Organisation] | type[Place], wanted: str) -> str:
    """`wanted`, or the first of `wanted-2`, `wanted-3`... that no row has yet; a number when the name has no Latin."""
    stem = (wanted or model._meta.model_name or "x")[:40]
    taken = set(model._base_manager.filter(slug__startswith=stem).values_list("slug", flat=True))
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(each for each in (stem, *numbered) if each not in taken)
