"""Who sees which rows of the network, and the filters pages share."""

from __future__ import annotations

from typing import Any

from django.db import models

from portolan.accounts.enums import Permission
from portolan.accounts.rules import can, scope_keys
from portolan.kernel.folding import fold, match_key, sort_key
from portolan.kernel.languages import current_language
from portolan.provenance.models import RecordedQuerySet


class NamedQuerySet(RecordedQuerySet):
    """Rows with names in several languages and a stored key to sort them by."""

    def in_order(self, language: str = ""):
        """By name in the reader's language; the keys are hexadecimal, so both databases order alike."""
        key = models.fields.json.KeyTextTransform(language or current_language(), "sort_keys")
        return self.order_by(key, "pk")

    def called(self, words: str):
        """Those with every word somewhere in a name, in any language, case, accent or script variant."""
        rows = self
        for word in match_key(words).split():
            rows = rows.filter(self._called(word))
        return rows

    def beginning_first(self, words: str, language: str = ""):
        """In order, but first those of which a name begins so."""
        begins = models.Q(pk__in=self._named(self.model, key__startswith=match_key(words)))
        ordered = self.in_order(language)
        first = models.Case(models.When(begins, then=0), default=1)
        return ordered.order_by(first, *ordered.query.order_by)

    def _called(self, word: str) -> models.Q:
        return models.Q(pk__in=self._named(self.model, key__contains=word))

    @staticmethod
    def _named(model: Any, **key: str) -> Any:
        names = model._meta.get_field("names")
        return names.related_model._base_manager.filter(**key).values(names.field.attname)


class PlaceQuerySet(NamedQuerySet):
    """Places are public: every real one may be seen by anyone."""

    def visible_to(self, user: Any):
        """All places; the demonstration's are left out by `shown()`, not here."""
        return self


class OrganisationQuerySet(NamedQuerySet):
    """Organisations of the registry."""

    def standing(self):
        """Without those merged into another."""
        return self.filter(redirect_to=None)

    def visible_to(self, user: Any):
        """The registry for those who may read it; for others only bodies with a part in the programme."""
        if can(user, Permission.NETWORK_READ):
            return self
        return self.filter(memberships__isnull=False).distinct()

    def with_people(self):
        """Those somebody has or had a function in; asked body by body, since functions are by far more."""
        functions: Any = self.model._meta.get_field("affiliations").related_model
        return self.filter(models.Exists(functions.objects.filter(organisation=models.OuterRef("pk"))))

    def _called(self, word: str) -> models.Q:
        """A municipality is found under the names of its place too."""
        places = self._named(self.model._meta.get_field("place").related_model, key__contains=word)
        return super()._called(word) | models.Q(place__in=places)


class MembershipQuerySet(RecordedQuerySet):
    """Who belongs to which phase."""

    def current(self):
        """Of the phase marked as current, of each programme."""
        return self.filter(phase__is_current=True)

    def visible_to(self, user: Any):
        """Memberships are public."""
        return self


class PersonQuerySet(RecordedQuerySet):
    """People. Hidden by default."""

    def standing(self):
        """Without those merged into another or erased."""
        return self.filter(redirect_to=None, erased_at=None)

    def visible_to(self, user: Any):
        """All for those who may read people everywhere; else oneself and the people of one's own bodies."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        from_bodies = scope_keys(user, Permission.PEOPLE_READ, "organisation:")
        if from_bodies is None:
            return self
        return self.filter(models.Q(user=user) | models.Q(affiliations__organisation__in=from_bodies)).distinct()

    def called(self, words: str):
        """Those with every word somewhere in their name, or with this very address."""
        named = models.Q()
        for word in match_key(words).split():
            named &= models.Q(match_key__contains=word)
        return self.filter(named | models.Q(email_key=fold(words.strip()))) if named else self

    def beginning_first(self, words: str, language: str = ""):
        """By name, but first those whose name begins so."""
        key = match_key(words)
        begins = models.Q(match_key__startswith=key) | models.Q(sort_key__startswith=sort_key(words))
        return self.order_by(models.Case(models.When(begins, then=0), default=1), "sort_key", "pk")


class CityNoteQuerySet(models.QuerySet):
    """Notes in cities' files."""

    def visible_to(self, user: Any):
        """Within the reader's cities: all for the team, to the city itself only what is shared with it."""
        return self.filter(_readable(user, "organisation", "readers"))


class AgreementQuerySet(models.QuerySet):
    """What was agreed in these notes."""

    def open(self):
        """Not done yet."""
        return self.filter(done_on=None)

    def visible_to(self, user: Any):
        """As the notes they stand in."""
        return self.filter(_readable(user, "note__organisation", "note__readers"))


def _readable(user: Any, city: str, readers: str) -> models.Q:
    """Whose city's file lies open to a user: everything where they may write in it, what is shared where they read."""
    nothing = models.Q(pk__in=[])
    found = nothing
    shared = models.Q(**{readers: "city"})
    for permission, part in ((Permission.CITY_FILE_WRITE, models.Q()), (Permission.CITY_FILE_READ, shared)):
        scopes = scope_keys(user, permission, "organisation:")
        found |= (models.Q(**{f"{city}__in": scopes}) if scopes is not None else ~nothing) & part
    return found
