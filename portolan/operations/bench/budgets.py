"""The budgets of DESIGN.md section 6, as data. A change here is a change of the design."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Budget:
    """A figure to keep: at most `limit`, or at least it. Without a limit it is there to compare with."""

    name: str
    part: str
    words: str
    unit: str
    limit: float | None = None
    at_least: bool = False

    def holds(self, value: float) -> bool:
        """Whether a measured value keeps it."""
        if self.limit is None:
            return True
        return value >= self.limit if self.at_least else value <= self.limit


BUDGETS = (
    Budget("public-queries", "queries", "SQL queries of a public page, not cached", "", 10),
    Budget("desk-queries", "queries", "SQL queries of a desk page", "", 15),
    Budget("bare-view", "cost", "a bare view, through all our middleware", "ms CPU"),
    Budget("public-cost", "cost", "the dearest public page, in bare views", "×", 25),
    Budget("first-visit-fr", "bytes", "first visit of a public page, French or English", "KB", 60),
    Budget("first-visit-ar", "bytes", "first visit of a public page, Arabic", "KB", 75),
    Budget("first-visit-requests", "bytes", "requests of a first visit", "", 10),
    Budget("other-hosts", "bytes", "requests to another host", "", 0),
    Budget("next-page", "bytes", "the next public page", "KB", 25),
    Budget("desk-first-visit", "desk-bytes", "first visit of the desk", "KB", 110),
    Budget("desk-next-page", "desk-bytes", "the next desk page", "KB", 30),
    Budget("largest-paint-fr", "paint", "largest paint of the home page, French, slow line", "s", 2.0),
    Budget("largest-paint-ar", "paint", "largest paint of the home page, Arabic, slow line", "s", 2.0),
    Budget("static-rate", "rate", "a static file of the same size", "/s"),
    Budget("stored-rate", "rate", "a stored page, of the rate of that file", "×", 0.5, at_least=True),
    Budget("memory", "memory", "two web processes after load (PSS)", "MiB", 300),
    Budget("large-pages", "large", "95 % of pages and searches of the large network", "ms", 300),
    Budget("preview-time", "workbook", "workbook of 100,000 participants: preview", "s", 30),
    Budget("preview-memory", "workbook", "the same: memory", "MB", 500),
    Budget("commit-time", "workbook", "the same: commit", "s"),
    Budget("commit-lock", "workbook", "longest wait of another writer meanwhile", "s", 5),
    Budget("commit-writes", "workbook", "writes of others that failed meanwhile", "", 0),
    Budget("document-pdf", "documents", "a 60-page profile to PDF", "s", 2),
    Budget("document-word", "documents", "the same to Word", "s", 3),
    Budget("document-queries", "documents", "SQL queries of its public pages", "", 10),
    Budget("document-desk-queries", "documents", "of its desk pages, with 400 remarks on a section", "", 15),
    Budget("document-pages", "documents", "the slowest of these pages", "ms", 300),
    Budget("document-save", "documents", "saving that section, its remarks following", "ms", 300),
    Budget("autosave", "documents", "an autosave, beyond the text", "KB", 2),
    Budget("editor-first-visit", "editor", "first visit of a desk page with the editor", "KB", 330),
    Budget("editor-next-page", "editor", "the next one", "KB", 30),
    Budget("start", "start", "`make run` from a fresh clone to the first page", "s", 45),
)
PARTS = tuple(dict.fromkeys(budget.part for budget in BUDGETS))
# Kept elsewhere, and said so in the table.
ELSEWHERE = {
    "`make test` on two cores, at most 5 min": "timed by .ci/run",
    "axe, 0 violations": "make browser",
    "actions of the large network": "come with theirs",
}


@dataclass
class Measure:
    """What was measured, with where or how; or no value, and then why."""

    value: float | None
    note: str = ""
