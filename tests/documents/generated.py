"""Generated canonical texts: everything a section may hold, in French, Arabic and English.

`texts()` is a strategy of canonical HTML, `blocks()` of one block; `words()` of plain words as a text keeps them.
"""

from hypothesis import strategies as st

DIGESTS = ["a" * 64, "0123456789abcdef" * 4, "f0" * 32]
SOURCES = ["ins-2020", "HCP_2014", "deck"]
ADDRESSES = [
    "https://mayda.example/plan?a=1&amp;b=2",
    "http://antillia.example/",
    "mailto:guichet@antillia.example",
    "to:network.organisation:12",
    "to:vocabulary.theme:3",
    "https://ar.example/مدينة",
]
FRENCH = ["L’accueil", "des", "personnes", "migrantes\u00a0:", "à", "Antillia,", "25\u202f000", "habitant·e·s", "&amp;"]
ARABIC = ["المدينة", "تستقبل", "المهاجرين", "وَالْأُسَر،", "٢٠٢٠", "بلديّة\u200f", "می\u200cخواهم"]
ENGLISH = ["The", "one-stop", "shop", "doesn't", "close", "at", "17:30;", "&lt;b&gt;", "100%", "Mayda."]
LANGUAGES = [("ar", "rtl"), ("en", "ltr"), ("fr", "ltr"), ("fa", "rtl")]

_vocabularies = st.sampled_from([FRENCH, ARABIC, ENGLISH])


@st.composite
def words(draw, most=6):
    """Words as they stand in a text, escaped, without space at the borders."""
    vocabulary = draw(_vocabularies)
    return " ".join(draw(st.lists(st.sampled_from(vocabulary), min_size=1, max_size=most)))


def _wrapped(tag, pairs=""):
    return lambda inner: f"<{tag}{pairs}>{inner}</{tag}>"


# Each mark with what may stand in it, in the order of nesting: language, link, strong, em, sub or sup.
_script = st.one_of(
    words(), st.builds(lambda tag, inner: _wrapped(tag)(inner), st.sampled_from(["sub", "sup"]), words(2))
)
_em = st.one_of(_script, _script.map(_wrapped("em")))
_strong = st.one_of(_em, _em.map(_wrapped("strong")))
_link = st.one_of(
    _strong, st.builds(lambda address, inner: f'<a href="{address}">{inner}</a>', st.sampled_from(ADDRESSES), _strong)
)
marked = st.one_of(
    _link,
    st.builds(
        lambda language, inner: f'<span lang="{language[0]}" dir="{language[1]}">{inner}</span>',
        st.sampled_from(LANGUAGES),
        _link,
    ),
)
citations = st.builds(
    lambda source, locator: f'<cite data-source="{source}"{locator}></cite>',
    st.sampled_from(SOURCES),
    st.sampled_from(["", ' data-locator="p. 12"', ' data-locator="tableau 3 &amp; 4"', ' data-locator="ص ٤"']),
)


@st.composite
def inlines(draw, with_notes=True, with_breaks=True):
    """The inside of a line. Between two pieces stands plain text, so that equal marks never meet."""
    atoms = [marked, citations]
    if with_notes:
        atoms.append(inlines(with_notes=False).map(_wrapped("span", ' class="note"')))
    parts = [draw(words())]
    for piece in draw(st.lists(st.one_of(*atoms), max_size=3)):
        gap = "<br>" if with_breaks and draw(st.integers(0, 9)) == 0 else " "
        parts += [gap, piece, " ", draw(words(3))]
    return "".join(parts)


paragraphs = st.builds(
    lambda side, inner: f'<p class="{side}">{inner}</p>' if side else f"<p>{inner}</p>",
    st.sampled_from(["", "", "", "", "center", "end", "justify"]),
    inlines(),
)
headings = st.builds(
    lambda tag, inner: f"<{tag}>{inner}</{tag}>", st.sampled_from(["h3", "h4"]), inlines(with_breaks=False)
)
_minor_headings = inlines(with_breaks=False).map(_wrapped("h4"))


@st.composite
def lists(draw, depth=3):
    """Nested lists, numbered ones with a start of their own at times."""
    opening = draw(st.sampled_from(["<ul>", "<ul>", "<ol>", '<ol start="3">']))
    items = []
    for _ in range(draw(st.integers(1, 3))):
        inside = [draw(paragraphs)]
        if depth > 1 and draw(st.booleans()):
            inside.append(draw(st.one_of(paragraphs, lists(depth=depth - 1))))
        items.append(f"<li>{''.join(inside)}</li>")
    return f"{opening}{''.join(items)}</{opening[1:3]}>"


_cells = st.one_of(st.just(""), paragraphs, lists(depth=1), st.tuples(paragraphs, lists(depth=1)).map("".join))
_captions = st.one_of(st.just(""), inlines(with_notes=False))


@st.composite
def tables(draw):
    """Tables with header cells by column, by row, by both or none; at times with spans."""
    columns, rows = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    by_column, by_row = draw(st.booleans()), draw(st.booleans())
    written = []
    for row in range(rows):
        cells = []
        for column in range(columns):
            scope = "col" if by_column and row == 0 else "row" if by_row and column == 0 else ""
            span = draw(st.sampled_from(["", "", "", ' colspan="2"', ' rowspan="2"', ' colspan="2" rowspan="3"']))
            opening = f'th scope="{scope}"' if scope else "td"
            cells.append(f"<{opening}{span}>{draw(_cells)}</{opening[:2]}>")
        written.append(f"<tr>{''.join(cells)}</tr>")
    caption = f"<figcaption>{draw(_captions)}</figcaption>"
    return f'<figure class="table">{caption}<table><tbody>{"".join(written)}</tbody></table></figure>'


pictures = st.builds(
    lambda digest, alternative, caption, credit: (
        f'<figure class="picture"><img src="picture:{digest}" alt="{alternative}">'
        f"<figcaption>{caption}</figcaption><small>{credit}</small></figure>"
    ),
    st.sampled_from(DIGESTS),
    st.one_of(st.just(""), words()),
    _captions,
    st.one_of(st.just(""), words()),
)
quotations = (
    st.lists(st.one_of(paragraphs, lists(depth=2)), min_size=1, max_size=2).map("".join).map(_wrapped("blockquote"))
)
boxes = st.builds(
    lambda title, inside: f'<aside class="box">{title}{"".join(inside)}</aside>',
    _minor_headings,
    st.lists(st.one_of(paragraphs, lists(depth=2), tables(), pictures, _minor_headings), max_size=3),
)


def blocks():
    """One block of a text."""
    return st.one_of(paragraphs, headings, lists(), tables(), pictures, quotations, boxes)


def texts(most=6):
    """A canonical text of up to `most` blocks; at times empty."""
    return st.lists(blocks(), max_size=most).map("".join)
