"""Where higher apps say how a decided value is written to the thing it is about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Writer = Callable[[str, str, str, Any], None]
_writers: list[Writer] = []


def register_writer(writer: Writer) -> None:
    """Join with a function (subject kind, subject id, field, value of the statement) that writes the value."""
    if writer not in _writers:
        _writers.append(writer)


def write_value(kind: str, pk: str, field: str, value: Any) -> None:
    """Have the preferred value written to the thing itself."""
    for writer in _writers:
        writer(kind, pk, field, value)
