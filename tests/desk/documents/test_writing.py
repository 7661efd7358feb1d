"""The writing page of a section: who may, what it costs, drafts, stale bases, versions, pictures."""

import io
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from portolan.desk.documents.writing.views import editor
from portolan.documents.domain.writing import draft_of, keep_draft
from portolan.documents.enums import Stage
from portolan.documents.models import Draft, Revision
from portolan.network.enums import Role
from tests.factories import OrganisationFactory, ProgrammeFactory, SourceFactory, UserFactory, user_with
from tests.factories.documents import WRITTEN, DocumentFactory, document_with, hand_of, section_of, written

TEXT = "<p>Le port accueille.</p>"


@pytest.fixture
def profile():
    """A profile whose framework is written in French."""
    return document_with({"framework": {"fr": TEXT}})


@pytest.fixture
def enter(client):
    """`enter(user)`: the client, signed in as somebody."""

    def start(user):
        client.force_login(user)
        client.user = user
        return client

    return start


@pytest.fixture
def author(enter, profile):
    """The lead author, signed in."""
    return enter(hand_of(profile, Role.LEAD_AUTHOR))


def page(document, name="write", *more, key="framework", language="fr"):
    return reverse(f"desk:document-{name}", args=[document.slug, key, language, *more])


def send(client, address, **sent):
    """As the editor's script sends."""
    accept = {"accept": "application/json"}
    return client.post(address, json.dumps(sent), content_type="application/json", headers=accept)


def texts(document, language="fr", key="framework"):
    """The saved texts of a section, the oldest first."""
    rows = Revision.objects.filter(section=section_of(document, key), language=language).order_by("number")
    return [row.html for row in rows]


# --- the page -----------------------------------------------------------------------------------------------------


def test_page_shows_the_text_with_its_base(author, profile):
    answer = author.get(page(profile))

    assert answer.status_code == 200
    assert answer.context["form"]["html"].value() == TEXT
    assert answer.context["form"]["base"].value() == 1


def test_page_of_a_section_not_written_yet_has_no_base(author, profile):
    answer = author.get(page(profile, key="perceptions"))

    assert (answer.context["form"]["html"].value(), answer.context["form"]["base"].value()) == ("", None)
    assert [lack.code for lack in answer.context["lacks"]] == ["empty"]


def test_outline_says_how_each_section_stands(author, profile):
    rows = author.get(page(profile)).context["outline"]["rows"]

    assert [(row["section"].key, row["kind"], row["is_here"]) for row in rows] == [
        ("framework", "done", True),
        ("perceptions", "todo", False),
        ("priorities", "todo", False),
    ]


def test_states_of_the_section_in_each_language(author):
    document = document_with({"framework": {"fr": TEXT, "ar": "<p>الميناء.</p>"}})
    hand_of(document, Role.LEAD_AUTHOR, user=author.user)
    written(section_of(document), "fr", "<p>Le grand port.</p>")

    states = author.get(page(document)).context["states"]

    assert [state["mark"] for state in states] == ["part", "", "done", "none", "stale"]


def test_import_map_names_every_module_of_the_editor():
    files = {f"portolan/editor/{file.name}" for file in editor.FOLDER.glob("*.js")}

    assert set(editor.modules()) == {editor.TIPTAP, *files}
    assert {
        name for file in editor.FOLDER.glob("*.js") for name in re.findall(r'from "([^"]+)"', file.read_text())
    } == {
        editor.TIPTAP,
        *(files - {editor.MAIN}),
    }


def test_script_finds_a_word_for_everything_it_says(author, profile):
    words = author.get(page(profile)).context["setup"]["words"]
    code = "\n".join(file.read_text() for file in editor.FOLDER.glob("*.js"))
    asked = set(re.findall(r"(?:setup\.words|this\.words|\bwords)\.([a-zA-Z]+)\b(?!\()", code))
    tools = set(re.findall(r'(?:name: |inTable\()"([a-zA-Z]+)"', (editor.FOLDER / "tools.js").read_text()))

    # `words` is also an element that holds a footnote's words in paste.js.
    assert asked - set(words) == {"childNodes"}
    assert tools == set(words["tools"])


