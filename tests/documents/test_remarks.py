"""Remarks: who reads which, under which name; threads, resolution, passages that follow the text, the answer table."""

import pytest

from portolan.accounts.models import AuditEntry
from portolan.accounts.registry import personal_data_sections
from portolan.documents.domain import guests, papers
from portolan.documents.domain.answer_table import answer_table, name_for
from portolan.documents.domain.passages import follow
from portolan.documents.domain.remarks import LONGEST, answer, remark, reopen_remark, resolve
from portolan.documents.domain.writing import current_revision, save_text
from portolan.documents.enums import Audience
from portolan.documents.models import Guest, GuestCode, Remark, SignOff
from portolan.documents.rules.anchors import take
from portolan.kernel.errors import DomainError
from portolan.messages.models import Mail, Notice
from portolan.network.domain.personal_data import erase_person, export_person
from portolan.network.enums import Role
from portolan.network.models import Person
from tests.factories import AffiliationFactory, OrganisationFactory, PersonFactory, UserFactory, record, user_with
from tests.factories.documents import document_with, hand_of, section_of
from tests.factories.signing import AT, code_for, invited, later, paper, plan, step_of, submitted

TEXT = "<p>Le port accueille des pilotes.</p><p>Le quai est neuf depuis 2019, dit le capitaine.</p>"


def refused(work):
    with pytest.raises(DomainError) as refusal:
        work()
    return refusal.value.code, refusal.value.field


@pytest.fixture
def document():
    return document_with({"framework": {"fr": TEXT}, "perceptions": {"fr": "<p>Les perceptions.</p>"}})


def remarked(document, audience=Audience.AUTHORS, *, text="Une remarque.", key="framework", at=AT, **more):
    section = section_of(document, key)
    return remark(section, revision=current_revision(section, "fr"), text=text, audience=audience, at=at, **more)


def quoted(document, words, *, of=None, **more):
    """A remark on these words of the text as it was read."""
    read = of or current_revision(section_of(document), "fr")
    start = read.text.index(words)
    section = section_of(document)
    anchor = take(read.text, start, start + len(words))
    fields = {"text": "À vérifier.", "audience": Audience.ALL, "by": UserFactory(), "at": AT, **more}
    return remark(section, revision=read, quote=anchor, **fields)


def edited(document, html, *, key="framework", language="fr"):
    section = section_of(document, key)
    base = current_revision(section, language)
    return save_text(section, language, html=html, base=base, by=None, at=later(hours=1)).revision


def stands(row):
    """The words a remark stands at in the newest text; None when it lost them."""
    row.refresh_from_db()
    if row.stands_at is None:
        return None
    return current_revision(row.section, row.revision.language).text[row.stands_at : row.stands_to]


def cast(document):
    """Everybody who may meet at one document, and some who may not."""
    body = OrganisationFactory()
    colleagues = [hand_of(document, Role.VALIDATOR), hand_of(document, Role.READER)]
    for each in colleagues:
        AffiliationFactory(organisation=body, person=PersonFactory(user=each))
    left = hand_of(document, Role.READER)
    AffiliationFactory(organisation=body, person=PersonFactory(user=left), end="2025")
    lead = hand_of(document, Role.LEAD_AUTHOR)
    AffiliationFactory(organisation=body, person=PersonFactory(user=lead))
    return body, {
        "lead": lead,
        "co-author of a section": hand_of(document, Role.CO_AUTHOR, section=section_of(document, "perceptions")),
        "supervisor": hand_of(document, Role.SUPERVISOR),
        "quality": hand_of(document, Role.QUALITY_OFFICER),
        "officer": user_with(Role.OFFICER),
        "validator of the body": colleagues[0],
        "reader of the body": colleagues[1],
        "reader who left the body": left,
        "reader": hand_of(document, Role.READER),
        "focal point": user_with(Role.FOCAL_POINT, organisation=document.city),
        "focal point of another city": user_with(Role.FOCAL_POINT, organisation=OrganisationFactory()),
        "officer of another city": user_with(Role.OFFICER, organisation=OrganisationFactory()),
        "lead of another document": hand_of(document_with(), Role.LEAD_AUTHOR),
        "nobody": UserFactory(),
    }


INSIDE = {"lead", "co-author of a section", "supervisor", "quality", "officer"}
READERS = INSIDE | {
    "validator of the body",
    "reader of the body",
    "reader who left the body",
    "reader",
    "focal point",
}


