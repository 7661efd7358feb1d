"""The words inside a block: runs of text with marks, written in one order of nesting."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from portolan.documents.rules.characters import SPACES, composed, is_seen, wanted
from portolan.documents.rules.markup import attributes, text_of
from portolan.kernel.languages import direction

# Languages written from the right that the site does not offer, but a text may quote.
_FROM_THE_RIGHT = frozenset({"arc", "ckb", "dv", "fa", "he", "ku", "prs", "ps", "sd", "syr", "ug", "ur", "yi"})
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]{1,8})*", re.IGNORECASE)


class Marks(NamedTuple):
    """What holds for a run of text, in the order its tags are nested."""

    language: str = ""
    address: str = ""
    strong: bool = False
    em: bool = False
    # "sub", "sup" or nothing.
    script: str = ""


NONE = Marks()


@dataclass(frozen=True)
class Run:
    """A piece of text, a line break, or an atom (a note, a citation) that is already written."""

    kind: str
    value: str = ""
    marks: Marks = NONE


def language_of(value: str) -> str:
    """A language as texts carry it, `ar` for `AR-SA`; empty for what is none."""
    match = _LANGUAGE.fullmatch(value.strip())
    return match[1].lower() if match else ""


def direction_of(language: str) -> str:
    """`rtl` or `ltr`, also for languages the site is not offered in."""
    return "rtl" if language in _FROM_THE_RIGHT else direction(language)


def common(one: Marks, other: Marks) -> Marks:
    """The marks both have."""
    return Marks(
        language=one.language if one.language == other.language else "",
        address=one.address if one.address == other.address else "",
        strong=one.strong and other.strong,
        em=one.em and other.em,
        script=one.script if one.script == other.script else "",
    )


def settle(runs: Iterable[Run]) -> list[Run]:
    """The runs with their spaces, breaks and marks in canonical form; nothing at the borders but words and atoms."""
    spaced = _without_needless_spaces(_composed(_merged(runs)))
    return _merged(_with_weak_marks(_without_needless_breaks(spaced)))


def is_empty(runs: Iterable[Run]) -> bool:
    """True when there is nothing to see: no word, no atom."""
    return not any(run.kind == "atom" or is_seen(run.value) for run in runs)


def _merged(runs: Iterable[Run]) -> list[Run]:
    merged: list[Run] = []
    for run in runs:
        if run.kind == "text" and not run.value:
            continue
        last = merged[-1] if merged else None
        if last and run.kind == last.kind == "text" and run.marks == last.marks:
            merged[-1] = replace(last, value=last.value + run.value)
        else:
            merged.append(run)
    return merged


def _composed(runs: list[Run]) -> list[Run]:
    return [replace(run, value=composed(run.value)) if run.kind == "text" else run for run in runs]


def _without_needless_spaces(runs: list[Run]) -> list[Run]:
    kept: list[Run] = []
    after_space = True
    for run in runs:
        if run.kind == "text":
            value = run.value.lstrip(SPACES) if after_space else run.value
            if value:
                kept.append(replace(run, value=value))
                after_space = value[-1] in SPACES
            continue
        after_space = run.kind == "break"
        if after_space:
            _trim_end(kept)
        kept.append(run)
    _trim_end(kept)
    return kept


def _trim_end(runs: list[Run]) -> None:
    if runs and runs[-1].kind == "text":
        value = runs[-1].value.rstrip(SPACES)
        runs[-1:] = [replace(runs[-1], value=value)] if value else []


def _without_needless_breaks(runs: list[Run]) -> list[Run]:
    first = next((at for at, run in enumerate(runs) if run.kind != "break"), len(runs))
    last = next((at for at in range(len(runs), first, -1) if runs[at - 1].kind != "break"), first)
    return runs[first:last]


def _with_weak_marks(runs: list[Run]) -> list[Run]:
    """A space or break alone has the marks that what stands before and after it share."""
    settled = list(runs)
    for at in range(1, len(runs) - 1):
        run = runs[at]
        if run.kind == "break" or (run.kind == "text" and run.value in SPACES):
            settled[at] = replace(run, marks=common(_strong_marks(runs, at, -1), _strong_marks(runs, at, 1)))
    return settled


def _strong_marks(runs: list[Run], at: int, step: int) -> Marks:
    while runs[at + step].kind == "break":
        at += step
    return runs[at + step].marks


def paragraphs(runs: list[Run]) -> list[list[Run]]:
    """Settled runs cut where two breaks or more follow each other: such a text meant paragraphs."""
    cut: list[list[Run]] = [[]]
    for at, run in enumerate(runs):
        if run.kind == "break" and run_is_break(runs, at + 1):
            continue
        if run.kind == "break" and run_is_break(runs, at - 1):
            cut.append([])
        else:
            cut[-1].append(run)
    return cut


def run_is_break(runs: list[Run], at: int) -> bool:
    """True when there is a run at `at` and it is a line break."""
    return 0 <= at < len(runs) and runs[at].kind == "break"


def write(runs: list[Run]) -> str:
    """Settled runs as HTML; of several breaks one stands."""
    parts: list[str] = []
    opened: list[tuple[str, str]] = []
    for at, run in enumerate(runs):
        if run_is_break(runs, at - 1) and run.kind == "break":
            continue
        wished = _tags(run.marks)
        shared = 0
        while shared < min(len(opened), len(wished)) and opened[shared] == wished[shared]:
            shared += 1
        parts += [f"</{name}>" for name, _ in reversed(opened[shared:])]
        parts += [f"<{name}{pairs}>" for name, pairs in wished[shared:]]
        opened = wished
        parts.append({"text": text_of, "break": lambda _: "<br>"}.get(run.kind, str)(run.value))
    parts += [f"</{name}>" for name, _ in reversed(opened)]
    return "".join(parts)


def _tags(marks: Marks) -> list[tuple[str, str]]:
    tags = []
    if marks.language:
        tags.append(("span", attributes([("lang", marks.language), ("dir", direction_of(marks.language))])))
    if marks.address:
        tags.append(("a", attributes([("href", marks.address)])))
    tags += [(name, "") for name, is_on in (("strong", marks.strong), ("em", marks.em)) if is_on]
    if marks.script:
        tags.append((marks.script, ""))
    return tags


def plain(runs: Iterable[Run]) -> str:
    """The words alone."""
    return composed(wanted("".join(run.value if run.kind == "text" else " " for run in runs))).strip(SPACES)
