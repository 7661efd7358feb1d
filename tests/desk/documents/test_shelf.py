"""The board of documents, making one, its page, its people and sections."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from portolan.documents.domain.documents import create_document
from portolan.documents.domain.hands import hands_of
from portolan.documents.enums import Stage
from portolan.documents.models import Document
from portolan.kernel.texts import Text
from portolan.network.enums import OrganisationKind, Role
from tests.factories import OrganisationFactory, UserFactory, user_with
from tests.factories.documents import WRITTEN, DocumentFactory, DocumentTemplateFactory, document_with, hand_of
from tests.factories.signing import submitted

BOARD, MATRIX, NEW = (reverse(f"desk:{name}") for name in ("documents", "documents-matrix", "document-new"))
YESTERDAY = dt.date(2020, 1, 1)


def page(document, name="document", **more):
    return reverse(f"desk:{name}", args=[document.slug, *more.values()])


def board(client, query="", address=BOARD):
    """The rows of the board: title, city, stage, who holds it, since when, due."""
    rows = client.get(f"{address}{query}").context["table"].rows
    return [[cell.value for cell in row] for row in rows]


def titled(name, **fields):
    return DocumentFactory(title=Text.of("fr", fr=name), **fields)


# --- the board ----------------------------------------------------------------------------------------------------


def test_board_says_who_holds_each_document_since_when_late_first(sign_in):
    client = sign_in(Role.MANAGER)
    titled("Publié", stage=Stage.PUBLISHED)
    early = titled("Attend depuis mars")
    titled("Attend depuis avril", stage_since=WRITTEN + dt.timedelta(days=30), stage=Stage.READY)
    titled("En retard", stage_since=WRITTEN + dt.timedelta(days=60), due_on=YESTERDAY)
    hand_of(early, Role.LEAD_AUTHOR, user=UserFactory(name="Zeno Antil"))

    rows = board(client, address=BOARD.replace("/fr/", "/en/"))

    assert [(str(row[0].texts["fr"]), row[3], row[4], row[5]) for row in rows] == [
        ("En retard", "nobody yet", dt.date(2026, 5, 1), YESTERDAY),
        ("Attend depuis mars", "Zeno Antil", dt.date(2026, 3, 2), None),
        ("Attend depuis avril", "the team", dt.date(2026, 4, 1), None),
        ("Publié", None, dt.date(2026, 3, 2), None),
    ]


def test_board_marks_what_is_late_but_not_what_is_published(sign_in):
    client = sign_in(Role.MANAGER)
    for stage in (Stage.DRAFT, Stage.PUBLISHED):
        DocumentFactory(stage=stage, due_on=YESTERDAY)

    rows = client.get(BOARD).context["table"].rows

    assert [row[5].mark for row in rows] == ["late", ""]


def test_board_names_the_party_that_is_asked(sign_in):
    client = sign_in(Role.MANAGER)
    document = submitted()
    hand_of(document, Role.SUPERVISOR, user=UserFactory(name="Brasil Eumenia"))

    assert [row[2] for row in board(client)] == ["supervision"]
    assert len(board(client)) == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=sanzorzo", ["Profil de Sanzorzo"]),
        ("?stage=ready", ["Note de Drogeo"]),
        ("?kind=city-migration-profile&stage=draft", ["Profil de Sanzorzo"]),
        ("?q=frislandia", []),
    ],
)
def test_board_is_filtered(query, found, sign_in):
    client = sign_in(Role.MANAGER)
    titled("Profil de Sanzorzo")
    titled("Note de Drogeo", stage=Stage.READY)

    assert [str(row[0]) for row in board(client, query)] == found


def test_author_sees_the_own_document_only(client):
    mine, _theirs = titled("Le mien"), titled("Le leur")
    client.force_login(hand_of(mine, Role.LEAD_AUTHOR))

    assert [str(row[0]) for row in board(client)] == ["Le mien"]
    assert [str(row[0].value) for row in client.get(MATRIX).context["table"].rows] == ["Le mien"]
    assert client.get(page(_theirs)).status_code == 404


def test_matrix_says_how_much_of_each_language_is_done(sign_in):
    client = sign_in(Role.MANAGER)
    document_with({"framework": {"fr": "<p>Le port.</p>", "en": "<p>The port.</p>"}}, languages=["fr", "en"])

    (row,) = client.get(MATRIX).context["table"].rows

    assert [cell.mark for cell in row[1:]] == ["part", "part", ""]
    assert row[3].value is None


# --- making one ---------------------------------------------------------------------------------------------------


def form_of(template, city=None, **more):
    fields = {
        "token": str(uuid.uuid4()), "template": template.pk, "title_fr": "Profil de Mayda", "source_language": "fr",
        "languages": ["fr", "ar"], "city": city.pk if city else "", "component": "", "due_on": "2027-05-01",
    }  # fmt: skip
    return {**fields, **more}


def test_document_is_made_from_its_template_once(sign_in):
    client, template = sign_in(Role.MANAGER), DocumentTemplateFactory()
    city = OrganisationFactory(kind=OrganisationKind.MUNICIPALITY)
    form = form_of(template, city)

    answers = [client.post(NEW, form) for _each in range(2)]

    made = Document.objects.get()
    assert {answer.headers.get("Location") for answer in answers} == {page(made)}
    assert (str(made.title), made.languages, made.city, made.due_on) == (
        "Profil de Mayda", ["fr", "ar"], city, dt.date(2027, 5, 1),
    )  # fmt: skip
    assert [section.key for section in made.sections.all()] == ["framework", "perceptions", "priorities"]


def test_wrong_input_keeps_what_was_typed(sign_in):
    client, template = sign_in(Role.MANAGER), DocumentTemplateFactory()

    answer = client.post(NEW, form_of(template, languages=[], due_on="tomorrow"))

    form = answer.context["form"]
    assert (answer.status_code, sorted(form.errors)) == (200, ["due_on", "languages"])
    assert 'value="Profil de Mayda"' in answer.text
    assert Document.objects.count() == 0


def test_officer_of_one_city_makes_documents_of_that_city_only(sign_in):
    own, other = (OrganisationFactory(kind=OrganisationKind.MUNICIPALITY) for _each in range(2))
    client, template = sign_in(Role.OFFICER, organisation=own), DocumentTemplateFactory()

    statuses = [client.post(NEW, form_of(template, city)).status_code for city in (own, other, None)]

    assert statuses == [302, 403, 403]
    assert [made.city for made in Document.objects.all()] == [own]


def test_title_languages_and_date_are_changed(sign_in):
    client, document = sign_in(Role.MANAGER), document_with()

    answer = client.post(
        page(document, "document-edit"),
        {"title_fr": "Profil revu", "title_en": "Profile", "languages": ["fr", "en"], "due_on": "2027-06-01"},
    )

    document.refresh_from_db()
    assert answer.headers["Location"] == page(document)
    assert (document.title.texts["fr"], document.languages, document.due_on) == (
        "Profil revu", ["fr", "en"], dt.date(2027, 6, 1),
    )  # fmt: skip


# --- the page -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stage", "role", "action"),
    [
        (Stage.DRAFT, Role.LEAD_AUTHOR, "document-hand-in"),
        (Stage.DRAFT, Role.READER, None),
        (Stage.READY, Role.LEAD_AUTHOR, None),
        (Stage.PUBLISHED, Role.LEAD_AUTHOR, None),
    ],
)
def test_page_offers_the_one_thing_to_do_next(stage, role, action, client):
    document = document_with(stage=stage)
    client.force_login(hand_of(document, role))

    offered = client.get(page(document)).context["action"]

    assert (offered and offered["url"]) == (page(document, action) if action else None)


def test_page_shows_the_trail_to_the_team_only(sign_in, client):
    document = create_document(
        kind="city-migration-profile", title=Text.of("fr", fr="Profil"), source_language="fr", languages=["fr"],
        record=DocumentFactory().record, by=UserFactory(), at=WRITTEN, template=DocumentTemplateFactory(),
    )  # fmt: skip
    client.force_login(hand_of(document, Role.READER))
    seen = [len(client.get(page(document)).context["history"])]
    seen.append(len(sign_in(Role.MANAGER).get(page(document)).context["history"]))

    assert seen == [0, 1]


# --- people -------------------------------------------------------------------------------------------------------


def test_part_is_given_by_e_mail_and_ended(sign_in):
    client, document, user = sign_in(Role.MANAGER), document_with(), UserFactory(email="zeno@mayda.example")
    address = page(document, "document-hands")

    client.post(address, {"email": " Zeno@Mayda.example ", "role": "lead-author", "section": ""})
    given = [(hand.user, hand.role, hand.section) for hand in hands_of(document)]
    client.post(reverse("desk:document-hand-end", args=[document.slug, user.pk, "lead-author"]))

    assert given == [(user, Role.LEAD_AUTHOR, None)]
    assert list(hands_of(document)) == []


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"email": "nobody@mayda.example"}, "email"), ({"email": "x"}, "email"), ({"role": "manager"}, "role")],
)
def test_part_that_cannot_be_given_keeps_what_was_typed(typed, field, sign_in):
    client, document = sign_in(Role.MANAGER), document_with()
    UserFactory(email="zeno@mayda.example")
    form = {"email": "zeno@mayda.example", "role": "reader", "section": "", **typed}

    answer = client.post(page(document, "document-hands"), form)

    assert (answer.status_code, list(answer.context["form"].errors)) == (200, [field])
    assert answer.context["form"]["email"].value() == form["email"]
    assert list(hands_of(document)) == []


def test_section_of_another_document_is_not_given(sign_in):
    client, document, other = sign_in(Role.MANAGER), document_with(), document_with()
    UserFactory(email="zeno@mayda.example")
    form = {"email": "zeno@mayda.example", "role": "co-author", "section": other.sections.first().pk}

    answer = client.post(page(document, "document-hands"), form)

    assert list(answer.context["form"].errors) == ["section"]


# --- sections -----------------------------------------------------------------------------------------------------


def keys(document):
    return [section.key for section in document.sections.order_by("position")]


def test_section_is_added_once_where_it_was_said(client):
    document = document_with()
    client.force_login(hand_of(document, Role.LEAD_AUTHOR))
    after = document.sections.get(key="framework").pk
    form = {"token": str(uuid.uuid4()), "heading_fr": "Le port", "after": after}

    for _each in range(2):
        client.post(page(document, "document-sections"), form)

    assert keys(document) == ["framework", "le-port", "perceptions", "priorities"]


def test_section_moves_up_and_the_first_stays(client):
    document = document_with()
    client.force_login(hand_of(document, Role.LEAD_AUTHOR))

    for key in ("priorities", "framework", "nowhere"):
        client.post(reverse("desk:document-section-up", args=[document.slug, key]))

    assert keys(document) == ["framework", "priorities", "perceptions"]


def test_section_with_text_is_not_removed(client):
    document = document_with()
    client.force_login(hand_of(document, Role.LEAD_AUTHOR))

    answer = client.post(reverse("desk:document-section-remove", args=[document.slug, "priorities"]), follow=True)

    assert keys(document) == ["framework", "perceptions", "priorities"]
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]


def test_reader_changes_no_section(client):
    document = document_with()
    client.force_login(hand_of(document, Role.READER))

    addresses = [
        page(document, "document-sections"),
        reverse("desk:document-section-up", args=[document.slug, "priorities"]),
    ]

    assert [client.post(address).status_code for address in addresses] == [403, 403]
    assert keys(document) == ["framework", "perceptions", "priorities"]


def test_stranger_with_a_role_elsewhere_sees_nothing(client):
    document = document_with()
    client.force_login(user_with(Role.FOCAL_POINT, organisation=OrganisationFactory()))

    assert (client.get(page(document)).status_code, board(client)) == (404, [])
