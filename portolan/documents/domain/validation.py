"""How a published text was validated, in words: "no objection" is never called a validation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from portolan.documents.domain.standing import StepState
from portolan.documents.enums import Answer, Stage
from portolan.kernel.dates import reading_locale, say_date


def validation_sentence(states: Iterable[StepState], language: str) -> str:
    """What the parties of the city's validation answered, party by party; empty where the chain has none of them."""
    found = [state for state in states if state.step.stage == Stage.VALIDATION and state.signoff is not None]
    with override(language):
        return " ".join(_said(state, language) for state in found)


def printed_reservations(states: Iterable[StepState]) -> list[dict[str, Any]]:
    """The reservations parties asked to have printed, as an edition keeps them."""
    return [
        {
            "party": state.step.party.to_json(),
            "words": state.signoff.comment,
            "language": state.signoff.language,
            "date": state.signoff.signed_on.isoformat(),
        }
        for state in states
        if state.signoff is not None and state.signoff.answer == Answer.RESERVED and state.signoff.is_printed
    ]


def _said(state: StepState, language: str) -> str:
    signoff = state.signoff
    assert signoff is not None  # noqa: S101  the caller keeps only those
    said: Mapping[str, str] = {
        "party": state.step.party.pick(language).text,
        "date": say_date(signoff.signed_on, language=language),
        "language": reading_locale(language).languages.get(signoff.language, signoff.language),
    }
    if signoff.answer == Answer.AGREED:
        return _("Validated by %(party)s on %(date)s (text read: %(language)s).") % said
    if signoff.answer == Answer.RESERVED:
        return _("Validated with reservations by %(party)s on %(date)s (text read: %(language)s).") % said
    return _("No objection from %(party)s by %(date)s (text read: %(language)s).") % said