@pytest.mark.parametrize(
    ("audience", "writer", "expected"),
    [
        (Audience.ALL, "reader", READERS),
        (Audience.AUTHORS, "reader", INSIDE | {"reader"}),
        (Audience.AUTHORS, "focal point", INSIDE | {"focal point"}),
        (Audience.TEAM, "supervisor", {"supervisor", "quality", "officer"}),
        (Audience.TEAM, "officer", {"supervisor", "quality", "officer"}),
        (Audience.BODY, "validator of the body", {"validator of the body", "reader of the body"}),
    ],
)
def test_each_audience_reads_what_is_for_it_and_the_writer_always(document, audience, writer, expected):
    body, people = cast(document)
    organisation = body if audience == Audience.BODY else None
    row = remarked(document, audience, by=people[writer], organisation=organisation)

    seen = {name for name, user in people.items() if Remark.objects.visible_to(user).filter(pk=row.pk).exists()}

    assert seen == expected


def test_each_row_comes_once_whatever_the_roles(document):
    lead = hand_of(document, Role.LEAD_AUTHOR)
    hand_of(document, Role.CO_AUTHOR, section=section_of(document), user=lead)
    hand_of(document, Role.CO_AUTHOR, section=section_of(document, "perceptions"), user=lead)
    row = remarked(document, Audience.ALL, by=lead)

    assert list(Remark.objects.visible_to(lead)) == [row]


def test_whoever_lost_the_document_reads_no_remark_of_it(document):
    reader = hand_of(document, Role.READER)
    remarked(document, Audience.ALL, by=reader)
    reader.role_assignments.all().delete()
    reader.__dict__.pop("_grants", None)

    assert Remark.objects.visible_to(reader).count() == 0


def test_answers_follow_their_remark_and_its_writer_reads_them(document):
    _body, people = cast(document)
    row = remarked(document, Audience.AUTHORS, by=people["reader"])
    first = answer(row, text="Corrigé.", by=people["lead"], at=later(hours=1))
    second = answer(first, text="Merci.", by=people["reader"], at=later(hours=2))

    seen = {name for name, user in people.items() if set(Remark.objects.visible_to(user)) == {row, first, second}}

    assert (second.answers, first.audience, second.revision) == (row, Audience.AUTHORS, row.revision)
    assert seen == INSIDE | {"reader"}


def test_nobody_answers_or_resolves_what_they_do_not_see(document):
    _body, people = cast(document)
    row = remarked(document, Audience.TEAM, by=people["supervisor"])

    for name in ("lead", "focal point", "reader", "focal point of another city", "nobody"):
        user = people[name]
        assert refused(lambda user=user: answer(row, text="Ah ?", by=user, at=AT)) == ("remark-unknown", "")
        assert refused(lambda user=user: resolve(row, resolution="Non.", by=user, at=AT)) == ("remark-unknown", "")


def test_name_of_who_stays_unnamed_is_for_authors_and_team(document):
    _body, people = cast(document)
    people["validator of the body"].name = "Zeno Antil"
    people["validator of the body"].save()
    row = remarked(document, Audience.ALL, by=people["validator of the body"], is_unnamed=True)
    named = remarked(document, Audience.ALL, by=people["validator of the body"])

    knows = {name for name in READERS if name_for(row, people[name]) == "Zeno Antil"}
    hidden = {name_for(row, people[name]) for name in READERS - knows}
    guest, _secret = invited(document, people["officer"])

    assert knows == INSIDE | {"validator of the body"}
    assert len(hidden) == 1
    assert "Zeno" not in hidden.pop()
    assert {name_for(named, people[name]) for name in READERS} == {"Zeno Antil"}
    assert "Zeno" not in name_for(row, guest)


def test_who_remarked_unnamed_answers_unnamed_and_the_table_shows_neither_name_nor_body(document):
    body, people = cast(document)
    writer = people["validator of the body"]
    row = remarked(document, Audience.ALL, by=writer, is_unnamed=True, organisation=body)
    answer(row, text="J'insiste.", by=writer, at=later(hours=1))

    for_reader = answer_table(document, "fr", people["reader"])[0]
    for_lead = answer_table(document, "fr", people["lead"])[0]

    assert (writer.name in str(for_reader), str(body) in str(for_reader)) == (False, False)
    assert (for_lead.writer, for_lead.body, for_lead.answers) == (
        writer.name,
        body.name.get("fr"),
        ((writer.name, "J'insiste."),),
    )


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"text": "  "}, ("text-needed", "text")),
        ({"text": "x" * (LONGEST + 1)}, ("too-long", "text")),
        ({"audience": "everybody"}, ("unknown-audience", "audience")),
        ({"audience": Audience.TEAM}, ("not-team", "audience")),
        ({"audience": Audience.BODY}, ("body-needed", "audience")),
        ({"by": None}, ("one-writer", "")),
        ({"written_by": "Zeno"}, ("one-writer", "")),
    ],
)
def test_remark_that_lacks_something_is_refused(document, fields, expected):
    reader = hand_of(document, Role.READER)

    assert refused(lambda: remarked(document, **{"by": reader, **fields})) == expected
    assert Remark.objects.count() == 0


