"""The database's own index of words, one way in for both databases: FTS5 on SQLite, `tsvector` on PostgreSQL.

It is a table of its own beside `Entry`, with the same key, so that a question never reads the words of what it sorts.
No key of the database ties the two: words without an entry are never reached, and are replaced when the number is used
again. Words come analysed; neither database cuts, folds or stems anything itself, which is why both find the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection as default_connection
from django.db.models.expressions import RawSQL

from portolan.search.domain.analysis import STEM, stem, words

# A facet's value among the words: no word has this sign.
FACET = "¶"
MAX_TOKEN = 200  # PostgreSQL refuses a word beyond 2,046 bytes
GAP = 10  # between title and text, so that no phrase reaches across

_SQLITE = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS search_index USING fts5("
    "title, title_stems, body, body_stems, facets, tokenize='ascii', prefix='3 4')",
)
_POSTGRESQL = (
    "CREATE TABLE IF NOT EXISTS search_index "
    "(entry_id bigint PRIMARY KEY, title tsvector NOT NULL, everything tsvector NOT NULL)",
    # Out of line and without statistics, so that PostgreSQL takes the index and never reads the words themselves: with
    # them it thinks a scan of the then small table cheap, and takes 2.3 s instead of 0.03 s for 25,000 hits of 100,000.
    "ALTER TABLE search_index ALTER COLUMN title SET STATISTICS 0, ALTER COLUMN everything SET STATISTICS 0, "
    "ALTER COLUMN everything SET STORAGE EXTERNAL",
    "CREATE INDEX IF NOT EXISTS search_index_title ON search_index USING gin (title)",
    "CREATE INDEX IF NOT EXISTS search_index_everything ON search_index USING gin (everything)",
)


@dataclass(frozen=True)
class Words:
    """What is indexed of an entry: its kind, folded words in order, and the tokens of its facets."""

    entry_id: int
    kind: str
    language: str
    title: Sequence[str]
    body: Sequence[str]
    facets: Sequence[str]


@dataclass(frozen=True)
class Term:
    """One thing asked for: any of these words, any of these stems, a word that begins so, or a phrase."""

    words: frozenset[str] = frozenset()
    stems: frozenset[str] = frozenset()
    beginning: str = ""
    phrase: tuple[str, ...] = ()


def facet_token(facet: str, value: str) -> str:
    """A facet's value as one token without ASCII punctuation: `¶city¶saint¶brandan`."""
    return (FACET + facet + "".join(FACET + part for part in words(value)))[:MAX_TOKEN]


def kind_token(kind: str) -> str:
    """The kind of an entry as one token, so that a question never visits the entries of kinds nobody asked for."""
    return facet_token("kind", kind)


def is_sqlite(connection: Any = default_connection) -> bool:
    """True on SQLite, false on PostgreSQL."""
    return connection.vendor == "sqlite"


def ensure_index(connection: Any = default_connection) -> None:
    """Make the table of words where it is missing. Called by the migration, and by tests, which run none."""
    with connection.cursor() as cursor:
        for statement in _SQLITE if is_sqlite(connection) else _POSTGRESQL:
            cursor.execute(statement)


def add(rows: Iterable[Words]) -> None:
    """Index the words of entries just made."""
    with default_connection.cursor() as cursor:
        if is_sqlite():
            cursor.executemany(
                "INSERT OR REPLACE INTO search_index (rowid, title, title_stems, body, body_stems, facets) "
                "VALUES (%s, %s, %s, %s, %s, %s)",
                [_sqlite_row(row) for row in rows],
            )
        else:
            cursor.executemany(
                "INSERT INTO search_index (entry_id, title, everything) VALUES (%s, %s::tsvector, %s::tsvector) "
                "ON CONFLICT (entry_id) DO UPDATE SET title = excluded.title, everything = excluded.everything",
                [_postgresql_row(row) for row in rows],
            )


def remove(entry_ids: Sequence[int]) -> None:
    """Take the words of entries out."""
    column = "rowid" if is_sqlite() else "entry_id"
    with default_connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM search_index WHERE {column} = %s", [(pk,) for pk in entry_ids])  # noqa: S608


def clear() -> None:
    """Take all words out."""
    with default_connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_index")


