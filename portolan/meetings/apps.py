from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "portolan.meetings"

    def ready(self) -> None:
        """Say what becomes of attendances and hosts when two people or bodies are merged."""
        from portolan.meetings import models, rules
        from portolan.network.registry import register_collision_rule

        register_collision_rule(models.Attendance, rules.one_attendance)
        register_collision_rule(models.MeetingHost, rules.one_host)
