"""The desk's forms: bad input, sent twice, two at once; strangers; the outbox, letters, merges."""

import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portolan.accounts.models import AuditEntry
from portolan.kernel.texts import Text
from portolan.messages.enums import MailState
from portolan.messages.models import Mail, Task
from portolan.network.domain.demonstration import give_demonstration_work, remove_demonstration_work
from portolan.network.enums import NoteReaders, Role
from portolan.network.models import (
    Agreement,
    CityNote,
    FocalPoint,
    Membership,
    MergeRun,
    Organisation,
    Person,
    Programme,
)
from tests.factories import (
    AffiliationFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    PlaceFactory,
    ProgrammeFactory,
    UserFactory,
    record,
    user_with,
)
from tests.factories.desk import CityNoteFactory, FocalPointFactory, MailFactory, TaskFactory


@pytest.fixture
def team(sign_in):
    ProgrammeFactory(is_home=True)
    return sign_in(Role.MANAGER)


def _new_body(**more):
    names = {"name_fr": "Port de Mayda", "name_en": "", "name_ar": "ميناء مايدا"}
    return {"token": str(uuid.uuid4()), "kind": "ngo", "aliases": "Asmaida\nMaida", **names, **more}


def _seen(client, address):
    return re.search(r'name="seen" value="([0-9a-f]+)"', client.get(address).text).group(1)


def test_organisation_is_added_once_however_often_the_form_is_sent(team):
    typed = _new_body()

    answers = [team.post(reverse("desk:organisation-new"), typed) for _each in range(2)]

    body = Organisation.objects.get()
    assert [answer.headers["Location"] for answer in answers] == [reverse("desk:organisation", args=[body.slug])] * 2
    assert body.name == Text.of("fr", fr="Port de Mayda", ar="ميناء مايدا")
    assert set(body.names.values_list("name", flat=True)) == {"Port de Mayda", "ميناء مايدا", "Asmaida", "Maida"}


def test_organisation_without_a_name_is_refused_and_what_was_typed_comes_back(team):
    answer = team.post(reverse("desk:organisation-new"), _new_body(name_fr="", name_ar="", website="not an address"))

    assert (answer.status_code, Organisation.objects.count()) == (200, 0)
    assert set(answer.context["form"].errors) == {"name", "website"}
    assert 'value="not an address"' in answer.text
    assert "Asmaida\nMaida" in answer.text


def test_second_editor_sees_both_versions_and_then_decides(team):
    body = OrganisationFactory(name=Text.of("fr", fr="Mayda"))
    address = reverse("desk:organisation-edit", args=[body.slug])
    seen = _seen(team, address)
    typed = {"kind": body.kind, "name_fr": "Mayda", "place": body.place_id, "seen": seen}
    team.post(address, {**typed, "website": "https://first.example"})

    answer = team.post(address, {**typed, "website": "https://second.example"})
    again = team.post(address, {**typed, "website": "https://second.example", "seen": _seen_in(answer)})

    body.refresh_from_db()
    shown = [(each.stands, each.typed) for each in answer.context["differences"]]
    assert shown == [("https://first.example", "https://second.example")]
    assert (again.status_code, body.website) == (302, "https://second.example")


def _seen_in(answer):
    return re.search(r'name="seen" value="([0-9a-f]+)"', answer.text).group(1)


def test_edit_keeps_the_status_of_wordings_that_did_not_change(team):
    body = OrganisationFactory(name=Text.of("ar", {"ar": "official", "fr": "working"}, ar="مايدا", fr="Maida"))
    address = reverse("desk:organisation-edit", args=[body.slug])

    team.post(address, {"kind": body.kind, "name_fr": "Mayda", "name_ar": "مايدا", "seen": _seen(team, address)})

    body.refresh_from_db()
    assert body.name.to_json() == {"source": "ar", "ar": "مايدا", "fr": "Mayda", "status": {"ar": "official"}}


