from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "portolan.documents"
