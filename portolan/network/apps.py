from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "portolan.network"

    def ready(self) -> None:
        """Join `can()`: roles give grants, and the rows of the network lie in scopes."""
        from portolan.accounts.registry import register_grants, register_place
        from portolan.network import models, rules

        register_grants(rules.role_grants)
        register_place(models.Organisation, rules.place_of_organisation)
        register_place(models.Person, rules.place_of_person)
        for model in (models.Membership, models.Affiliation, models.FocalPoint):
            register_place(model, rules.place_of_child)
        for model in (models.Place, models.Programme, models.Phase):
            register_place(model, rules.place_of_anywhere)
