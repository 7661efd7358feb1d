from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "portolan.exchange"

    def ready(self) -> None:
        """Say how our audit entries read, to `provenance` how a decided value is written, to our verbs the queue."""
        from portolan.accounts.registry import register_verbs
        from portolan.exchange.domain.verbs import VERBS
        from portolan.exchange.domain.writing import write_decided
        from portolan.exchange.registry import register_indexing
        from portolan.exchange.tasks import index_many
        from portolan.provenance.registry import register_writer

        register_verbs(VERBS)
        register_writer(write_decided)
        register_indexing(index_many.enqueue)
