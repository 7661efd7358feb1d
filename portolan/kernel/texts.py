"""Short texts in several languages, kept as one JSON value with their source language.

Stored form: `{"source": "fr", "fr": "Tanger", "ar": "طنجة", "status": {"ar": "working"}}`. A further language
is a key, never a column. The text in the source language must be there, which the database checks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portolan.kernel.languages import current_language, direction, reading_order

RESERVED = frozenset({"source", "status"})
OFFICIAL, WORKING = "official", "working"


@dataclass(frozen=True)
class Picked:
    """A text as one reader gets it: the words, their language and direction, and whether it is the one asked for."""

    text: str
    language: str
    asked: str
    status: str = ""

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`, of the language the text is in."""
        return direction(self.language)

    @property
    def is_fallback(self) -> bool:
        """True when the reader asked for another language than the one the text is in."""
        return bool(self.text) and self.language != self.asked

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Text:
    """A short text in one or several languages; immutable, falsy when it says nothing."""

    source: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    status: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, source: str, /, status: Mapping[str, str] | None = None, **texts: str | None) -> Text:
        """Build from keyword languages: `Text.of("fr", fr="Tanger", ar="طنجة")`; empty languages are left out."""
        kept = {code: value.strip() for code, value in texts.items() if value and value.strip()}
        if kept and source not in kept:
            raise ValidationError(_("The text is missing in its source language."), code="no-source-text")
        return cls(source if kept else "", kept, dict(status or {}))

    @classmethod
    def from_json(cls, value: Mapping[str, Any] | None) -> Text:
        """Read the stored form."""
        if not value:
            return cls()
        texts = {key: text for key, text in value.items() if key not in RESERVED}
        return cls(value.get("source", ""), texts, value.get("status", {}))

    def to_json(self) -> dict[str, Any]:
        """The stored form."""
        if not self.texts:
            return {}
        stored: dict[str, Any] = {"source": self.source, **self.texts}
        if self.status:
            stored["status"] = dict(self.status)
        return stored

    def pick(self, language: str | None = None) -> Picked:
        """The best text for a reader of `language` (the current one by default), with the language it is in."""
        asked = language or current_language()
        if mine := self.texts.get(asked):
            return Picked(mine, asked, asked, self.status.get(asked, ""))
        for code in (*reading_order(asked), self.source, *sorted(self.texts)):
            if self.texts.get(code):
                return Picked(self.texts[code], code, asked, self.status.get(code, ""))
        return Picked("", asked, asked)

    def get(self, language: str) -> str:
        """The text in just this language, or an empty string."""
        return self.texts.get(language, "")

    def values(self) -> Iterable[str]:
        """Every wording, in no order that means anything."""
        return self.texts.values()

    def __bool__(self) -> bool:
        return bool(self.texts)

    def __str__(self) -> str:
        return self.pick().text

    def __hash__(self) -> int:
        return hash((self.source, tuple(sorted(self.texts.items()))))


class TextField(models.JSONField):
    """A `Text` in a JSON column. An empty text is stored as `{}`."""

    description = _("Text in several languages")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", Text)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        if kwargs.get("default") is Text:
            del kwargs["default"]
        return name, path, args, kwargs

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Only the field itself becomes a `Text`; a key taken out of it (`name__fr`) stays a plain value."""
        loaded = super().from_db_value(value, expression, connection)
        return Text.from_json(loaded) if isinstance(loaded, dict) or loaded is None else loaded

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(value.to_json() if isinstance(value, Text) else value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        stored = value.to_json() if isinstance(value, Text) else value
        return super().get_db_prep_value(stored, connection, prepared)

    def to_python(self, value: Any) -> Any:
        return Text.from_json(value) if isinstance(value, dict) else value

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        stored = value.to_json() if isinstance(value, Text) else value
        if not stored and not self.blank:
            raise ValidationError(self.error_messages["blank"], code="blank")

    def value_to_string(self, obj: models.Model) -> Any:
        value = self.value_from_object(obj)
        return value.to_json() if isinstance(value, Text) else value


class HasSourceText(models.Func):
    """True in the database when a text is there in its own source language."""

    output_field = models.BooleanField()
    conditional = True

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        template = "JSON_EXTRACT(%(expressions)s, '$.' || JSON_EXTRACT(%(expressions)s, '$.source')) IS NOT NULL"
        return self._twice(compiler, connection, template)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self._twice(compiler, connection, "(%(expressions)s ->> (%(expressions)s ->> 'source')) IS NOT NULL")

    def _twice(self, compiler: Any, connection: Any, template: str) -> Any:
        sql, params = compiler.compile(self.source_expressions[0])
        return template % {"expressions": sql}, [*params, *params]


def text_required(field_name: str, *, name: str) -> models.CheckConstraint:
    """A constraint: the text in `field_name` exists in its source language."""
    return models.CheckConstraint(
        condition=HasSourceText(models.F(field_name)),
        name=name,
        violation_error_message=_("The text is missing in its source language."),
    )


def plain(value: str | Promise | Text) -> str:
    """A text, a lazy translation or a string as a string for the current reader."""
    return str(value)