def test_place_in_a_time_zone_of_no_clock_is_refused(team):
    place = PlaceFactory(zone="Africa/Tunis")
    address = reverse("desk:place-edit", args=[place.slug])
    typed = {"name_fr": "Mayda", "kind": "island", "region": "europe", "latitude": "36.8", "longitude": "10.1"}

    answer = team.post(address, {**typed, "zone": "Atlantis", "seen": _seen(team, address)})

    place.refresh_from_db()
    assert (answer.status_code, set(answer.context["form"].errors), place.zone) == (200, {"zone"}, "Africa/Tunis")


def test_place_phase_membership_and_person_are_added_and_changed(team):
    body, token = OrganisationFactory(), {"token": str(uuid.uuid4())}
    place = {"name_fr": "Drogeo", "kind": "island", "region": "europe", "zone": "Africa/Tunis", "country": "tn"}
    team.post(reverse("desk:place-new"), {**place, "latitude": "36.8", "longitude": "10.1", **token})
    team.post(reverse("desk:phase-new"), {"name_fr": "Phase 1", "number": 1, "code": "p1", "token": str(uuid.uuid4())})
    phase = Programme.objects.get().phases.get()
    address = reverse("desk:membership-new", args=[body.slug])
    team.post(address, {"phase": phase.pk, "role": "city", "start": "2017-03", "token": str(uuid.uuid4())})
    edit = reverse("desk:membership-edit", args=[Membership.objects.get().pk])

    wrong = team.post(edit, {"role": "partner", "start": "2018", "end": "2017", "seen": _seen(team, edit)})
    team.post(edit, {"role": "partner", "start": "2017-03", "end": "2018", "seen": _seen(team, edit)})

    row = Membership.objects.get()
    assert set(wrong.context["form"].errors) == {"end"}
    assert (row.role, str(row.start), str(row.end)) == ("partner", "2017-03", "2018")
    assert body.place.__class__.objects.get(slug="drogeo").country == "TN"


def test_person_is_added_by_a_focal_point_to_the_own_city_only(sign_in):
    own, other = OrganisationFactory(), OrganisationFactory()
    client = sign_in(Role.FOCAL_POINT, organisation=own)
    typed = {"family_name": "Antil", "visibility": "hidden"}

    refused = [
        client.post(reverse("desk:person-new"), {**typed, "organisation": choice, "token": str(uuid.uuid4())})
        for choice in ("", other.pk)
    ]
    done = client.post(reverse("desk:person-new"), {**typed, "organisation": own.pk, "token": str(uuid.uuid4())})

    assert [set(answer.context["form"].errors) for answer in refused] == [{"organisation"}, {"organisation"}]
    assert client.get(done.headers["Location"]).status_code == 200
    assert Person.objects.count() == 1


def test_strangers_of_another_city_find_no_note_no_letter_no_person(sign_in):
    own, other = OrganisationFactory(), OrganisationFactory()
    MembershipFactory(organisation=own)
    MembershipFactory(organisation=other)
    note = CityNoteFactory(organisation=other, readers=NoteReaders.CITY, text="Mayda garde un secret")
    person = AffiliationFactory(organisation=other, person__family_name="Zeno").person
    post = FocalPointFactory(organisation=other, person=person, letter=SimpleUploadedFile("l.pdf", b"%PDF-"))
    client = sign_in(Role.FOCAL_POINT, organisation=own)

    hidden = [
        client.get(reverse(name, args=[key])).status_code
        for name, key in (
            ("desk:city", other.slug), ("desk:note-edit", note.pk), ("desk:letter", post.pk),
            ("desk:person", person.pk), ("desk:person-edit", person.pk),
        )
    ]  # fmt: skip
    lists = "".join(client.get(reverse(name), follow=True).text for name in ("desk:home", "desk:cities", "desk:people"))

    assert hidden == [404, 403, 404, 404, 404]
    assert [word for word in ("secret", "Zeno") if word in lists] == []


