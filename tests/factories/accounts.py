import datetime as dt

import factory
from allauth.mfa.models import Authenticator

from portolan.accounts.models import User
from portolan.kernel.folding import fold
from portolan.network.enums import TEAM_ROLES, Role
from portolan.network.models import RoleAssignment


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"pilot{n}@antillia.example")
    email_key = factory.LazyAttribute(lambda user: fold(user.email))
    name = factory.Sequence(lambda n: f"Pilot {n}")
    language = "fr"


def user_with(role: Role, **scope) -> User:
    """An account that holds one role since 2020; `scope` goes to the assignment. The team has its second factor."""
    user = UserFactory()
    if role in TEAM_ROLES:
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "NBSWY3DPEHPK3PXP"})
    if role == Role.AUDITOR:
        scope.setdefault("ends_on", dt.date(2099, 12, 31))
    RoleAssignment.objects.create(user=user, role=role, starts_on=dt.date(2020, 1, 1), **scope)
    return user
