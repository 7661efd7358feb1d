"""Desk pages open for those they are for, and cost the same with one row and with three."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portolan.network.enums import Role
from portolan.network.models import MergeRun
from tests.factories import (
    AffiliationFactory,
    AttendanceFactory,
    MeetingHostFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    PhaseFactory,
    PlaceFactory,
    ProgrammeFactory,
)
from tests.factories.desk import (
    AgreementFactory,
    CityNoteFactory,
    FocalPointFactory,
    MailFactory,
    NoticeFactory,
    OfficeFactory,
    TaskFactory,
)


def _city(rows):
    city = OrganisationFactory()
    MembershipFactory(organisation=city)
    for _each in range(rows):
        note = CityNoteFactory(organisation=city)
        AgreementFactory(note=note)
        OfficeFactory(organisation=city, end="2020")
        MeetingHostFactory(organisation=city)
        TaskFactory(scope=f"organisation:{city.pk}")
        FocalPointFactory(organisation=city, end="2025-01-01")
    return reverse("desk:city", args=[city.slug])


def _person(rows):
    person = PersonFactory(given_name="Ava", family_name="Antil", match_key="ava antil")
    for _each in range(rows):
        AffiliationFactory(person=person)
        AttendanceFactory(person=person)
        PersonFactory(given_name="Ava", family_name="Antil", match_key="ava antil")
    return reverse("desk:person", args=[person.pk])


def _organisation(rows):
    body = OrganisationFactory()
    for _each in range(rows):
        MembershipFactory(organisation=body)
        OrganisationFactory(parent=body)
        OrganisationFactory(place=body.place)
    return reverse("desk:organisation", args=[body.slug])


def _merge(rows):
    kept, gone = PersonFactory(), PersonFactory()
    for _each in range(rows):
        AffiliationFactory(person=gone)
    return reverse("desk:person-merge", args=[kept.pk, gone.pk])


def _undo(rows):
    run = MergeRun.objects.create(kept_person=PersonFactory(), gone_person=PersonFactory(), at="2026-01-01T00:00Z")
    return reverse("desk:merge-undo", args=[run.pk])


def _list(name, make):
    def build(rows):
        for _each in range(rows):
            make()
        return reverse(name)

    return build


def _member():
    city = MembershipFactory().organisation
    FocalPointFactory(organisation=city)
    CityNoteFactory(organisation=city)


PAGES = {
    "home": (_list("desk:home", lambda: TaskFactory(values={"slug": "mayda"})), 9),
    "network": (_list("desk:network", OrganisationFactory), 7),
    "places": (_list("desk:places", PlaceFactory), 7),
    "programme": (_list("desk:programme", PhaseFactory), 6),
    "people": (_list("desk:people", AffiliationFactory), 9),
    "cities": (_list("desk:cities", _member), 8),
    "outbox": (_list("desk:outbox", MailFactory), 7),
    "notices": (_list("desk:notices", NoticeFactory), 6),
    "audit": (_list("desk:audit", MailFactory), 7),
    "faults": (_list("desk:faults", MailFactory), 6),
    "administration": (_list("desk:administration", MailFactory), 5),
    "preferences": (_list("desk:notice-preferences", MailFactory), 6),
    "demonstration": (_list("desk:demonstration", MailFactory), 9),
    "city": (_city, 15),
    "person": (_person, 14),
    "organisation": (_organisation, 14),
    "merge": (_merge, 10),
    "undo": (_undo, 7),
}


@pytest.mark.parametrize("name", PAGES)
def test_page_costs_the_same_with_one_row_and_with_three(sign_in, name):
    build, expected = PAGES[name]
    ProgrammeFactory(is_home=True)
    client = sign_in(Role.MANAGER)
    client.get(reverse("desk:home"))
    found = []

    for rows in (1, 3):
        address = build(rows)
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(address)
        found.append((answer.status_code, len(captured)))

    assert found == [(200, expected), (200, expected)]
