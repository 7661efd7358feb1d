"""Who may address a remark to whom, and who hears of it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from portolan.documents.enums import Audience
from portolan.kernel.errors import DomainError
from portolan.network.enums import Role

# Who works on the text, and who supervises it: told of remarks to them.
AUTHOR_ROLES = (Role.LEAD_AUTHOR, Role.CO_AUTHOR)
SUPERVISING_ROLES = (Role.SUPERVISOR, Role.QUALITY_OFFICER)
TOLD = {
    Audience.AUTHORS: (*AUTHOR_ROLES, Role.SUPERVISOR),
    Audience.ALL: (*AUTHOR_ROLES, Role.SUPERVISOR),
    Audience.TEAM: SUPERVISING_ROLES,
    Audience.BODY: (),
}


def default_audience(*, supervises: bool) -> Audience:
    """What a remark is for when its writer does not say: the authors, for whoever supervises everyone."""
    return Audience.ALL if supervises else Audience.AUTHORS


def audiences_for(*, supervises: bool, has_body: bool) -> tuple[Audience, ...]:
    """The audiences a writer may choose from, as offered."""
    offered = [Audience.AUTHORS, Audience.ALL]
    if has_body:
        offered.append(Audience.BODY)
    if supervises:
        offered.append(Audience.TEAM)
    return tuple(offered)


def require_audience(audience: str, *, supervises: bool, has_body: bool) -> Audience:
    """The audience, or a DomainError for one the writer cannot address."""
    if audience not in Audience.values:
        raise DomainError(_("Choose who may read the remark."), code="unknown-audience", field="audience")
    if audience == Audience.BODY and not has_body:
        words = _("Say for which body you speak: only then do its other reviewers read the remark.")
        raise DomainError(words, code="body-needed", field="audience")
    if audience == Audience.TEAM and not supervises:
        raise DomainError(
            _("Only supervision and the team write to each other here."), code="not-team", field="audience"
        )
    return Audience(audience)