def _document_with_rows(rows, user):
    SourceFactory(code="mayda")
    html = "".join(f'<p>{n}<cite data-source="mayda"></cite></p>' for n in range(rows))
    document = document_with({"framework": {"fr": html, "ar": html, "en": html}})
    for number in range(rows):
        written(section_of(document), "fr", f"{html}<p>Plus {number}.</p>")
        document.sections.create(key=f"more-{number}", position=10 + number, heading=section_of(document).heading)
    hand_of(document, Role.LEAD_AUTHOR, user=user)
    keep_draft(section_of(document), "fr", html=f"{html}<p>Mien.</p>", base=None, user=user, at=WRITTEN)
    return document


COSTS = {
    ("write", "fr"): 11,
    ("write", "ar"): 14,
    ("history", "fr"): 8,
    ("conflict", "fr"): 9,
    ("compare", "fr"): 10,
}


@pytest.mark.parametrize(("name", "language"), COSTS)
def test_page_costs_the_same_with_one_row_and_with_three(enter, name, language):
    ProgrammeFactory(is_home=True)
    client = enter(user_with(Role.MANAGER))
    client.get(reverse("desk:home"))
    found = []

    for rows in (1, 3):
        more = (1, 2) if name == "compare" else ()
        address = page(_document_with_rows(rows, client.user), name, *more, language=language)
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(address)
        found.append((answer.status_code, len(captured)))

    assert found == [(200, COSTS[name, language])] * 2


# --- saving -------------------------------------------------------------------------------------------------------


def test_plain_form_saves_a_version_and_leads_back(author, profile):
    answer = author.post(page(profile), {"base": "1", "html": "<p>Deux</p><script>x</script>", "note": "Court"})

    assert (answer.status_code, answer.headers["Location"]) == (302, page(profile))
    assert texts(profile) == [TEXT, "<p>Deux</p>"]
    newest = Revision.objects.latest("number")
    assert (newest.note, newest.made_by) == ("Court", author.user)


def test_script_saves_and_is_told_the_new_base(author, profile):
    answer = send(author, page(profile), base=1, html="<p>Deux mots</p>", note="")

    said = answer.json()
    assert (answer.status_code, said["base"], said["count"].split()[0]) == (200, 2, "2")
    assert set(said["parts"]) == {"states", "outline", "beside"}


def test_same_text_again_makes_no_version(author, profile):
    answer = send(author, page(profile), base=1, html="<div>Le port   accueille.</div>", note="")

    assert answer.json()["base"] == 1
    assert texts(profile) == [TEXT]


@pytest.mark.parametrize("base", ["", "1", "77", "x", None])
def test_stale_base_is_never_written_over(author, profile, base):
    written(section_of(profile), "fr", "<p>D’un autre.</p>")

    answer = author.post(page(profile), {"base": base or "", "html": "<p>Le mien.</p>", "note": ""})

    assert texts(profile) == [TEXT, "<p>D’un autre.</p>"]
    if base != "x":
        assert answer.headers["Location"] == page(profile, "conflict")
        assert draft_of(section_of(profile), "fr", author.user).html == "<p>Le mien.</p>"
    else:
        assert answer.context["form"]["html"].value() == "<p>Le mien.</p>"


def test_stale_base_from_the_script_answers_where_both_versions_stand(author, profile):
    written(section_of(profile), "fr", "<p>D’un autre.</p>")

    answer = send(author, page(profile), base=1, html="<p>Le mien.</p>", note="")

    assert (answer.status_code, answer.json()) == (409, {"address": page(profile, "conflict")})


