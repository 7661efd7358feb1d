import pytest
from django.utils import timezone

from portolan.kernel.periods import PartialDate
from portolan.provenance.models import Conflict, Statement
from tests.factories import MeetingFactory, SourceFactory, record


@pytest.fixture
def amman_conflict():
    """Two charts that date a meeting differently; the first is shown."""
    meeting = MeetingFactory(start=PartialDate(2017, 3))
    conflict = Conflict.objects.create(
        subject_kind="meetings.meeting",
        subject_id=str(meeting.pk),
        subject_label="Meeting",
        field="period",
        found_at=timezone.now(),
    )
    said = ({"start": "2017-03", "end": ""}, {"start": "2017-04-25", "end": "2017-04-26"})
    for place, value in enumerate(said):
        Statement.objects.create(
            record=record(),
            source=SourceFactory(),
            subject_kind="meetings.meeting",
            subject_id=str(meeting.pk),
            field="period",
            value=value,
            preferred=place == 0,
            conflict=conflict,
            made_at=timezone.now(),
        )
    return conflict
