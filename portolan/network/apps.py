from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "portolan.network"

    def ready(self) -> None:
        """Join `can()`: roles give grants, and the rows of the network lie in scopes. Keep the last manager."""
        from portolan.accounts.registry import (
            register_deactivation_check,
            register_grants,
            register_personal_data,
            register_place,
        )
        from portolan.network import models, rules
        from portolan.network.domain import roles

        register_grants(rules.role_grants)
        register_place(models.Organisation, rules.place_of_organisation)
        register_place(models.Person, rules.place_of_person)
        for model in (models.Membership, models.Affiliation, models.FocalPoint):
            register_place(model, rules.place_of_child)
        for model in (models.RoleAssignment, models.Invitation):
            register_place(model, rules.place_of_role)
        register_deactivation_check(roles.keep_a_manager)
        register_personal_data("roles", roles.roles_as_data)
        for model in (models.Place, models.Programme, models.Phase):
            register_place(model, rules.place_of_anywhere)
