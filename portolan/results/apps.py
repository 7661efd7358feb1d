from django.apps import AppConfig


class ResultsConfig(AppConfig):
    name = "portolan.results"

    def ready(self) -> None:
        """Let the network's things be found by search."""
        from portolan.results.domain.searchable import join_search

        join_search()
