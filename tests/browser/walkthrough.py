"""People of the walkthrough of a profile, made inside the installation under test, and what the test reads of it."""

import datetime as dt
import json
import secrets
import sys

from django.utils import timezone

from portolan.accounts.domain.accounts import make_account
from portolan.accounts.domain.second_factor import enrol_totp
from portolan.accounts.models import User
from portolan.documents.domain.guests import CODE_MAIL, LINK_MAIL, _digest
from portolan.documents.models import Document, Guest, GuestCode
from portolan.messages.models import Mail
from portolan.network.domain.invitations import digest_of
from portolan.network.domain.roles import Limits, give_role
from portolan.network.enums import CITY_BODIES, Role
from portolan.network.models import Organisation
from tests.browser.world import PASSWORD, _session

CITY = "drogeo"
CODE = "246810"
# name -> language of the account, role in the network (None: only what the document gives), for the city or for all.
PEOPLE = {
    "officer": (Role.OFFICER, False),
    "second": (Role.OFFICER, False),
    "expert": (Role.LOCAL_EXPERT, True),
    "supervisor": (Role.INTERNATIONAL_EXPERT, False),
    "quality": (Role.INTERNATIONAL_EXPERT, False),
    "focal": (Role.FOCAL_POINT, True),
}


def people():
    """An account for each, with a session: `{"sessions": {...}, "emails": {...}, "city": pk}`."""
    now = timezone.now()
    city = Organisation.objects.get(record__kind="demonstration", place__slug=CITY, kind__in=CITY_BODIES)
    users = {name: _person(name, role, city if of_city else None, now) for name, (role, of_city) in PEOPLE.items()}
    return {
        "city": city.pk,
        "sessions": {name: _session(user) for name, user in users.items()},
        "emails": {name: user.email for name, user in users.items()},
    }


def _person(name, role, city, now):
    user = make_account(
        email=f"walk-{name}@drogeo.example", name=f"Walk {name}", language="fr", password=PASSWORD, by=None, at=now,
        verified=True,
    )  # fmt: skip
    give_role(user=user, role=role, by=None, at=now, limits=Limits(organisation=city) if city else Limits())
    if role == Role.OFFICER:
        enrol_totp(user, by=None, at=now)
    return User.objects.get(pk=user.pk)


def link_to(email):
    """The address a guest's mail holds. The outbox forgets it once sent: the link gets a new secret."""
    secret = secrets.token_urlsafe(32)
    assert Mail.objects.filter(to=email, kind=LINK_MAIL).count() == 1
    assert Guest.objects.filter(email=email).update(digest=digest_of(secret)) == 1
    return f"/fr/read/{secret}/"


def code_for(email):
    """The code a guest's mail holds; as `link_to`."""
    guest = Guest.objects.get(email=email)
    assert Mail.objects.filter(to=email, kind=CODE_MAIL).count() == 1
    assert GuestCode.objects.filter(guest=guest, used_at=None).update(digest=_digest(guest, CODE)) == 1
    return CODE


def stage(slug):
    """Where a document stands."""
    return Document.objects.get(slug=slug).stage


def sign_days(slug):
    """Today, as a paper says it."""
    assert slug
    return dt.datetime.now(dt.UTC).date().isoformat()


def main(name, *words):
    """Print what a function says, for the test's own process."""
    sys.stdout.write(json.dumps(globals()[name](*words)))
