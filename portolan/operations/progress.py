"""Long work on the command line, shown as it goes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn


class Bar:
    """One line of progress whose words and total change from part to part."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.line = progress.add_task("", total=None)

    def part(self, words: str, total: int | None = None) -> None:
        """Begin a part of so many steps; None when nobody knows how many."""
        self.progress.reset(self.line, description=words, total=total)

    def advance(self, steps: int = 1) -> None:
        """So many steps further."""
        self.progress.advance(self.line, steps)


@contextmanager
def shown_progress() -> Iterator[Bar]:
    """A bar on the terminal; silent where there is none."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        yield Bar(progress)
