"""Texts in several languages as the API gives them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from ninja import Field
from pydantic import BaseModel, ConfigDict

from portolan.kernel.texts import Text

LANGUAGES = tuple(code for code, _ in settings.LANGUAGES)


class Closed(BaseModel):
    """A part of an answer; it has just these fields."""

    model_config = ConfigDict(extra="forbid")


class Said(Closed):
    """A text, in the language asked for where there is one, and the language it is really in."""

    text: str
    language: str
    status: str = Field("", description="official, working, or empty when nobody said")
    source_language: str
    translations: dict[str, str] | None = Field(None, description="every language, where none was asked for")


def said(text: Text, language: str | None) -> Said | None:
    """A text for one language, or with all of them when none is asked for; None when it says nothing."""
    if not text:
        return None
    picked = text.pick(language or text.source)
    return Said(
        text=picked.text,
        language=picked.language,
        status=picked.status,
        source_language=text.source,
        translations=None if language else dict(text.texts),
    )


def dated(value: Any) -> str | None:
    """A partial date as `2017`, `2017-03` or `2017-03-25`; None without one."""
    return str(value) if value else None
