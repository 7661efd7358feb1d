"""The chain a document of each kind usually passes; each document has its own, which may differ."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portolan.accounts.enums import Permission
from portolan.documents.enums import REVIEW_STAGES, DocumentKind, Stage
from portolan.documents.models import Document
from portolan.kernel.errors import DomainError
from portolan.kernel.texts import Text
from portolan.network.enums import Role
from portolan.network.models import Organisation
from portolan.network.rules import ROLE_PERMISSIONS

# Only a city's own chain may say that silence means no objection.
SILENT_STAGES = (Stage.STAKEHOLDERS, Stage.VALIDATION)
_WITH_THE_CITY = (DocumentKind.PROFILE, DocumentKind.PRIORITY_PAPER)
_SUPERVISED = (
    *_WITH_THE_CITY,
    DocumentKind.COUNTRY_CHAPTER,
    DocumentKind.BACKGROUND_PAPER,
    DocumentKind.POLICY_PAPER,
    DocumentKind.LEARNING_NOTE,
)


@dataclass(frozen=True)
class StepPlan:
    """A party that is to answer in a stage. Without a role it answers by link or on paper."""

    stage: str
    party: Text
    role: str = ""
    organisation: Organisation | None = None
    due_on: dt.date | None = None
    silence_basis: str = ""

    @property
    def key(self) -> tuple[Any, ...]:
        """What makes it the same step when the chain is set again."""
        return (
            str(self.stage),
            self.party.get(self.party.source),
            str(self.role),
            getattr(self.organisation, "pk", None),
        )


def standard_plan(document: Document) -> list[StepPlan]:
    """Supervision, quality, then for what is a city's own its stakeholders and the city; short texts pass quality."""
    plan = [StepPlan(Stage.QUALITY, _everywhere(gettext_lazy("Quality assurance")), Role.QUALITY_OFFICER)]
    if document.kind in _SUPERVISED:
        plan.insert(0, StepPlan(Stage.SUPERVISION, _everywhere(gettext_lazy("Supervision")), Role.SUPERVISOR))
    if document.kind in _WITH_THE_CITY and document.city:
        plan.append(StepPlan(Stage.STAKEHOLDERS, _everywhere(gettext_lazy("Stakeholders of the city"))))
        plan.append(StepPlan(Stage.VALIDATION, document.city.name, Role.VALIDATOR, document.city))
    return plan


def require_plan(plan: list[StepPlan], *, is_invented: bool) -> None:
    """Raise a DomainError for a plan that cannot be a chain."""
    for step in plan:
        _require_step(step)
        if step.organisation is not None and step.organisation.is_invented != is_invented:
            words = _("Something real cannot point at something invented.")
            raise DomainError(words, code="mixed-records", field="organisation")
    if len({step.key for step in plan}) < len(plan):
        raise DomainError(_("One party stands twice in one stage."), code="twice", field="party")


def _require_step(step: StepPlan) -> None:
    if step.stage not in REVIEW_STAGES:
        raise DomainError(_("Nobody answers in this stage."), code="no-review-stage", field="stage")
    if not step.party:
        raise DomainError(_("Say who answers."), code="party-needed", field="party")
    if step.role and (
        step.role not in Role.values or Permission.DOCUMENT_SIGN not in ROLE_PERMISSIONS[Role(step.role)]
    ):
        raise DomainError(_("Holders of this role do not sign documents."), code="role-cannot-sign", field="role")
    if step.silence_basis and step.due_on is None:
        raise DomainError(_("Silence needs a date by which to answer."), code="date-needed", field="due_on")
    if step.silence_basis and step.stage not in SILENT_STAGES:
        words = _("Only stakeholders and the city may agree by silence, where their own chain says so in writing.")
        raise DomainError(words, code="no-silence-here", field="silence_basis")


def _everywhere(words: str | Promise) -> Text:
    """A wording of ours as a text in every language of the site."""
    said: dict[str, str | None] = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            said[code] = str(words)
    return Text.of("en", None, **said)
