from django.apps import AppConfig


class VocabularyConfig(AppConfig):
    name = "portolan.vocabulary"
