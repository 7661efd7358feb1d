"""Reading a section with its remarks: who reads what, passages found again, remarks sent once, what it costs."""

import pytest
from django.urls import reverse

from portolan.documents.domain.looks import look
from portolan.documents.domain.remarks import answer, remark
from portolan.documents.domain.writing import current_revision, save_text
from portolan.documents.enums import Audience
from portolan.documents.models import LastLook, Remark
from portolan.documents.rules.quoting import anchored
from portolan.network.enums import Role
from tests.factories import OrganisationFactory, user_with
from tests.factories.documents import document_with, hand_of, section_of, written
from tests.factories.signing import AT, later

PORT = "<p>Le port accueille. Le port compte.</p><p>La douane veille.</p>"
QUAY = "<p>يستقبل الميناء كل عام أسرًا. ويحصي الميناء سفنه.</p>"


@pytest.fixture
def profile():
    return document_with({"framework": {"fr": PORT, "ar": QUAY}, "perceptions": {"fr": "<p>Rumeurs.</p>"}})


@pytest.fixture
def reader(client, profile):
    client.user = hand_of(profile, Role.READER)
    client.force_login(client.user)
    return client


def page(document, language="fr", key="framework"):
    return reverse("desk:section-read", args=[document.slug, language, key])


def remarked(document, by, text="Et la douane ?", *, quote="", language="fr", audience=Audience.ALL, **more):
    section = section_of(document)
    revision = current_revision(section, language)
    passage = anchored(revision.text, quote)
    return remark(section, revision=revision, text=text, audience=audience, quote=passage, by=by, at=AT, **more)


def sends(client, address, **typed):
    token = client.get(address).context["form"]["token"].value()
    sent = {"token": token, "text": "Précisez.", "audience": "authors", "quote": "", "before": "", **typed}
    return sent, client.post(address, sent)


def texts(client, address):
    return [thread.remark.text for thread in client.get(address).context["threads"]]


def test_reading_begins_at_the_first_section_with_a_text(reader, profile):
    answers = [reader.get(reverse("desk:document-read", args=[profile.slug, each])) for each in ("fr", "ar", "en")]

    home = reverse("desk:document", args=[profile.slug])
    assert [each.headers["Location"] for each in answers] == [page(profile), page(profile, "ar"), home]


def test_section_of_an_unknown_language_or_key_is_not_there(reader, profile):
    answers = [reader.get(page(profile, "de")), reader.get(page(profile, "fr", "nowhere"))]

    assert [each.status_code for each in answers] == [404, 404]


def test_each_role_reads_the_remarks_meant_for_it_and_no_other(client, profile):
    city = profile.city
    council = user_with(Role.FOCAL_POINT, organisation=city)
    other = OrganisationFactory()
    remarked(profile, hand_of(profile, Role.READER), "aux auteurs", audience=Audience.AUTHORS)
    remarked(profile, user_with(Role.OFFICER), "entre nous", audience=Audience.TEAM)
    remarked(profile, council, "au conseil", audience=Audience.BODY, organisation=city)
    remarked(profile, hand_of(profile, Role.READER), "à tous")
    readers = {
        "reader": hand_of(profile, Role.READER),
        "author": hand_of(profile, Role.LEAD_AUTHOR),
        "supervisor": hand_of(profile, Role.SUPERVISOR),
        "colleague": user_with(Role.FOCAL_POINT, organisation=city),
    }

    seen = {}
    for name, user in readers.items():
        client.force_login(user)
        seen[name] = sorted(texts(client, page(profile)))
    client.force_login(user_with(Role.FOCAL_POINT, organisation=other))

    assert seen == {
        "reader": ["à tous"],
        "author": ["aux auteurs", "à tous"],
        "supervisor": ["aux auteurs", "entre nous", "à tous"],
        "colleague": ["au conseil", "à tous"],
    }
    assert client.get(page(profile)).status_code == 404


def test_unnamed_stays_unnamed_to_reviewers_and_is_named_to_authors(client, profile):
    writer = hand_of(profile, Role.READER)
    writer.name = "Brasil Eumenia"
    writer.save()
    row = remarked(profile, writer, "Sans nom.", is_unnamed=True)
    answer(row, text="Je précise.", by=writer, at=AT)
    address = page(profile)

    client.force_login(hand_of(profile, Role.READER))
    hidden = client.get(address).content.decode()
    client.force_login(hand_of(profile, Role.LEAD_AUTHOR))
    shown = client.get(address).content.decode()

    assert ("Sans nom." in hidden, "Je précise." in hidden, "Brasil Eumenia" in hidden) == (True, True, False)
    assert "Brasil Eumenia" in shown