@pytest.mark.parametrize("body", ["", "[1]", "{", '{"html": 5}', '{"html": null}', '{"html": ["a"]}'])
def test_nonsense_from_a_script_is_refused_in_words(author, profile, body):
    accept = {"accept": "application/json"}
    draft, saved = (
        author.post(page(profile, name), body, content_type="application/json", headers=accept)
        for name in ("draft", "write")
    )

    assert (draft.status_code, set(draft.json())) == (400, {"error"})
    assert (saved.status_code, set(saved.json())) == (400, {"error"})
    assert (Draft.objects.count(), texts(profile)) == (0, [TEXT])


def test_form_without_its_text_empties_nothing(author, profile):
    answer = author.post(page(profile), {"base": "1", "note": ""})

    assert (answer.status_code, texts(profile)) == (400, [TEXT])


def test_text_too_long_is_refused_and_comes_back(author, profile, monkeypatch):
    monkeypatch.setattr("portolan.documents.rules.markup.LONGEST", 50)

    plain = author.post(page(profile), {"base": "1", "html": "<p>" + "long " * 50, "note": ""})
    script = send(author, page(profile), base=1, html="<p>" + "long " * 50, note="")
    draft = send(author, page(profile, "draft"), base=1, html="<p>" + "long " * 50)

    assert plain.status_code == 200
    assert plain.context["form"]["html"].value() == "<p>" + "long " * 50
    assert (script.status_code, draft.status_code) == (400, 400)
    assert texts(profile) == [TEXT]


def test_published_document_is_shown_and_not_written(author, profile):
    type(profile).objects.filter(pk=profile.pk).update(stage=Stage.PUBLISHED)

    shown = author.get(page(profile))
    saved = send(author, page(profile), base=1, html="<p>Autre</p>", note="")

    assert "setup" not in shown.context
    assert TEXT in shown.content.decode()
    assert (saved.status_code, texts(profile)) == (400, [TEXT])


# --- drafts -------------------------------------------------------------------------------------------------------


def test_draft_is_kept_for_its_writer_alone(author, profile):
    answer = send(author, page(profile, "draft"), base=1, html="<p>En cours</p>")

    assert (set(answer.json()), answer.json()["count"].split()[0]) == ({"count"}, "2")
    assert author.get(page(profile)).context["form"]["html"].value() == "<p>En cours</p>"
    other = hand_of(profile, Role.LEAD_AUTHOR)
    author.force_login(other)
    assert author.get(page(profile)).context["form"]["html"].value() == TEXT


def test_draft_is_told_of_a_newer_version(author, profile):
    written(section_of(profile), "fr", "<p>D’un autre.</p>", by=UserFactory(name="Zeno Mayda"))

    answer = send(author, page(profile, "draft"), base=1, html="<p>En cours</p>")

    assert "Zeno Mayda" in answer.json()["newer"]


def test_page_left_open_gets_its_new_token_and_whose_it_is(author, profile):
    answer = author.get(page(profile, "draft"))

    assert answer.json()["user"] == author.user.pk
    assert len(answer.json()["token"]) == 64


def test_draft_given_up_is_gone(author, profile):
    keep_draft(section_of(profile), "fr", html="<p>x</p>", base=None, user=author.user, at=WRITTEN)
    other = UserFactory()
    keep_draft(section_of(profile), "fr", html="<p>y</p>", base=None, user=other, at=WRITTEN)

    answer = author.post(page(profile, "draft-drop"))

    assert answer.headers["Location"] == page(profile)
    assert list(Draft.objects.values_list("user", flat=True)) == [other.pk]


# --- two versions -------------------------------------------------------------------------------------------------


@pytest.fixture
def two(author, profile):
    """Ava's draft and Zeno's version, both from the first one: each changed another paragraph."""
    base = written(section_of(profile), "fr", "<p>Un.</p><p>Deux.</p>")
    keep_draft(section_of(profile), "fr", html="<p>Un.</p><p>Deux d’Ava.</p>", base=base, user=author.user, at=WRITTEN)
    written(section_of(profile), "fr", "<p>Un de Zeno.</p><p>Deux.</p>", by=UserFactory(name="Zeno Mayda"))
    return author


