import datetime as dt

import factory

from portolan.accounts.models import User
from portolan.kernel.folding import fold
from portolan.network.enums import Role
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
    """An account that holds one role since 2020; `scope` goes to the assignment."""
    user = UserFactory()
    if role == Role.AUDITOR:
        scope.setdefault("ends_on", dt.date(2099, 12, 31))
    RoleAssignment.objects.create(user=user, role=role, starts_on=dt.date(2020, 1, 1), **scope)
    return user
