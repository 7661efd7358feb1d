import factory

from portolan.dialogue.models import PeerLearningEvent
from portolan.kernel.texts import Text
from portolan.meetings.enums import MeetingKind
from portolan.meetings.models import Attendance, Meeting, MeetingHost
from tests.factories.network import OrganisationFactory, PersonFactory
from tests.factories.provenance import record


class MeetingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Meeting

    record = factory.LazyFunction(record)
    slug = factory.Sequence(lambda n: f"meeting-{n}")
    kind = MeetingKind.PEER_LEARNING
    title = factory.Sequence(lambda n: Text.of("fr", fr=f"Rencontre {n}", en=f"Meeting {n}", ar=f"لقاء {n}"))
    start = "2023-05"


class MeetingHostFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MeetingHost

    meeting = factory.SubFactory(MeetingFactory)
    organisation = factory.SubFactory(OrganisationFactory)


class EventFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PeerLearningEvent

    meeting = factory.SubFactory(MeetingFactory)
    number = factory.Sequence(lambda n: n + 1)


class AttendanceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Attendance

    meeting = factory.SubFactory(MeetingFactory)
    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(OrganisationFactory)