def test_both_versions_are_proposed_together(two, profile):
    found = two.get(page(profile, "conflict"))

    assert found.status_code == 200
    assert [row["field"].initial for row in found.context["rows"] if "field" in row] == ["theirs", "mine"]
    chosen = {"base": "3", "mine": "<p>Un.</p><p>Deux d’Ava.</p>", "passage-0": "theirs", "passage-1": "mine"}
    answer = two.post(page(profile, "conflict"), chosen)

    assert answer.headers["Location"] == page(profile)
    assert texts(profile)[-1] == "<p>Un de Zeno.</p><p>Deux d’Ava.</p>"
    assert Revision.objects.latest("number").origin == "merged"
    assert Draft.objects.count() == 0


def test_passage_without_a_choice_is_asked_again(two, profile):
    answer = two.post(page(profile, "conflict"), {"base": "3", "mine": "<p>Un.</p><p>Deux d’Ava.</p>"})

    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {"passage-0", "passage-1"}
    assert len(texts(profile)) == 3


def test_choices_made_about_another_text_are_not_taken(two, profile):
    newer = {"base": "2", "mine": "<p>Un.</p><p>Deux d’Ava.</p>", "passage-0": "theirs", "passage-1": "mine"}
    other = {"base": "3", "mine": "<p>Autre.</p>", "passage-0": "theirs", "passage-1": "mine"}

    answers = [two.post(page(profile, "conflict"), chosen).status_code for chosen in (newer, other)]

    assert answers == [200, 200]
    assert len(texts(profile)) == 3


def test_what_was_chosen_can_be_written_on(two, profile):
    chosen = {"base": "3", "mine": "<p>Un.</p><p>Deux d’Ava.</p>", "passage-0": "both", "passage-1": "mine"}

    two.post(page(profile, "conflict"), {**chosen, "do": "go-on"})

    kept = draft_of(section_of(profile), "fr", two.user)
    assert (kept.html, kept.base.number) == ("<p>Un de Zeno.</p><p>Un.</p><p>Deux d’Ava.</p>", 3)
    assert len(texts(profile)) == 3


def test_own_version_can_be_given_up(two, profile):
    two.post(page(profile, "conflict"), {"do": "drop"})

    assert (Draft.objects.count(), len(texts(profile))) == (0, 3)


def test_without_two_versions_the_page_leads_back(author, profile):
    assert author.get(page(profile, "conflict")).headers["Location"] == page(profile)


# --- versions -----------------------------------------------------------------------------------------------------


def test_versions_are_listed_newest_first(author, profile):
    written(section_of(profile), "fr", "<p>Deux.</p>", by=author.user)

    rows = author.get(page(profile, "history")).context["page_obj"].object_list

    assert [(row.number, row.made_by) for row in rows] == [(2, author.user), (1, None)]


@pytest.mark.parametrize(
    ("old", "new", "leads"), [("1", "2", True), ("2", "1", True), ("1", "1", False), ("x", "2", False)]
)
def test_two_chosen_versions_are_compared_the_older_first(author, profile, old, new, leads):
    written(section_of(profile), "fr", "<p>Deux.</p>")

    answer = author.get(page(profile, "history"), {"old": old, "new": new})

    expected = page(profile, "compare", 1, 2) if leads else None
    assert answer.headers.get("Location") == expected


def test_comparison_marks_words(author, profile):
    written(section_of(profile), "fr", "<p>Le grand port accueille.</p>")

    changes = author.get(page(profile, "compare", 1, 2)).context["changes"]

    assert [(change.kind, change.html) for change in changes] == [
        ("changed", "<p>Le <ins>grand </ins>port accueille.</p>")
    ]


def test_version_that_is_not_there_is_not_found(author, profile):
    assert author.get(page(profile, "compare", 1, 9)).status_code == 404
    assert author.post(page(profile, "restore", 9)).status_code == 404


