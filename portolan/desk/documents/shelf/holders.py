"""Who holds the ball: of many documents at once, in two queries."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from portolan.documents.enums import Stage
from portolan.documents.models import Document
from portolan.kernel.lists import say_list
from portolan.messages.models import Task
from portolan.network.enums import Role
from portolan.network.models import RoleAssignment

KIND = Document._meta.label_lower


def holders_of(documents: Sequence[Document]) -> dict[int, str]:
    """Document -> who is to do the next thing, in words; nothing for one that is published."""
    asked = _asked([each for each in documents if each.stage not in (Stage.DRAFT, Stage.READY, Stage.PUBLISHED)])
    leads = _leads([each for each in documents if each.stage == Stage.DRAFT])
    said = {}
    for document in documents:
        if document.stage == Stage.READY:
            said[document.pk] = _("the team")
        elif names := (leads if document.stage == Stage.DRAFT else asked).get(document.pk):
            said[document.pk] = say_list(list(dict.fromkeys(names)))
        elif document.stage == Stage.DRAFT:
            said[document.pk] = _("nobody yet")
    return said


def _leads(documents: list[Document]) -> dict[int, list[str]]:
    rows = RoleAssignment.objects.standing(timezone.localdate()).filter(
        role=Role.LEAD_AUTHOR, object_kind=KIND, object_id__in=[str(each.pk) for each in documents]
    )
    found: dict[int, list[str]] = {}
    for pk, name, email in rows.order_by("user__name").values_list("object_id", "user__name", "user__email"):
        found.setdefault(int(pk), []).append(name or email)
    return found


def _asked(documents: list[Document]) -> dict[int, list[str]]:
    tasks = Task.objects.open().filter(
        kind="document-waits", object_kind=KIND, object_id__in=[str(each.pk) for each in documents]
    )
    found: dict[int, list[str]] = {}
    for pk, name, email in tasks.order_by("pk").values_list("object_id", "assignee__name", "assignee__email"):
        found.setdefault(int(pk), []).append(name or email or _("the team"))
    return found
