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
            register_verbs,
        )
        from portolan.network import models, rules
        from portolan.network.domain import roles, words

        register_grants(rules.role_grants)
        register_place(models.Organisation, rules.place_of_organisation)
        register_place(models.Person, rules.place_of_person)
        for model in (models.Membership, models.Affiliation, models.FocalPoint):
            register_place(model, rules.place_of_child)
        for model in (models.RoleAssignment, models.Invitation):
            register_place(model, rules.place_of_role)
        register_verbs(roles.VERBS)
        register_verbs(words.VERBS)
        register_deactivation_check(roles.keep_a_manager)
        register_personal_data("roles", roles.roles_as_data)
        for model in (models.Place, models.Programme, models.Phase):
            register_place(model, rules.place_of_anywhere)
        self._join_merges()

    @staticmethod
    def _join_merges() -> None:
        """How the network's own rows behave when two people or bodies become one."""
        from portolan.messages.models import Task
        from portolan.messages.registry import register_periodic
        from portolan.network import models, registry, tasks
        from portolan.network.domain import collisions
        from portolan.provenance.models import Conflict, Statement

        registry.register_staying(models.MergeRun)
        registry.register_pair(models.NotTheSame)
        for model, rule in (
            (models.Affiliation, collisions.one_affiliation),
            (models.Consent, collisions.one_consent),
            (models.FocalPoint, collisions.one_focal_point),
            (models.Membership, collisions.one_membership),
            (models.NotTheSame, registry.leave_out),
            (models.OrganisationName, registry.leave_out),
            (Statement, registry.leave_out),
            (Conflict, registry.leave_out),
        ):
            registry.register_collision_rule(model, rule)
        for model in (Statement, Conflict, Task, models.RoleAssignment):
            registry.register_generic_reference(model, *_NAMED_BY.get(model._meta.label, ("object_kind", "object_id")))
        register_periodic("forget-merges", 86400, tasks.forget_old_merges)


# What names a thing by other words than most.
_NAMED_BY = dict.fromkeys(("provenance.Statement", "provenance.Conflict"), ("subject_kind", "subject_id"))