def test_earlier_version_is_taken_back_as_a_new_one(author, profile):
    written(section_of(profile), "fr", "<p>Deux.</p>")

    author.post(page(profile, "restore", 1))

    assert texts(profile) == [TEXT, "<p>Deux.</p>", TEXT]


# --- translations -------------------------------------------------------------------------------------------------


def test_translation_shows_what_changed_in_the_source(author):
    document = document_with({"framework": {"fr": TEXT, "ar": "<p>الميناء.</p>"}})
    hand_of(document, Role.LEAD_AUTHOR, user=author.user)
    written(section_of(document), "fr", "<p>Le grand port accueille.</p>")

    context = author.get(page(document, language="ar")).context

    assert [change.kind for change in context["source_changes"]] == ["changed"]


def test_translation_said_to_be_done_is_up_to_date(author):
    document = document_with({"framework": {"fr": TEXT, "ar": "<p>الميناء.</p>"}})
    hand_of(document, Role.LEAD_AUTHOR, user=author.user)
    written(section_of(document), "fr", "<p>Le grand port accueille.</p>")

    author.post(page(document, language="ar"), {"base": "1", "html": "<p>الميناء.</p>", "done": "1", "renders": "2"})

    assert [state["mark"] for state in author.get(page(document)).context["states"]][-1] == "done"


def test_translation_is_not_done_when_the_source_moved_on_meanwhile(author):
    document = document_with({"framework": {"fr": TEXT, "ar": "<p>الميناء.</p>"}})
    hand_of(document, Role.LEAD_AUTHOR, user=author.user)
    written(section_of(document), "fr", "<p>Le grand port accueille.</p>")

    author.post(page(document, language="ar"), {"base": "1", "html": "<p>الميناء.</p>", "done": "1", "renders": "1"})

    assert [state["mark"] for state in author.get(page(document)).context["states"]][-1] == "stale"


def test_language_the_document_is_not_to_exist_in_is_not_found(author, profile):
    assert author.get(page(profile, language="de")).status_code == 404


# --- pictures -----------------------------------------------------------------------------------------------------


def picture(name="port.png", size=(6, 4)):
    file = io.BytesIO()
    Image.new("RGB", size, (15, 66, 101)).save(file, "PNG")
    return SimpleUploadedFile(name, file.getvalue(), "image/png")


def test_picture_taken_in_is_shown_for_ever_to_those_who_may_see_it(author, profile):
    taken = author.post(page(profile, "picture-add"), {"picture": picture()}).json()
    address = reverse("desk:document-picture", args=[taken["digest"]])
    shown = author.get(address)

    assert (taken["width"], taken["height"], shown.headers["Content-Type"]) == (6, 4, "image/png")
    assert shown.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert Image.open(io.BytesIO(shown.content)).size == (6, 4)
    author.force_login(hand_of(DocumentFactory(), Role.LEAD_AUTHOR))
    assert author.get(address).status_code == 404


def test_picture_of_a_text_is_seen_by_its_readers(author, profile):
    digest = author.post(page(profile, "picture-add"), {"picture": picture()}).json()["digest"]
    address = reverse("desk:document-picture", args=[digest])
    html = (
        f'<figure class="picture"><img src="picture:{digest}" alt=""><figcaption></figcaption><small></small></figure>'
    )
    send(author, page(profile), base=1, html=html, note="")

    author.force_login(hand_of(profile, Role.READER))

    assert author.get(address).status_code == 200


@pytest.mark.parametrize("digest", ["0" * 64, "x", "A" * 64, "0" * 63])
def test_picture_nobody_has_is_not_found(author, digest):
    assert author.get(reverse("desk:document-picture", args=[digest])).status_code == 404