def test_focal_point_reads_shared_notes_and_not_the_teams(sign_in):
    own = MembershipFactory().organisation
    CityNoteFactory(organisation=own, readers=NoteReaders.CITY, text="Rappel partagé")
    CityNoteFactory(organisation=own, readers=NoteReaders.TEAM, text="Avis interne")
    client = sign_in(Role.FOCAL_POINT, organisation=own)

    page = client.get(reverse("desk:city", args=[own.slug])).text

    assert ("Rappel partagé" in page, "Avis interne" in page) == (True, False)


def test_note_with_agreements_is_written_and_one_is_settled(team):
    city = MembershipFactory().organisation
    typed = {"kind": "call", "on": "2026-03-02", "text": "<b>Mayda</b>", "readers": "team", "token": str(uuid.uuid4())}

    wrong = team.post(reverse("desk:note-new", args=[city.slug]), {**typed, "by_whom_1": "le port"})
    team.post(
        reverse("desk:note-new", args=[city.slug]), {**typed, "what_1": "Envoyer la carte", "due_1": "2026-04-01"}
    )
    team.post(reverse("desk:agreement-settle", args=[Agreement.objects.get().pk]))

    page = team.get(reverse("desk:city", args=[city.slug])).text
    assert set(wrong.context["form"].errors) == {"what_1"}
    assert (CityNote.objects.count(), Agreement.objects.open().count()) == (1, 0)
    assert ("<b>Mayda</b>" in page, "&lt;b&gt;Mayda&lt;/b&gt;" in page) == (False, True)


def test_letter_is_served_to_the_city_as_a_file_to_keep(team):
    person = AffiliationFactory().person
    city = person.affiliations.get().organisation
    letter = SimpleUploadedFile("../x.html", b"%PDF-1.7 Mayda", content_type="text/html")
    typed = {"person": person.pk, "rank": "holder", "start": "2026-01-01", "letter": letter, "token": str(uuid.uuid4())}

    team.post(reverse("desk:nominate", args=[city.slug]), typed)
    post = FocalPoint.objects.get()
    answer = team.get(reverse("desk:letter", args=[post.pk]))

    assert (answer.content, answer.headers["Content-Type"]) == (b"%PDF-1.7 Mayda", "application/pdf")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="letter-{post.pk}.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_people_are_merged_from_the_preview_and_separated_again(team):
    kept, gone = PersonFactory(), PersonFactory()
    AffiliationFactory(person=gone)
    address = reverse("desk:person-merge", args=[kept.pk, gone.pk])
    shown = team.get(address).context["form"].initial["fingerprint"]

    stale = team.post(address, {"fingerprint": "0" * 64})
    team.post(address, {"fingerprint": shown, "reason": "same letter"})
    led = team.get(reverse("desk:person", args=[gone.pk]))
    team.post(reverse("desk:merge-undo", args=[MergeRun.objects.get().pk]))

    gone.refresh_from_db()
    assert (stale.status_code, led.headers["Location"]) == (200, reverse("desk:person", args=[kept.pk]))
    assert (gone.redirect_to, gone.affiliations.count()) == (None, 1)


def test_merge_refused_says_why(team):
    kept, gone = PersonFactory(user=UserFactory()), PersonFactory(user=UserFactory())

    answer = team.get(reverse("desk:person-merge", args=[kept.pk, gone.pk]), follow=True)

    assert "Les deux ont un compte" in answer.text or "compte" in answer.text
    assert MergeRun.objects.count() == 0


