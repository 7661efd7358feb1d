from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "portolan.meetings"

    def ready(self) -> None:
        """Say in which scopes meetings and attendances lie."""
        from portolan.accounts.registry import register_place
        from portolan.meetings import models
        from portolan.meetings.domain import scopes

        register_place(models.Meeting, scopes.place_of_meeting)
        register_place(models.Attendance, lambda row: scopes.place_of_meeting(row.meeting))
