from django.apps import AppConfig


class ResultsConfig(AppConfig):
    name = "portolan.results"

    def ready(self) -> None:
        """Bring the link tables of today to the thread."""
        from portolan.results.domain.links import SOURCES
        from portolan.results.registry import register_link_source

        for source in SOURCES:
            register_link_source(source)
