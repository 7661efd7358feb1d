"""Two lines of text as one, with what went in `<del>` and what came in `<ins>`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement, fragment_fromstring
from rapidfuzz.distance import Indel

from portolan.documents.rules.markup import attributes, inner, serialise_one, text_of

# A word with the marks on its letters, a run of spaces, or one other character.
_TOKEN = re.compile(r"[\w\u0300-\u036f\u064b-\u065f\u0670\u200c\u200d]+(?:['’][\w\u064b-\u065f]+)*|\s+|.", re.DOTALL)
# Two lines so long that comparing them would take too much memory are shown one after the other.
_MOST_PAIRS = 60_000_000
_SHORT_WORD, _SOME = 3, 4

Tag = tuple[str, str]


@dataclass(frozen=True)
class Token:
    """A word, a space, a break, a citation or a whole note, with the tags around it."""

    kind: str
    value: str
    tags: tuple[Tag, ...] = ()

    @property
    def is_word(self) -> bool:
        """True for what a reader would call a word, and for atoms."""
        return self.kind != "text" or any(letter.isalnum() for letter in self.value)


Piece = tuple[str, Token]
# Whether both are the same, what of the old, what of the new.
Step = tuple[bool, list[Token], list[Token]]


def tokens(line: HtmlElement, tags: tuple[Tag, ...] = ()) -> list[Token]:
    """The inside of a line in tokens."""
    found = _tokens(line.text, tags)
    for child in line:
        if child.tag == "br":
            found.append(Token("break", "<br>", tags))
        elif child.tag == "cite":
            found.append(Token("cite", serialise_one(child), tags))
        elif child.get("class") == "note":
            found.append(Token("note", inner(child), tags))
        else:
            found += tokens(child, (*tags, (child.tag, attributes(list(child.items())))))
        found += _tokens(child.tail, tags)
    return found


def _tokens(text: str | None, tags: tuple[Tag, ...]) -> list[Token]:
    return [Token("text", value, tags) for value in _TOKEN.findall(text or "")]


def compare_lines(old: HtmlElement, new: HtmlElement) -> str:
    """The inside of the new line with what went and what came."""
    return write(compare_tokens(tokens(old), tokens(new)))


def all_of(line: HtmlElement, mark: str) -> str:
    """The inside of a line that came (`ins`) or went (`del`) as a whole."""
    return write([(mark, token) for token in tokens(line)])


def compare_tokens(old: list[Token], new: list[Token]) -> list[Piece]:
    """Tokens of both, each with `ins`, `del` or nothing."""
    if len(old) * len(new) > _MOST_PAIRS:
        return [*(("del", token) for token in old), *(("ins", token) for token in new)]
    changes = [
        (step.tag == "equal", old[step.src_start : step.src_end], new[step.dest_start : step.dest_end])
        for step in Indel.opcodes(old, new)
    ]
    pieces: list[Piece] = []
    for is_same, gone, come in _readable(changes):
        if is_same:
            pieces += [("", token) for token in come]
        else:
            pieces += _notes_apart(gone, come)
    return pieces


def _readable(changes: list[Step]) -> Iterator[Step]:
    """Changes with what is alike only by chance between two of them (a space, a comma, `de`) taken in."""
    gone: list[Token] = []
    come: list[Token] = []
    for at, (is_same, old, new) in enumerate(changes):
        is_between = 0 < at < len(changes) - 1
        if is_same and not (is_between and _is_chance(old, len(gone) + len(come))):
            if gone or come:
                yield False, gone, come
                gone, come = [], []
            yield True, old, new
        else:
            gone, come = gone + old, come + new
    if gone or come:
        yield False, gone, come


def _is_chance(alike: list[Token], changed: int) -> bool:
    """No word, or one short one after a change of some words."""
    words = [token for token in alike if token.is_word]
    return not words or (
        len(words) == 1 and words[0].kind == "text" and len(words[0].value) <= _SHORT_WORD and changed > _SOME
    )


def _notes_apart(gone: list[Token], come: list[Token]) -> list[Piece]:
    """What went, then what came; a note on both sides is one note that changed."""
    old_notes = [token for token in gone if token.kind == "note"]
    new_notes = [token for token in come if token.kind == "note"]
    if len(old_notes) != 1 or len(new_notes) != 1:
        return [*(("del", token) for token in gone), *(("ins", token) for token in come)]
    old, new = old_notes[0], new_notes[0]
    changed = Token("changed-note", f"{old.value}\0{new.value}", new.tags)
    before = [("del", token) for token in gone[: gone.index(old)]] + [
        ("ins", token) for token in come[: come.index(new)]
    ]
    after = [("del", token) for token in gone[gone.index(old) + 1 :]]
    return [*before, ("", changed), *after, *(("ins", token) for token in come[come.index(new) + 1 :])]


def write(pieces: list[Piece]) -> str:
    """Pieces as HTML; `ins` and `del` innermost, so that they hold words and citations and never other tags."""
    parts: list[str] = []
    opened: list[Tag] = []
    for mark, token in pieces:
        if token.kind == "break" and mark == "del":
            continue
        is_marked = bool(mark) and token.kind in {"text", "cite"}
        wished = [*token.tags, (mark, "")] if is_marked else list(token.tags)
        shared = 0
        while shared < min(len(opened), len(wished)) and opened[shared] == wished[shared]:
            shared += 1
        parts += [f"</{name}>" for name, _ in reversed(opened[shared:])]
        parts += [f"<{name}{pairs}>" for name, pairs in wished[shared:]]
        opened = wished
        parts.append(_value(mark, token))
    parts += [f"</{name}>" for name, _ in reversed(opened)]
    return "".join(parts)


def _value(mark: str, token: Token) -> str:
    if token.kind == "text":
        return text_of(token.value)
    if token.kind == "changed-note":
        old, new = (fragment_fromstring(f"<p>{words}</p>") for words in token.value.split("\0"))
        return f'<span class="note">{compare_lines(old, new)}</span>'
    if token.kind == "note":
        words = all_of(fragment_fromstring(f"<p>{token.value}</p>"), mark) if mark else token.value
        return f'<span class="note">{words}</span>'
    return token.value
