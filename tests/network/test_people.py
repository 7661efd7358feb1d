"""People: consents, export, erasure; and bodies edited by two at once."""

import datetime as dt
import json

import pytest
from django.core.files.base import ContentFile
from django.db import transaction

from portolan.accounts.models import AuditEntry
from portolan.kernel.errors import DomainError
from portolan.kernel.texts import Text
from portolan.meetings.models import Attendance
from portolan.network.domain import merging, organisations, people, personal_data
from portolan.network.domain.changes import fingerprint
from portolan.network.domain.colours import contrast, take_colour
from portolan.network.domain.duplicates import doubles_of_person, people_met_twice
from portolan.network.enums import ConsentPurpose, Likeness
from portolan.network.models import Consent, MergeMove, Person
from tests.factories import AffiliationFactory, AttendanceFactory, OrganisationFactory, PersonFactory, UserFactory
from tests.factories.desk import FocalPointFactory


def test_consent_is_given_once_withdrawn_once_and_given_anew():
    person = PersonFactory()

    first = people.give_consent(person, ConsentPurpose.CONTACT, by=None)
    second = people.give_consent(person, ConsentPurpose.CONTACT, by=None)
    withdrawn = [people.withdraw_consent(person, ConsentPurpose.CONTACT, by=None) for _each in range(2)]
    people.give_consent(person, ConsentPurpose.CONTACT, by=None)

    assert (first.pk, withdrawn) == (second.pk, [True, False])
    assert Consent.objects.filter(withdrawn_at=None).count() == 1


def test_audit_of_a_person_holds_no_value():
    person = people.create_person(by=None, given_name="Ava", family_name="Antil", email="ava@mayda.example")
    people.edit_person(person, by=None, family_name="Zeno")

    kept = json.dumps(list(AuditEntry.objects.values("verb", "changes", "object_label")))

    assert ("Antil" in kept, "Zeno" in kept, "ava@" in kept, "family_name" in kept) == (False, False, False, True)


def test_second_of_two_edits_is_refused_and_the_first_stays():
    body = OrganisationFactory()
    seen = fingerprint(body)
    organisations.edit_organisation(body, by=None, seen=seen, website="https://mayda.example")

    with pytest.raises(DomainError) as refused:
        organisations.edit_organisation(body, by=None, seen=seen, website="https://drogeo.example")

    body.refresh_from_db()
    assert (refused.value.code, body.website) == ("changed-meanwhile", "https://mayda.example")


def test_body_is_not_part_of_its_own_part():
    top = OrganisationFactory()
    part = OrganisationFactory(parent=top)

    with pytest.raises(DomainError) as refused:
        organisations.edit_organisation(top, by=None, parent=part)

    assert (refused.value.code, refused.value.field) == ("loop", "parent")


def test_body_with_a_taken_name_gets_an_address_of_its_own():
    made = [
        organisations.create_organisation(by=None, kind="ngo", name=Text.of("fr", fr="Mayda")) for _each in range(2)
    ]

    assert [body.slug for body in made] == ["mayda", "mayda-2"]


def test_export_holds_every_table_that_points_at_the_person_and_nobody_else():
    person, other = PersonFactory(family_name="Antil"), PersonFactory(family_name="Zeno")
    for each in (person, other):
        AffiliationFactory(person=each)
        AttendanceFactory(person=each)

    exported = json.dumps(personal_data.export_person(person, by=UserFactory()), default=str)

    assert ("Antil" in exported, "Zeno" in exported) == (True, False)
    assert AuditEntry.objects.filter(verb="person-exported", object_id=str(person.pk)).count() == 1


def test_export_as_table_holds_no_formula():
    person = PersonFactory(family_name="=HYPERLINK(1)")

    sheet = personal_data.as_csv(personal_data.export_person(person, by=None))

    assert [line for line in sheet.splitlines() if ",=" in line] == []
    assert sheet.count("'=HYPERLINK") >= 1


def test_erasure_takes_the_names_everywhere_and_keeps_the_counts(django_capture_on_commit_callbacks):
    person, twin = PersonFactory(family_name="Antil"), PersonFactory(family_name="Antilla")
    AttendanceFactory(person=twin)
    account = UserFactory(name="Ava Antil")
    person.user = account
    person.save()
    post = FocalPointFactory(person=person, end=dt.date(2025, 1, 1), letter=ContentFile(b"%PDF", name="a.pdf"))
    storage, name = post.letter.storage, post.letter.name
    merging.merge(kept=person, gone=twin, by=None)

    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        personal_data.erase_person(person, by=UserFactory(), reason="asked")

    account.refresh_from_db()
    assert set(Person.objects.values_list("family_name", "given_name", "email")) == {("", "", "")}
    assert (Attendance.objects.count(), MergeMove.objects.count(), account.is_active) == (1, 0, False)
    assert (account.name, storage.exists(name)) == ("", False)


def test_erasure_asks_for_a_reason_and_for_the_end_of_a_post():
    post = FocalPointFactory()

    codes = []
    for reason in ("", "asked"):
        with pytest.raises(DomainError) as refused:
            personal_data.erase_person(post.person, by=None, reason=reason)
        codes.append(refused.value.code)

    assert codes == ["reason-needed", "holds-post"]


def test_doubles_are_suggested_with_their_reasons_until_somebody_says_no():
    body = OrganisationFactory()
    first = PersonFactory(given_name="Ava", family_name="Antil", match_key="ava antil")
    same = PersonFactory(given_name="Antil", family_name="Ava", match_key="antil ava")
    alike = PersonFactory(given_name="Eva", family_name="Antil", match_key="eva antil")
    PersonFactory(given_name="Zeno", family_name="Nicolo", match_key="zeno nicolo")
    for person in (first, same, alike):
        AffiliationFactory(person=person, organisation=body)

    found = {each.other.pk: each.reasons for each in doubles_of_person(first)}
    merging.say_not_the_same(alike, first, by=None)

    assert found == {
        same.pk: (Likeness.TURNED_NAME, Likeness.SAME_BODY),
        alike.pk: (Likeness.ALIKE_NAME, Likeness.SAME_BODY),
    }
    assert [each.other.pk for each in doubles_of_person(first)] == [same.pk]


def test_pairs_with_one_name_are_listed_once_and_erased_people_never():
    for _each in range(2):
        PersonFactory(match_key="ava antil", email="ava@mayda.example", email_key="ava@mayda.example")

    assert len(people_met_twice(Person.objects.all())) == 1


def test_colour_that_cannot_be_read_is_refused():
    with pytest.raises(DomainError) as refused:
        take_colour("#ffcc00", field="colour_main")

    assert (refused.value.code, refused.value.field) == ("faint", "colour_main")
    assert take_colour("#0F4265", field="colour_main") == "#0f4265"
    assert round(contrast("#000000", "#ffffff"), 1) == 21.0
