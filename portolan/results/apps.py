from django.apps import AppConfig


class ResultsConfig(AppConfig):
    name = "portolan.results"

    def ready(self) -> None:
        """Let the network's things be found by search, and bring the link tables of today to the thread."""
        from portolan.messages.registry import register_periodic
        from portolan.results import tasks
        from portolan.results.domain.links import SOURCES
        from portolan.results.domain.searchable import join_search
        from portolan.results.registry import register_link_source

        join_search()
        register_periodic("refresh-counts", 30, tasks.refresh_counts)
        for source in SOURCES:
            register_link_source(source)