def test_chosen_messages_leave_only_when_their_number_is_restated(team):
    mails = [MailFactory(), MailFactory(), MailFactory()]
    chosen = {"mail": [mails[0].pk, mails[1].pk]}

    asked = team.post(reverse("desk:outbox-approve"), chosen)
    wrong = team.post(reverse("desk:outbox-approve"), {**chosen, "count": "3"})
    none_yet = Mail.objects.exclude(state=MailState.DRAFT).count()
    team.post(reverse("desk:outbox-approve"), {**chosen, "count": "2"})

    assert (asked.status_code, wrong.status_code, none_yet) == (200, 200, 0)
    assert [mail.state for mail in Mail.objects.order_by("pk")] == ["approved", "approved", "draft"]


def test_message_is_discarded_and_own_work_not_approved(team):
    own, other = MailFactory(made_by=team.user), MailFactory()

    refused = team.post(reverse("desk:mail", args=[own.pk]), {})
    team.post(reverse("desk:mail", args=[other.pk]), {"discard": "1"})

    assert (refused.status_code, len(refused.context["form"].non_field_errors())) == (200, 1)
    assert [mail.state for mail in Mail.objects.order_by("pk")] == ["draft", "discarded"]


@pytest.mark.parametrize("form", ["json", "csv", "html"])
def test_export_of_a_person_is_written_down(team, form):
    person = PersonFactory(family_name="Antil")

    answer = team.post(reverse("desk:person-export", args=[person.pk, form]))

    assert "Antil" in answer.text
    assert AuditEntry.objects.filter(verb="person-exported").count() == 1


def test_settings_refuse_a_faint_colour_and_a_logo_that_is_none(team):
    address = reverse("desk:settings")
    typed = {"name_fr": "Réseau de Mayda", "seen": _seen(team, address)}

    faint = team.post(address, {**typed, "colour_main": "#ffee00"})
    fake = team.post(address, {**typed, "logo": SimpleUploadedFile("logo.png", b"<script>alert(1)</script>")})
    done = team.post(address, {**typed, "colour_main": "#123456", "languages": ["fr", "ar"]})

    assert [set(answer.context["form"].errors) for answer in (faint, fake)] == [{"colour_main"}, {"logo"}]
    assert done.status_code == 302
    assert (
        team.get(reverse("theme")).text == "@layer tokens{@media (prefers-color-scheme:light){:root{--sea:#123456;}}}"
    )


def test_home_shows_my_tasks_oldest_first_and_who_has_the_others(team):
    late = TaskFactory(assignee=team.user, due_at="2020-01-01T00:00Z", object_label="Mayda")
    TaskFactory(assignee=team.user, object_label="Drogeo")
    TaskFactory(object_label="Antillia")

    context = team.get(reverse("desk:home")).context

    assert [task["note"] for task in context["tasks"]] == [late.object_label, "Drogeo"]
    assert [task["late"] for task in context["tasks"]] == [True, False]
    assert len(context["waits"]) == 1


def test_every_demonstration_account_finds_work_that_leads_somewhere(client):
    ProgrammeFactory(is_home=True)
    city = OrganisationFactory(record=record("demonstration"), place=PlaceFactory(record=record("demonstration")))
    users = [user_with(Role.MANAGER), user_with(Role.FOCAL_POINT, organisation=city), user_with(Role.TRANSLATOR)]
    type(users[0]).objects.update(is_demonstration=True)

    counts = [give_demonstration_work() for _each in range(2)]

    for user in users:
        client.force_login(user)
        tasks = client.get(reverse("desk:home")).context["tasks"]
        assert {client.get(task["url"]).status_code for task in tasks} == {200}
    assert counts[0] == counts[1]
    remove_demonstration_work()
    assert (Task.objects.count(), Mail.objects.count()) == (0, 0)


def test_audit_is_filtered_by_who_and_when(team):
    MailFactory()
    team.post(reverse("desk:mail", args=[Mail.objects.get().pk]), {})

    found = [
        len(team.get(reverse("desk:audit"), asked).context["entries"])
        for asked in ({"who": str(team.user)}, {"who": "Zeno"}, {"verb": "mail-approved"}, {"until": "2020-01-01"})
    ]

    assert found == [1, 0, 1, 0]