def test_nobody_speaks_for_another_body_nor_for_an_invented_one(document):
    reader = hand_of(document, Role.READER)
    invented = OrganisationFactory(record=record("demonstration"))
    AffiliationFactory(organisation=invented, person=PersonFactory(user=reader))

    codes = [
        refused(lambda each=each: remarked(document, Audience.BODY, by=reader, organisation=each))[0]
        for each in (OrganisationFactory(), invented)
    ]

    assert codes == ["not-your-body", "mixed-records"]


def test_text_of_another_section_is_not_remarked_on(document):
    other = current_revision(section_of(document, "perceptions"), "fr")

    work = lambda: remark(  # noqa: E731
        section_of(document), revision=other, text="Ici.", audience="all", by=UserFactory(), at=AT
    )

    assert refused(work) == ("foreign-revision", "")


def test_remark_is_resolved_with_a_reason_once_and_can_be_taken_up_again(document):
    lead, reader = hand_of(document, Role.LEAD_AUTHOR), hand_of(document, Role.READER)
    row = remarked(document, by=reader)

    without = refused(lambda: resolve(row, resolution=" ", by=lead, at=AT))
    for _twice in range(2):
        done = resolve(row, resolution="Corrigé.", change_made="Tableau 2", by=lead, at=AT)
    other = refused(lambda: resolve(row, resolution="Refusé.", by=lead, at=AT))
    again = reopen_remark(row, by=reader, at=later(hours=1), reason="Le chiffre est encore faux.")

    assert (without, other) == (("reason-needed", "resolution"), ("resolved-already", ""))
    assert (done.state, done.resolved_by, done.change_made) == ("resolved", lead, "Tableau 2")
    assert (again.state, again.resolution, again.resolved_at) == ("open", "", None)
    assert [reply.text for reply in row.replies.all()] == ["Le chiffre est encore faux."]
    assert AuditEntry.objects.get(verb="remark-reopened").changes["resolution"] == ["Corrigé.", ""]
    assert refused(lambda: reopen_remark(row, by=reader, at=AT, reason="Encore.")) == ("open-already", "")
    assert refused(lambda: reopen_remark(row, by=reader, at=AT, reason="")) == ("reason-needed", "reason")


def test_an_answer_is_not_resolved_by_itself(document):
    lead = hand_of(document, Role.LEAD_AUTHOR)
    reply = answer(remarked(document, Audience.ALL, by=lead), text="Oui.", by=lead, at=AT)

    assert refused(lambda: resolve(reply, resolution="Oui.", by=lead, at=AT)) == ("not-a-root", "")


# Who hears of it


def test_authors_and_supervisor_hear_of_a_remark_and_the_writer_of_its_answer(
    document, django_capture_on_commit_callbacks
):
    _body, people = cast(document)
    with django_capture_on_commit_callbacks(execute=True):
        row = remarked(document, by=people["reader"])
    made = {notice.user for notice in Notice.objects.filter(kind="remark-made")}
    with django_capture_on_commit_callbacks(execute=True):
        answer(row, text="Corrigé.", by=people["lead"], at=AT)
        resolve(row, resolution="Corrigé.", by=people["lead"], at=AT)

    assert made == {people["lead"], people["supervisor"]}
    for kind in ("remark-answered", "remark-resolved"):
        assert {notice.user for notice in Notice.objects.filter(kind=kind)} == {people["reader"], people["supervisor"]}


def test_notice_of_a_team_remark_goes_to_supervision_alone(document, django_capture_on_commit_callbacks):
    _body, people = cast(document)

    with django_capture_on_commit_callbacks(execute=True):
        remarked(document, Audience.TEAM, by=people["officer"], text="L'expert est en retard.")

    assert {notice.user for notice in Notice.objects.all()} == {people["supervisor"], people["quality"]}
    assert "retard" not in str(list(Notice.objects.values()))


