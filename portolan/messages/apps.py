from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "portolan.messages"
    # Django has an application of this name already.
    label = "outbox"
