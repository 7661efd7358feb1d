"""Rows of cities' files and of the outbox."""

import datetime as dt

import factory

from portolan.messages.models import Mail, Notice, Task
from portolan.network.enums import NoteKind
from portolan.network.models import Agreement, CityNote, FocalPoint, Office
from tests.factories.accounts import UserFactory
from tests.factories.network import OrganisationFactory, PersonFactory

MOMENT = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


class MailFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Mail

    key = factory.Sequence(lambda n: f"mail-{n}")
    kind = "letter"
    to = factory.Sequence(lambda n: f"pilot{n}@mayda.example")
    language = "fr"
    subject = factory.Sequence(lambda n: f"Cap sur Mayda {n}")
    body = "Bonjour,\n\nà bientôt."
    made_at = MOMENT


class TaskFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Task

    key = factory.Sequence(lambda n: f"task-{n}")
    kind = "focal-point"
    assignee = factory.SubFactory(UserFactory)
    object_label = factory.Sequence(lambda n: f"Ville {n}")
    values = {"slug": "body-1"}
    made_at = MOMENT


class NoticeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Notice

    user = factory.SubFactory(UserFactory)
    kind = "city-note"
    object_kind = "network.organisation"
    object_id = "1"
    object_label = "Mayda"
    values = {"note": "call", "slug": "mayda"}
    at = MOMENT


class CityNoteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CityNote

    organisation = factory.SubFactory(OrganisationFactory)
    kind = NoteKind.CALL
    on = dt.date(2026, 2, 1)
    text = factory.Sequence(lambda n: f"Le port a rappelé {n}.")
    made_at = MOMENT


class AgreementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Agreement

    note = factory.SubFactory(CityNoteFactory)
    what = factory.Sequence(lambda n: f"Envoyer la carte {n}")


class OfficeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Office

    organisation = factory.SubFactory(OrganisationFactory)
    seat = "executive"
    holder = factory.Sequence(lambda n: f"Capitaine {n}")
    kind = "elected"


class FocalPointFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FocalPoint

    organisation = factory.SubFactory(OrganisationFactory)
    person = factory.SubFactory(PersonFactory)
    start = dt.date(2024, 1, 1)
