from django.apps import AppConfig


class ResultsConfig(AppConfig):
    name = "portolan.results"