def matching(
    terms: Sequence[Term], facets: Mapping[str, str], kinds: Sequence[str], *, in_title: bool = False
) -> RawSQL:
    """The ids of the entries of these kinds that hold all the terms, in the title alone when asked, and all facets."""
    tokens = [facet_token(facet, value) for facet, value in facets.items()]
    of_kinds = [kind_token(kind) for kind in kinds]
    if is_sqlite():
        question = _sqlite_question(terms, tokens, of_kinds, in_title=in_title)
        return RawSQL("SELECT rowid FROM search_index WHERE search_index MATCH %s", [question])
    column = "title" if in_title else "everything"
    asked = " & ".join([*(_postgresql_term(term) for term in terms), f"({' | '.join(map(_quoted, of_kinds))})"])
    sql = f"SELECT entry_id FROM search_index WHERE {column} @@ %s::tsquery"  # noqa: S608  one of two words of ours
    if not tokens:
        return RawSQL(sql, [asked])  # noqa: S611
    return RawSQL(sql + " AND everything @@ %s::tsquery", [asked, " & ".join(map(_quoted, tokens))])  # noqa: S611


def _sqlite_row(row: Words) -> tuple[Any, ...]:
    tokens = [kind_token(row.kind), *row.facets]
    columns = (row.title, _stems(row.title, row.language), row.body, _stems(row.body, row.language), tokens)
    return (row.entry_id, *(" ".join(column) for column in columns))


def _stems(found: Sequence[str], language: str) -> list[str]:
    return sorted({STEM + stem(word, language) for word in found})


def _sqlite_question(terms: Sequence[Term], tokens: Sequence[str], of_kinds: Sequence[str], *, in_title: bool) -> str:
    """An FTS5 expression. Every token is quoted and holds letters and digits only, so nothing in it is syntax."""
    asked = " AND ".join(_sqlite_term(term) for term in terms)
    columns = "title title_stems" if in_title else "title title_stems body body_stems"
    kinds = " OR ".join(map(_double_quoted, of_kinds))
    narrowed = "".join(f" AND (facets : ({ways}))" for ways in (kinds, *map(_double_quoted, tokens)))
    return f"({{{columns}}} : ({asked})){narrowed}"


def _sqlite_term(term: Term) -> str:
    if term.phrase:
        return _double_quoted(" ".join(term.phrase))
    ways = [_double_quoted(token) for token in sorted(term.words | term.stems)]
    if term.beginning:
        ways.append(_double_quoted(term.beginning) + " *")
    return f"({' OR '.join(ways)})"


def _postgresql_row(row: Words) -> tuple[Any, ...]:
    title = _positions(row.title, 1)
    body = _positions(row.body, len(row.title) + GAP)
    both = {word: [*title.get(word, ()), *body.get(word, ())] for word in (*title, *body)}
    title_stems = dict.fromkeys(_stems(row.title, row.language), ())
    stems = dict.fromkeys(_stems([*row.title, *row.body], row.language), ())
    kind = {kind_token(row.kind): ()}
    tokens = dict.fromkeys(row.facets, ())
    return row.entry_id, _vector({**title, **title_stems, **kind}), _vector({**both, **stems, **kind, **tokens})


def _positions(found: Sequence[str], first: int) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for number, word in enumerate(found, first):
        places.setdefault(word, []).append(number)
    return places


def _vector(lexemes: Mapping[str, Sequence[int]]) -> str:
    """The written form of a `tsvector`: `'tanger':1,7 'tangier'`. PostgreSQL keeps 255 places of a word."""
    parts = []
    for word, places in lexemes.items():
        shown = ",".join(str(place) for place in places[:255])
        parts.append(f"{_quoted(word)}:{shown}" if shown else _quoted(word))
    return " ".join(parts)


def _postgresql_term(term: Term) -> str:
    if term.phrase:
        return f"({' <-> '.join(_quoted(word) for word in term.phrase)})"
    ways = [_quoted(token) for token in sorted(term.words | term.stems)]
    if term.beginning:
        ways.append(_quoted(term.beginning) + ":*")
    return f"({' | '.join(ways)})"


def _quoted(token: str) -> str:
    """A lexeme as PostgreSQL writes it. Words hold no quote and no backslash; doubled all the same."""
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"


def _double_quoted(tokens: str) -> str:
    """An FTS5 string. Words hold no quote; doubled all the same."""
    return '"' + tokens.replace('"', '""') + '"'