@pytest.mark.parametrize(
    ("language", "quote", "before", "starts"),
    [
        ("fr", "Le  port\n compte", "", 19),
        ("fr", "Le port", "Le port accueille. ", 19),
        ("fr", "Le port", "", 0),
        ("fr", "compte.   La douane", "", 27),
        ("ar", "الميناء", "يستقبل الميناء كل عام أسرًا. ويحصي ", 35),
        ("ar", "الميناء", "", 7),
    ],
)
def test_quoted_passage_is_found_again_and_marked(reader, profile, language, quote, before, starts):
    address = page(profile, language)

    _sent, answered = sends(reader, address, quote=quote, before=before, audience="all")

    row = Remark.objects.get()
    shown = reader.get(address).content.decode()
    assert answered.headers["Location"] == address
    assert (row.stands_at, row.quote.split()) == (starts, quote.split())
    assert f'data-remark="{row.pk}"' in shown


def test_words_that_are_not_in_the_text_are_refused_and_kept_in_the_form(reader, profile):
    _sent, answered = sends(reader, page(profile), quote="Le phare", text="Et le phare ?")

    assert answered.status_code == 200
    assert list(answered.context["form"].errors) == ["quote"]
    assert answered.context["form"]["text"].value() == "Et le phare ?"
    assert Remark.objects.count() == 0


def test_remark_sent_twice_is_one(reader, profile):
    address = page(profile)

    sent, first = sends(reader, address)
    again = reader.post(address, sent)

    assert (first.status_code, again.status_code, Remark.objects.count()) == (302, 302, 1)


def test_reader_who_may_not_remark_has_no_form_and_is_refused(client, profile):
    remarked(profile, hand_of(profile, Role.READER))
    client.force_login(user_with(Role.TRANSLATOR))

    read, sent = client.get(page(profile)), client.post(page(profile), {"text": "Précisez."})

    assert (read.context["form"], sent.status_code, Remark.objects.count()) == (None, 403, 1)


def test_reader_is_not_offered_the_audience_of_the_team(reader, profile):
    _sent, answered = sends(reader, page(profile), audience="team")

    assert list(answered.context["form"].errors) == ["audience"]
    assert Remark.objects.count() == 0


def test_passage_that_left_the_text_is_said_to_be_lost(reader, profile):
    row = remarked(profile, reader.user, quote="La douane veille")
    author = hand_of(profile, Role.LEAD_AUTHOR)
    section = section_of(profile)

    save_text(section, "fr", html="<p>Rien.</p>", base=current_revision(section, "fr"), by=author, at=later(hours=1))

    (thread,) = reader.get(page(profile)).context["threads"]
    assert (thread.remark, thread.is_lost, thread.span) == (row, True, None)


KINDS = ("added", "changed", "removed")


def test_changes_since_the_last_look_are_shown_until_they_are_seen(reader, profile):
    address = reverse("desk:document-changes", args=[profile.slug, "fr"])
    look(profile, reader.user, "fr", at=later(hours=1))
    written(section_of(profile), "fr", "<p>Le port accueille. Le quai compte.</p>", at=later(hours=2))

    shown = reader.get(address)
    before = shown.context["rows"]
    reader.post(address)
    after = reader.get(address).context["rows"]

    assert [row["section"].key for row in before] == ["framework"]
    assert [(each.kind, each.html) for each in before[0]["changes"]] == [
        ("changed", "<p>Le port accueille. Le <del>port</del><ins>quai</ins> compte.</p>"),
        ("removed", "<p>La douane veille.</p>"),
    ]
    # What is told by colour is said as well.
    assert [shown.content.decode().count(f'<div class="change {kind}"><span class="sr">') for kind in KINDS] == [
        0,
        1,
        1,
    ]
    assert (after, LastLook.objects.filter(user=reader.user).count()) == ([], 1)


@pytest.mark.parametrize("rows", [1, 3])
def test_reading_costs_the_same_with_more_remarks(reader, profile, django_assert_num_queries, rows):
    for _each in range(rows):
        row = remarked(profile, hand_of(profile, Role.READER), quote="Le port")
        answer(row, text="Oui.", by=reader.user, at=AT)
    reader.get(page(profile))

    with django_assert_num_queries(11):
        reader.get(page(profile))
