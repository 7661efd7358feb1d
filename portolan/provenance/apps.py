from django.apps import AppConfig


class ProvenanceConfig(AppConfig):
    name = "portolan.provenance"
