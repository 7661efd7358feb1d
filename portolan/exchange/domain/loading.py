"""Loading the records Portolan comes with: frameworks, glossary, the deck, the public facts, the demonstration."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import portolan
from portolan.accounts.models import User
from portolan.exchange.domain.imports import commit, discard_quietly, preview
from portolan.exchange.domain.wording import say_refusal
from portolan.exchange.enums import RunState, Verdict
from portolan.exchange.models import ImportRun
from portolan.kernel.errors import DomainError
from portolan.search.domain.entries import refresh_many
from portolan.vocabulary.domain.frameworks import load_frameworks, load_glossary
from portolan.vocabulary.models import GlossaryTerm, Node

REAL = ("mc2cm/deck", "mc2cm/public")
INVENTED = ("demonstration",)


@dataclass
class Loaded:
    """What a loading did: rows of vocabulary written, and the import of each record that brought something new."""

    vocabulary: int = 0
    runs: list[ImportRun] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """False when everything was there already."""
        return bool(self.vocabulary or self.runs)


def data_folder() -> Path:
    """Where the shipped records are: beside the package in a clone, inside it when installed."""
    package = Path(portolan.__file__).resolve().parent
    for folder in (package.parent / "data", package / "data"):
        if (folder / "mc2cm").is_dir():
            return folder
    raise FileNotFoundError(package / "data")


def load_shipped_records(*, by: User | None = None, demonstration: bool = True) -> Loaded:
    """Load everything that is shipped, as far as it is not there yet; a second call changes nothing.

    Raises DomainError when a shipped file is refused or one of its rows is in error: it is not shipped like that.
    """
    folder = data_folder()
    loaded = Loaded()
    loaded.vocabulary += load_frameworks(folder / "frameworks")
    loaded.vocabulary += load_glossary(folder / "glossary" / "terms.csv")
    if loaded.vocabulary:
        refresh_many(Node.objects.all())
        refresh_many(GlossaryTerm.objects.all())
    for name in (*REAL, *(INVENTED if demonstration else ())):
        run = load_record(folder / name, by=by, name=name)
        if run is not None:
            loaded.runs.append(run)
    return loaded


def load_record(folder: Path, *, by: User | None, name: str) -> ImportRun | None:
    """Load one record; None when it brings nothing new, and then no trace of the attempt stays."""
    run = preview(folder, by=by, name=name)
    if run.state == RunState.REFUSED:
        code, params = run.refusal
        raise DomainError(say_refusal(code, params), code=code)
    verdicts = {verdict for counts in run.counts.values() for verdict in counts}
    if verdicts & {Verdict.ADDED, Verdict.CHANGED, Verdict.CONFLICT, Verdict.ERROR}:
        return commit(run, by=by)
    discard_quietly(run)
    return None