# Passages


def test_remark_stands_at_its_words(document):
    row = quoted(document, "Le quai est neuf")

    assert (stands(row), row.quote) == ("Le quai est neuf", "Le quai est neuf")


def test_remark_follows_its_words_through_edits_before_them(document):
    row = quoted(document, "Le quai est neuf")

    edited(document, TEXT.replace("Le port", "<strong>Depuis toujours</strong>, le port"))

    assert stands(row) == "Le quai est neuf"


def test_remark_says_that_it_lost_its_words_and_finds_them_when_they_come_back(document):
    row = quoted(document, "Le quai est neuf depuis 2019")

    edited(document, "<p>Tout autre chose, sans rapport.</p>")
    lost = (stands(row), list(Remark.objects.lost()))
    edited(document, TEXT)

    assert lost == (None, [row])
    assert (stands(row), list(Remark.objects.lost())) == ("Le quai est neuf depuis 2019", [])


def test_remark_follows_words_that_change_little_by_little(document):
    """Each text is near the one before; of what was quoted and what stood around it the last keeps two words."""
    row = quoted(document, "Le quai est neuf depuis 2019")
    before, after = "Au large, trois barques attendent la marée.", "Le maire le confirme."
    steps = [
        ("Le port accueille des pilotes.", "Le quai est rénové depuis 2019", "dit le capitaine."),
        (before, "Le quai est rénové depuis 2019", "dit le capitaine."),
        (before, "Le grand quai est rénové depuis mars 2020", "dit le capitaine."),
        (before, "Le grand quai est rénové depuis mars 2020", after),
        (before, "Le grand quai fut rénové en mars 2020", after),
    ]

    seen = []
    for first, words, last in steps:
        edited(document, f"<p>{first}</p><p>{words}, {last}</p>")
        seen.append(stands(row))

    assert (seen, row.quote) == ([words for _first, words, _last in steps], "Le quai est neuf depuis 2019")


@pytest.mark.parametrize("number", [1, 3])
def test_following_remarks_asks_the_same_number_of_questions(document, number, django_assert_num_queries):
    for _ in range(number):
        quoted(document, "Le quai est neuf")
    edited(document, TEXT.replace("Le port", "Notre port"))
    revision = current_revision(section_of(document), "fr")
    Remark.objects.update(stands_at=None)

    with django_assert_num_queries(4):  # remarks, the text before; a savepoint and what moved
        follow(section_of(document), "fr", revision)

    assert {stands(row) for row in Remark.objects.all()} == {"Le quai est neuf"}


def test_remark_on_an_earlier_text_stands_in_the_newest(document):
    read = current_revision(section_of(document), "fr")
    edited(document, "<p>Un début.</p>" + TEXT)

    assert stands(quoted(document, "Le quai est neuf", of=read)) == "Le quai est neuf"


def test_edit_of_another_language_or_section_moves_nothing(document):
    row = quoted(document, "Le quai est neuf")
    before = (row.stands_at, row.stands_to)

    edited(document, "<p>The harbour.</p>", language="en")
    edited(document, "<p>Rien.</p>", key="perceptions")

    row.refresh_from_db()
    assert (row.stands_at, row.stands_to) == before


def test_words_that_were_not_in_the_text_are_not_quoted(document):
    read = current_revision(section_of(document), "fr")
    anchor = take("Un port inventé", 3, 7)
    anchor = type(anchor)("inventé", anchor.prefix, anchor.suffix, 3)

    work = lambda: remark(  # noqa: E731
        section_of(document), revision=read, text="?", audience="all", by=UserFactory(), at=AT, quote=anchor
    )

    assert refused(work) == ("quote-unknown", "quote")


# The table


def test_table_holds_what_its_reader_sees_in_the_order_of_the_text(document):
    _body, people = cast(document)
    lead = people["lead"]
    remarked(document, Audience.ALL, by=lead, key="perceptions", text="Troisième")
    quoted(document, "Le quai", by=people["reader"], text="Deuxième")
    first = quoted(document, "Le port", by=people["reader"], text="Première")
    remarked(document, Audience.TEAM, by=people["officer"], text="À l'équipe")
    answer(first, text="Corrigé.", by=lead, at=AT)
    resolve(first, resolution="Corrigé.", change_made="Paragraphe 1", by=lead, at=AT)

    rows = answer_table(document, "fr", people["reader"])
    for_officer = answer_table(document, "fr", people["officer"])

    assert [(row.number, row.text, row.quote) for row in rows] == [
        (1, "Première", "Le port"),
        (2, "Deuxième", "Le quai"),
        (3, "Troisième", ""),
    ]
    assert (rows[0].answers, rows[0].change_made, rows[0].is_resolved) == (
        ((lead.name, "Corrigé."),),
        "Paragraphe 1",
        True,
    )
    assert "À l'équipe" in [row.text for row in for_officer]
    assert answer_table(document, "ar", people["officer"]) == []
    assert answer_table(document, "fr", people["focal point of another city"]) == []


