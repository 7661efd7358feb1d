"""A text as a page shows it."""

import re

from django.utils.translation import override
from hypothesis import given, settings

from portolan.documents.rules.printed import SourceWords
from portolan.documents.rules.show import PictureAddress, show
from tests.documents.generated import texts

DIGEST = "a" * 64
INS = SourceWords(short="INS, 2020", whole="Institut d’Antillia, Recensement, 2020")


def shown(html, **more):
    choices = {"addresses": {}, "picture_address": lambda digest: None, "sources": {}}
    return show(html, **choices | more)


def test_notes_are_numbered_with_a_way_there_and_back():
    html = '<p>Mayda<span class="note">Depuis <em>2016</em></span> et Royllo<span class="note">Depuis 2019</span>.</p>'

    with override("fr"):
        text = shown(html, first_note=4)

    assert text.html == (
        '<p>Mayda<sup class="note-mark"><a href="#note-4" id="note-mark-4" role="doc-noteref" aria-label="Note 4" '
        'lang="fr" dir="ltr">4</a></sup> et Royllo<sup class="note-mark"><a href="#note-5" id="note-mark-5" '
        'role="doc-noteref" aria-label="Note 5" lang="fr" dir="ltr">5</a></sup>.</p>'
    )
    assert text.notes[0].startswith('<li id="note-4" value="4">Depuis <em>2016</em> <a href="#note-mark-4" ')
    assert [re.sub(r"<[^>]*>", "", note) for note in text.notes] == ["Depuis 2016 ↑", "Depuis 2019 ↑"]
    assert (text.first_note, text.next_note) == (4, 6)


def test_labels_are_in_the_readers_language_and_say_so():
    with override("ar"):
        text = shown('<p>Mayda<span class="note">Depuis 2016</span></p>')

    assert 'lang="ar" dir="rtl">1</a>' in text.html
    assert 'lang="ar" dir="rtl">↑</a>' in text.notes[0]


def test_citations_name_their_source_and_link_to_the_list_of_sources():
    html = '<p>Un quart<cite data-source="ins-2020" data-locator="p. 12"></cite>.</p>'

    assert shown(html, sources={"ins-2020": INS}).html == (
        '<p>Un quart<cite><a href="#source-ins-2020"><bdi>(INS, 2020, p. 12)</bdi></a></cite>.</p>'
    )
    assert "(INS, 2020، p. 12)" in shown(html, sources={"ins-2020": INS}, language="ar").html
    assert shown(html).html == "<p>Un quart<cite><bdi>(ins-2020, p. 12)</bdi></cite>.</p>"
    assert shown(html).cited == ["ins-2020"]


def test_links_between_things_lead_there_and_unknown_ones_show_their_words():
    unknown = '<a href="to:network.organisation:13"><em>Royllo</em></a>'
    html = f'<p><a href="to:network.organisation:12">Mayda</a> et {unknown}</p>'

    text = shown(html, addresses={"to:network.organisation:12": "/fr/villes/mayda/?a=1&b=2"})

    assert text.html == '<p><a href="/fr/villes/mayda/?a=1&amp;b=2">Mayda</a> et <em>Royllo</em></p>'


def test_pictures_come_with_their_size_and_a_missing_one_says_what_it_showed():
    html = (
        f'<figure class="picture"><img src="picture:{DIGEST}" alt="Le guichet"><figcaption></figcaption>'
        "<small>Mairie</small></figure>"
    )

    there = shown(html, picture_address={DIGEST: PictureAddress("/p/1.webp", 800, 600)}.get)

    assert there.html == (
        '<figure class="picture"><img src="/p/1.webp" alt="Le guichet" width="800" height="600" loading="lazy">'
        "<small>Mairie</small></figure>"
    )
    assert (
        shown(html).html == '<figure class="picture"><p class="no-picture">Le guichet</p><small>Mairie</small></figure>'
    )


def test_headings_have_ids_of_their_words():
    html = "<h3>Accès au logement</h3><h4>Accès au logement</h4><h3>السكن</h3><h3>العمل</h3>"

    ids = re.findall(r'id="([^"]+)"', shown(html, prefix="acces-").html)

    assert ids == ["acces-acces-au-logement", "acces-acces-au-logement-2", "acces-part-1", "acces-part-2"]


def test_two_texts_on_one_page_do_not_share_ids():
    html = '<h3>Logement</h3><p>x<span class="note">y</span><cite data-source="ins"></cite></p>'
    sources = {"ins": INS}

    one, other = shown(html, sources=sources, prefix="fr-"), shown(html, sources=sources, prefix="ar-")

    ids = [set(re.findall(r' id="([^"]+)"', "".join([text.html, *text.notes]))) for text in (one, other)]
    assert ids[0] & ids[1] == set()
    assert len(ids[0]) == 3


@given(texts())
@settings(max_examples=60, deadline=None)
def test_every_note_leads_there_and_back(html):
    text = shown(html)
    page = "".join([text.html, *text.notes])

    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert len(text.notes) == html.count('class="note"') == text.next_note - 1
    assert {target for target in re.findall(r'href="#([^"]+)"', page) if not target.startswith("source-")} <= set(ids)
    assert 'class="note"' not in page
    assert 'href="to:' not in page
    assert 'src="picture:' not in page
