"""In which scopes documents lie, and what the house says of them."""

import pytest

from portolan.accounts.enums import Permission as P
from portolan.accounts.registry import personal_data_sections, place_of, say_verb
from portolan.accounts.rules import can
from portolan.documents import registry
from portolan.documents.domain import history
from portolan.documents.domain.writing import keep_draft
from portolan.documents.models import Document, Edition, Guest, Remark, Section, SectionText, SignOff, Step
from portolan.documents.registry import Owner, addresses_of, owners_of, register_addressing, register_owner
from portolan.messages.models import Notice
from portolan.messages.registry import notice_kind
from portolan.network.enums import Role
from portolan.network.rules import may_give
from tests.factories import OrganisationFactory, UserFactory, user_with
from tests.factories.documents import WRITTEN, document_with, section_of, written


def _keys(thing):
    return set(place_of(thing).keys)


def test_everything_of_a_document_lies_where_it_does():
    document = document_with()
    section = section_of(document)
    here = {f"organisation:{document.city_id}", "component:knowledge", f"documents.document:{document.pk}"}
    step = Step(document=document)

    assert [_keys(each) for each in (document, step, Edition(document=document), Guest(document=document))] == [
        here
    ] * 4
    assert _keys(SignOff(step=step)) == here
    in_section = here | {f"documents.section:{section.pk}"}
    parts = (section, section.revisions.get(), SectionText.objects.get(section=section), Remark(section=section))
    assert [_keys(each) for each in parts] == [in_section] * 4


def test_document_not_made_yet_lies_in_its_city_so_that_a_limited_officer_makes_only_those():
    own, other = OrganisationFactory(), OrganisationFactory()
    officer = user_with(Role.OFFICER, organisation=own)

    may = [can(officer, P.DOCUMENT_MANAGE, on=Document(city=city)) for city in (own, other, None)]

    assert may == [True, False, False]


def test_roles_of_a_document_are_given_by_those_who_manage_it():
    own, other = document_with(), document_with()
    officer, host = user_with(Role.OFFICER, organisation=own.city), user_with(Role.HOST, object_kind="x", object_id="1")

    may = [may_give(officer, Role.LEAD_AUTHOR, None, thing=each) for each in (own, section_of(own), other, None)]

    assert may == [True, True, False, False]
    assert may_give(host, Role.LEAD_AUTHOR, None, thing=own) is False


def test_every_verb_of_documents_is_said_in_words():
    assert [verb for verb in history.VERBS if say_verb(verb) == verb] == []


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("document-hand-given", {"role": "lead-author"}),
        ("document-published", {"number": 2}),
        ("document-withdrawn", {"number": 2, "reason": "Erreur"}),
    ],
)
def test_every_notice_names_its_document(kind, values):
    said = notice_kind(kind).sentence("Profil de Mayda", values)

    assert said.count("Profil de Mayda") == 1
    assert Notice(kind=kind).kind == kind


def test_addresses_are_asked_once_for_a_kind_and_unknown_ones_left_out(monkeypatch):
    asked = []

    def known(ids):
        asked.append(ids)
        return {pk: (f"Thing {pk}", f"/things/{pk}/") for pk in ids if pk != "3"}

    monkeypatch.setattr(registry, "_addressing", {})
    register_addressing("network.place", known)

    found = addresses_of(["network.place:2", "network.place:1", "network.place:3", "nobody.knows:1", "broken"])

    assert found == {"network.place:1": ("Thing 1", "/things/1/"), "network.place:2": ("Thing 2", "/things/2/")}
    assert asked == [["1", "2", "3"]]


def test_owner_of_a_document_is_said_by_whoever_owns_it(monkeypatch):
    mine, nobodys = document_with({}), document_with({})
    owner = Owner("knowledge.profile", "Mayda", "/mayda/")
    monkeypatch.setattr(registry, "_owners", {})
    register_owner("knowledge.profile", lambda ids: {pk: owner for pk in ids if pk == mine.pk})

    assert owners_of([mine, nobodys]) == {mine.pk: owner}


def test_export_of_personal_data_has_the_texts_somebody_saved_and_is_typing():
    document, user = document_with({}), UserFactory()
    section = section_of(document)
    written(section, "fr", "<p>Un mot.</p>", by=user)
    written(section, "fr", "<p>Autre.</p>", by=UserFactory())
    keep_draft(section, "ar", html="<p>كلمة</p>", base=None, user=user, at=WRITTEN)
    place = {"document": document.title.get("fr"), "section": "Le cadre"}

    data = personal_data_sections(user)

    at = WRITTEN.isoformat()
    assert data["texts"] == [{**place, "language": "fr", "revision": 1, "words": 2, "at": at}]
    assert data["drafts"] == [{**place, "language": "ar", "text": "كلمة", "at": at}]


@pytest.mark.parametrize("count", [1, 3])
def test_sections_and_documents_are_seen_in_one_query(count, django_assert_num_queries):
    city = OrganisationFactory()
    for _ in range(count):
        document_with({}, city=city)
    user = user_with(Role.FOCAL_POINT, organisation=city)
    can(user, P.DOCUMENT_READ)

    with django_assert_num_queries(2):
        documents, sections = list(Document.objects.visible_to(user)), list(Section.objects.visible_to(user))

    assert (len(documents), len(sections)) == (count, 3 * count)