@pytest.mark.parametrize("count", [1, 3])
def test_table_asks_the_database_as_often_for_three_remarks_as_for_one(document, count, django_assert_num_queries):
    body, people = cast(document)
    for number in range(count):
        row = remarked(document, by=people["validator of the body"], organisation=body, text=f"Remarque {number}")
        answer(row, text="Corrigé.", by=people["lead"], at=AT)
    user = type(people["lead"]).objects.get(pk=people["lead"].pk)

    with django_assert_num_queries(2):
        rows = answer_table(document, "fr", user)

    assert len(rows) == count


# Personal data


def test_erasure_empties_names_and_keeps_counts(document):
    officer, focal = user_with(Role.OFFICER), user_with(Role.FOCAL_POINT, organisation=document.city)
    signed = submitted(plan("validation", name="Conseil"))
    zeno = PersonFactory(given_name="Zeno", family_name="Antil", match_key="zeno antil", email="zeno@mayda.example")
    linked, secret = invited(signed, officer, person=zeno, capacity="Maire", step=step_of(signed, "validation"))
    unlinked, _secret = invited(document, officer)
    namesake, _secret = invited(document, officer, name="Zeno Antil", email="autre@mayda.example")
    code_for(linked)
    remarked(document, Audience.ALL, guest=unlinked)
    remarked(document, Audience.ALL, written_by="Zéno Antil")
    remarked(document, Audience.ALL, written_by="Ava Antil")
    paper(step_of(signed, "validation"), focal)

    erase_person(zeno, by=officer, reason="Demande de la personne.")

    assert guests.guest_of(secret, at=AT) is None
    rows = Guest.objects.in_bulk([linked.pk, unlinked.pk, namesake.pk])
    assert [(rows[pk].name, rows[pk].email, rows[pk].capacity) for pk in (linked.pk, unlinked.pk)] == [("", "", "")] * 2
    assert rows[namesake.pk].name == "Zeno Antil"
    assert sorted(Remark.objects.values_list("written_by", flat=True)) == ["", "", "Ava Antil"]
    assert (Remark.objects.count(), SignOff.objects.count(), GuestCode.objects.count()) == (3, 1, 0)
    assert not Mail.objects.filter(to="zeno@mayda.example").exists()
    assert "zeno" not in str(list(Mail.objects.exclude(to="autre@mayda.example").values("to", "body"))).lower()
    assert [bool(row.writer) and "Zeno" not in row.writer for row in answer_table(document, "fr", officer)] == [
        True
    ] * 3


def test_export_holds_remarks_and_answers_of_the_person_and_of_nobody_else(document):
    reader, other = hand_of(document, Role.READER), hand_of(document, Role.READER)
    person = PersonFactory(user=reader)
    officer = user_with(Role.OFFICER)
    signed = submitted(plan("validation", name="Conseil"))
    remarked(document, by=reader, text="La mienne")
    remarked(document, by=other, text="La sienne")
    guest, _secret = invited(document, officer, person=person)
    remarked(document, Audience.ALL, guest=guest, text="Par le lien")
    record_ = paper(step_of(signed, "validation"), reader)
    papers.confirm_paper(record_, by=officer, at=AT)

    data = personal_data_sections(reader)
    exported = export_person(person, by=officer)
    Person.objects.filter(pk=person.pk).update(user=None)
    without_account = export_person(Person.objects.get(pk=person.pk), by=officer)

    assert [row["text"] for row in data["remarks"]] == ["La mienne", "Par le lien"]
    assert [(row["part"], row["answer"]) for row in data["sign-offs"]] == [("recorded", "agreed")]
    assert exported["account"]["remarks"] == data["remarks"]
    assert ("La sienne" in str(exported), "La sienne" in str(without_account)) == (False, False)
    assert ("Par le lien" in str(without_account["sections"]), without_account["account"]) == (True, {})
