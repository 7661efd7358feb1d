"""Writing the value a person preferred to the thing it is about; joined to `provenance` by its registry."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from portolan.exchange.domain import fields
from portolan.kernel.errors import DomainError
from portolan.meetings.enums import HostRole, Mode
from portolan.meetings.models import Meeting, MeetingHost
from portolan.network.models import Organisation
from portolan.provenance.models import Conflict
from portolan.search.domain.entries import refresh


def write_decided(kind: str, pk: str, name: str, value: Any) -> None:
    """Set the field of the thing; free facts have no field and need nothing written.

    Raises DomainError when the thing, or what the value names, is gone.
    """
    model = fields.KINDS.get(kind)
    if model is None:
        return
    thing = model._default_manager.filter(pk=pk).first()
    if thing is None:
        raise DomainError(_("What this conflict is about no longer exists."), code="subject-gone")
    if isinstance(thing, Meeting) and name == "host":
        _set_host(thing, value)
    elif name == "period" or _has_field(model, name):
        try:
            fields.put(thing, name, fields.from_json(kind, name, value))
        except LookupError:
            raise DomainError(_("What this value names no longer exists."), code="value-gone") from None
        if isinstance(thing, Meeting) and thing.mode == Mode.ONLINE:
            thing.venue = None
        thing.save()
    refresh(thing)


def subject_of(conflict: Conflict) -> Any:
    """The thing a conflict is about, or the label it had, where it is gone."""
    model = fields.KINDS.get(conflict.subject_kind)
    thing = model._default_manager.filter(pk=conflict.subject_id).first() if model is not None else None
    return thing or conflict.subject_label


def _has_field(model: Any, name: str) -> bool:
    return name in {field.name for field in model._meta.concrete_fields} | {"current", "participants_declared"}


def _set_host(meeting: Meeting, slug: str) -> None:
    """The preferred host invites; the former one stays as one that invites too."""
    body = Organisation.objects.filter(slug=slug).first()
    if body is None:
        raise DomainError(_("What this value names no longer exists."), code="value-gone")
    meeting.hosts.filter(role=HostRole.HOST).exclude(organisation=body).update(role=HostRole.CO_HOST)
    MeetingHost.objects.update_or_create(meeting=meeting, organisation=body, defaults={"role": HostRole.HOST})
