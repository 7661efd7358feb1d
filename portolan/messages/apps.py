from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "portolan.messages"
    # Django has an application of this name already.
    label = "outbox"

    def ready(self) -> None:
        """Join the worker's clock and the words of the audit trail."""
        from portolan.accounts.registry import register_verbs
        from portolan.messages import tasks
        from portolan.messages.domain.words import VERBS
        from portolan.messages.registry import register_periodic

        register_verbs(VERBS)
        register_periodic("send-mail", 10, tasks.send_mail)
        register_periodic("write-digests", 3600, tasks.write_digests)
        register_periodic("tidy-messages", 86400, tasks.tidy)
