from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "portolan.exchange"

    def ready(self) -> None:
        """Say to `provenance` how a decided value is written."""
        from portolan.exchange.domain.writing import write_decided
        from portolan.provenance.registry import register_writer

        register_writer(write_decided)
