from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "portolan.exchange"

    def ready(self) -> None:
        """Say how our entries of the audit trail read, and to `provenance` how a decided value is written."""
        from portolan.accounts.registry import register_verbs
        from portolan.exchange.domain.verbs import VERBS
        from portolan.exchange.domain.writing import write_decided
        from portolan.provenance.registry import register_writer

        register_verbs(VERBS)
        register_writer(write_decided)
