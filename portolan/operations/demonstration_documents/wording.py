"""From the short markup of the data files to the form texts are kept in (`docs/text-format.md`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

_NOTE = re.compile(r"\^\[([^\[\]]*)\]")
_CITATION = re.compile(r"\[@([\w-]+)(?: ([^\]]*))?\]")
_LINK = re.compile(r"\[\[([\w-]+)\|([^\]]*)\]\]")
_STRONG = re.compile(r"\*\*([^*]+)\*\*")
_NAME = re.compile(r"\{(\w+)\}")

Links = Mapping[str, str]


def filled(words: str, values: Mapping[str, str]) -> str:
    """The words with each `{name}` in place. Raises KeyError for a name nobody knows."""
    return _NAME.sub(lambda found: values[found[1]], words)


def inline(words: str, links: Links) -> str:
    """A line: `^[a footnote]`, `[@source p. 3]`, `[[code|words of a link]]`, `**strong**`."""
    text = escape(words, quote=False)
    text = _LINK.sub(lambda found: f'<a href="to:{links[found[1]]}">{found[2]}</a>', text)
    text = _CITATION.sub(_citation, text)
    text = _NOTE.sub(r'<span class="note">\1</span>', text)
    return _STRONG.sub(r"<strong>\1</strong>", text)


def paragraphs(words: str, links: Links) -> str:
    """Lines as paragraphs."""
    return "".join(f"<p>{inline(line.strip(), links)}</p>" for line in words.splitlines() if line.strip())


def table(caption: str, head: list[str], rows: list[list[str]]) -> str:
    """A table with its caption; the first cell of each row is its header."""
    columns = "".join(f'<th scope="col"><p>{escape(cell, quote=False)}</p></th>' for cell in head)
    lines = []
    for first, *others in rows:
        cells = "".join(f"<td><p>{escape(cell, quote=False)}</p></td>" for cell in others)
        lines.append(f'<tr><th scope="row"><p>{escape(first, quote=False)}</p></th>{cells}</tr>')
    body = f"<tbody><tr>{columns}</tr>{''.join(lines)}</tbody>"
    return (
        f'<figure class="table"><figcaption>{escape(caption, quote=False)}</figcaption><table>{body}</table></figure>'
    )


def picture(digest: str, alternative: str, caption: str, credit: str) -> str:
    """A picture with all it needs beside it."""
    said = [escape(each, quote=False) for each in (caption, credit)]
    image = f'<img src="picture:{digest}" alt="{escape(alternative)}">'
    return f'<figure class="picture">{image}<figcaption>{said[0]}</figcaption><small>{said[1]}</small></figure>'


def _citation(found: re.Match[str]) -> str:
    locator = f' data-locator="{escape(found[2])}"' if found[2] else ""
    return f'<cite data-source="{found[1]}"{locator}></cite>'
