from django.apps import AppConfig


class DialogueConfig(AppConfig):
    name = "portolan.dialogue"

    def ready(self) -> None:
        """Say what becomes of case presentations when two bodies are merged."""
        from portolan.dialogue.models import CasePresentation
        from portolan.network.registry import leave_out, register_collision_rule

        register_collision_rule(CasePresentation, leave_out)