@pytest.mark.parametrize("upload", [None, SimpleUploadedFile("port.png", b"<svg onload=alert(1)>", "image/png")])
def test_what_is_no_picture_is_refused_in_words(author, profile, upload):
    answer = author.post(page(profile, "picture-add"), {"picture": upload} if upload else {})

    assert (answer.status_code, set(answer.json())) == (400, {"error"})


# --- choosers -----------------------------------------------------------------------------------------------------


def test_sources_are_found_by_any_word(author):
    SourceFactory(code="mayda", title="Registre du port", publisher="Port de Mayda", published="2020")
    SourceFactory(code="other", title="Autre registre")

    rows = author.get(reverse("desk:document-sources"), {"q": "port registre"}).json()["rows"]

    assert [(row["key"], row["short"]) for row in rows] == [("mayda", "Port de Mayda, 2020")]


def test_things_to_link_to_are_those_the_reader_may_see(author, enter):
    assert author.get(reverse("desk:document-things"), {"q": ""}).json() == {"rows": []}
    assert author.get(reverse("desk:document-things"), {"q": "nulle part"}).json() == {"rows": []}


# --- who may ------------------------------------------------------------------------------------------------------

# By hand: what a holder of each role on the document gets of the source and of a translation; of the others, nothing.
MAY = {
    Role.LEAD_AUTHOR: (200, 200),
    Role.CO_AUTHOR: (200, 200),
    Role.SUPERVISOR: (403, 403),
    Role.QUALITY_OFFICER: (403, 403),
    Role.VALIDATOR: (403, 403),
    Role.READER: (403, 403),
}


@pytest.mark.parametrize("role", MAY)
def test_roles_on_the_document(enter, profile, role):
    client = enter(hand_of(profile, role))

    got = tuple(client.get(page(profile, language=language)).status_code for language in ("fr", "ar"))
    posted = send(client, page(profile), base=1, html="<p>Autre</p>", note="").status_code

    assert (got, posted) == (MAY[role], 200 if MAY[role][0] == 200 else 403)
    assert client.get(page(profile, "history")).status_code == 200


def test_translator_writes_translations_and_not_the_source(enter, profile):
    client = enter(user_with(Role.TRANSLATOR))

    assert [client.get(page(profile, language=language)).status_code for language in ("fr", "ar")] == [403, 200]
    assert send(client, page(profile), base=1, html="<p>Autre</p>", note="").status_code == 403
    assert send(client, page(profile, language="ar"), base=None, html="<p>ميناء</p>", note="").status_code == 200


def test_co_author_of_one_section_writes_that_one(enter, profile):
    client = enter(hand_of(profile, Role.CO_AUTHOR, section=section_of(profile, "framework")))

    assert [client.get(page(profile, key=key)).status_code for key in ("framework", "perceptions")] == [200, 403]


NAMES = (("write",), ("draft",), ("conflict",), ("history",), ("compare", 1, 1))
BUTTONS = (
    ("write",),
    ("draft",),
    ("draft-drop",),
    ("conflict",),
    ("picture-add",),
    ("restore", 1),
)


@pytest.mark.parametrize("somebody", ["other document", "other city", "no role", "ended"])
def test_others_do_not_learn_that_the_section_is_there(enter, profile, somebody):
    elsewhere = DocumentFactory()
    user = {
        "other document": lambda: hand_of(elsewhere, Role.LEAD_AUTHOR),
        "other city": lambda: user_with(Role.FOCAL_POINT, organisation=OrganisationFactory()),
        "no role": UserFactory,
        "ended": lambda: _ended(profile),
    }[somebody]()
    client = enter(user)

    seen = {client.get(page(profile, *name)).status_code for name in NAMES}
    sent = {client.post(page(profile, *name)).status_code for name in BUTTONS}

    hidden = {403} if somebody in ("no role", "ended") else {404}
    assert (seen, sent) == (hidden, hidden)
    assert texts(profile) == [TEXT]


def _ended(document):
    user = hand_of(document, Role.LEAD_AUTHOR)
    user.role_assignments.update(ended_at=WRITTEN)
    return user
