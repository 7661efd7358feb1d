"""The thread: what came of what, read from the registered link tables."""

from __future__ import annotations

from typing import Any

from django.db import models

from portolan.results.registry import Step, link_sources


def thread_of(thing: models.Model, *, user: Any, demonstration: bool = False) -> list[Step]:
    """The steps from a thing, by the order of their sources, then by date; invented ones only when asked for."""
    found: list[Step] = []
    for source in link_sources(type(thing)):
        steps = [step for step in source.read(thing, user) if demonstration or not step.invented]
        found += sorted(steps, key=lambda step: str(step.date or "9999"))
    return found
