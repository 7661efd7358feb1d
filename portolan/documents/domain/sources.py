"""How a cited source is said, in the text and in the list of sources."""

from __future__ import annotations

from collections.abc import Iterable

from portolan.documents.rules.printed import SourceWords
from portolan.kernel.dates import say_date
from portolan.kernel.lists import comma
from portolan.provenance.models import Source


def words_of_sources(codes: Iterable[str], language: str) -> dict[str, SourceWords]:
    """Code -> words in a language, of those sources that are known: one query."""
    wanted = list(dict.fromkeys(codes))
    found = {source.code: source for source in Source.objects.filter(code__in=wanted)} if wanted else {}
    return {code: words_of(found[code], language) for code in wanted if code in found}


def words_of(source: Source, language: str) -> SourceWords:
    """`INS, 2020` in the text; publisher, title, edition and date in the list. A source is named in its own words."""
    publisher = source.publisher or source.title
    year = str(source.published.year) if source.published else ""
    date = say_date(source.published, language=language) if source.published else ""
    whole = [source.publisher, source.title, source.edition, date]
    return SourceWords(
        short=comma(language).join(part for part in (publisher, year) if part),
        whole=". ".join(part.rstrip(". ") for part in whole if part) + ".",
        address=source.address,
    )
