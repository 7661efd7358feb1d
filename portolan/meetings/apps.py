from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "portolan.meetings"

    def ready(self) -> None:
        """Say in which scopes meetings lie, and what becomes of their rows when people or bodies are merged."""
        from portolan.accounts.registry import register_place
        from portolan.meetings import models, rules
        from portolan.network.registry import register_collision_rule

        register_place(models.Meeting, rules.place_of_meeting)
        register_place(models.Attendance, rules.place_of_attendance)
        register_collision_rule(models.Attendance, rules.one_attendance)
        register_collision_rule(models.MeetingHost, rules.one_host)
