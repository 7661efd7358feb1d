from django.apps import AppConfig


class DialogueConfig(AppConfig):
    name = "portolan.dialogue"
