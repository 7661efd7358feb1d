"""The matrix: every address of the site x every role x (own scope, another scope, a role that ended).

Fails on an address without a row in `tests/access_table.py`, on a row without an address, on a view that declares
another audience than the table, and on any answer that differs from the table.
"""

import datetime as dt
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import translation

from portolan.dialogue.enums import ProductKind
from portolan.dialogue.models import CasePresentation, Product
from portolan.network.enums import OBJECT_ROLES, TEAM_ROLES, MemberRole, OrganisationKind, Role
from portolan.network.models import Invitation, RoleAssignment
from tests.access_desk import DESK, desk_things
from tests.access_documents import DOCUMENTS, document_things
from tests.access_review import REVIEW, review_things
from tests.access_table import NAMELESS, PUBLIC, SIGNED_IN, Page
from tests.access_table import PAGES as OTHERS
from tests.accounts.test_permissions import TABLE
from tests.factories import (
    AttendanceFactory,
    EventFactory,
    KeyFigureFactory,
    MeetingFactory,
    MeetingHostFactory,
    MembershipFactory,
    OrganisationFactory,
    ThemeFactory,
    UserFactory,
    user_with,
)

PAGES: dict[str, Page] = {**OTHERS, **DESK, **DOCUMENTS, **REVIEW}
NOW = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)
# Permissions that act on the programme as a whole, by hand: a limited role does not give them.
WIDE = {
    "people.merge", "figure.edit", "rows.read", "vocabulary.edit", "translation.edit", "import.run", "conflict.decide",
    "users.manage", "outbox.approve", "audit.read", "settings.edit", "faults.read", "demonstration.remove",
}  # fmt: skip
SCOPES = ("whole", "own", "other", "ended")


def _walk(resolver, namespaces=(), route=""):
    for pattern in resolver.url_patterns:
        path = route + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from _walk(pattern, inner, path)
        else:
            yield ":".join((*namespaces, pattern.name or "")), path.partition("/")[2], pattern.callback


ADDRESSES = list(_walk(get_resolver()))
VIEWS = {name: view for name, _, view in ADDRESSES}


def test_every_address_has_a_row_and_every_row_an_address():
    named = {name for name, _, _ in ADDRESSES if name}
    nameless = {path for name, path, _ in ADDRESSES if not name}

    assert sorted(named - set(PAGES)) == []
    assert sorted(set(PAGES) - named) == []
    assert nameless == NAMELESS


def test_every_view_of_ours_declares_what_the_table_says():
    declared = {
        name: view.audience.permission or view.audience.kind
        for name, view in VIEWS.items()
        if hasattr(view, "audience")
    }

    assert {name: str(audience) for name, audience in declared.items()} == {
        name: page.audience for name, page in PAGES.items() if name in declared
    }


def test_only_the_libraries_views_declare_nothing():
    ours = [name for name, view in VIEWS.items() if view.__module__.startswith("portolan.")]

    assert [name for name in ours if not hasattr(VIEWS[name], "audience")] == []


@pytest.fixture
def world():
    """Two cities and two meetings; the objects all belong to the first of each."""
    own, other = OrganisationFactory(), OrganisationFactory()
    account = user_with(Role.FOCAL_POINT, organisation=own)
    invitation = Invitation.objects.create(
        email="zeno@mayda.example", language="en", role=Role.FOCAL_POINT, organisation=own, digest="0" * 64,
        made_at=NOW, made_by=UserFactory(), expires_at=NOW + dt.timedelta(days=14),
    )  # fmt: skip
    key = Authenticator.objects.create(user=account, type=Authenticator.Type.WEBAUTHN, data={"name": "key"})
    city = MembershipFactory(role=MemberRole.CITY).organisation
    partner = MembershipFactory(role=MemberRole.PARTNER, organisation__kind=OrganisationKind.NGO).organisation
    event = EventFactory(meeting__start="2023-05-12")
    MeetingHostFactory(meeting=event.meeting, organisation=own)
    return SimpleNamespace(
        event=event.pk,
        document=Product.objects.create(event=event, kind=ProductKind.values[0], language="fr", title="Pilot book").pk,
        case=CasePresentation.objects.create(event=event, organisation=own).pk,
        row=AttendanceFactory(meeting=event.meeting).pk,
        city_slug=city.place.slug,
        partner_slug=partner.slug,
        event_slug=event.meeting.slug,
        figure_code=KeyFigureFactory().code,
        theme_code=ThemeFactory().code,
        own=own,
        other=other,
        own_meeting=event.meeting,
        other_meeting=MeetingFactory(is_public=False),
        account=account.pk,
        role=RoleAssignment.objects.get(user=account).pk,
        invitation=invitation.pk,
        key_of_another=key.pk,
        nonsense="nonsense",
        **desk_things(own),
        **document_things(own),
        **review_things(own),
    )


def _reader(world, role: Role, scope: str):
    """An account with this role in this scope; None where the role has no such scope."""
    tied = role in OBJECT_ROLES
    if scope == "whole" and (tied or role == Role.FOCAL_POINT):
        return None
    where = "other" if scope == "other" else "own"
    if scope == "whole":
        limits = {}
    elif tied:
        meeting = getattr(world, f"{where}_meeting")
        limits = {"object_kind": "meetings.meeting", "object_id": str(meeting.pk)}
    else:
        limits = {"organisation": getattr(world, where)}
    user = user_with(role, **limits)
    if scope == "ended":
        RoleAssignment.objects.filter(user=user).update(ended_at=NOW)
    return user


def _admits(page: Page, role: Role, scope: str) -> bool:
    """What the table says, in a few lines that know nothing of `can()`."""
    if page.audience in (PUBLIC, SIGNED_IN):
        return True
    if scope == "ended" or page.audience not in TABLE[role.value].split():
        return False
    if scope == "whole":
        return True
    if page.audience in WIDE:
        return False
    reached = ("meeting",) if role in OBJECT_ROLES else ("city", "meeting")
    return not page.on or (scope == "own" and page.on in reached)


def _path(name: str, page: Page, world) -> str:
    with translation.override("en"):
        return reverse(name, kwargs={key: getattr(world, value) for key, value in page.keys.items()})


def _client(user) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def _wrong_answers(client, pages, admits, paths) -> list[str]:
    wrong = []
    for name, page in pages.items():
        got = client.get(paths[name]).status_code
        expected = page.get if admits(page) else page.refused
        if got not in expected:
            wrong.append(f"GET {name}: {got}, not {expected}")
        if not admits(page):
            posted = client.post(paths[name]).status_code
            if posted not in (403, 404, 405) or (posted == 405 and page.get == (405,)):
                wrong.append(f"POST {name}: {posted}, not refused")
    return wrong


@pytest.fixture
def quick_sessions(settings):
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"


OWN_PAGES = {name: page for name, page in PAGES.items() if page.audience not in (PUBLIC, SIGNED_IN)}
OPEN_PAGES = {name: page for name, page in PAGES.items() if page.audience in (PUBLIC, SIGNED_IN)}


@pytest.mark.parametrize("scope", SCOPES)
def test_every_role_gets_what_the_table_says(world, quick_sessions, scope):
    paths = {name: _path(name, page, world) for name, page in OWN_PAGES.items()}
    wrong, admitted = [], 0
    for role in Role:
        user = _reader(world, role, scope)
        if user is None:
            continue
        found = _wrong_answers(_client(user), OWN_PAGES, lambda page, role=role: _admits(page, role, scope), paths)
        wrong += [f"{role.value}: {line}" for line in found]
        admitted += sum(_admits(page, role, scope) for page in OWN_PAGES.values())

    assert wrong == []
    assert (admitted > 0) is (scope != "ended")


def test_pages_for_every_account_open_for_one_without_role(world, quick_sessions):
    paths = {name: _path(name, page, world) for name, page in OPEN_PAGES.items()}
    reader = UserFactory()

    assert _wrong_answers(_client(reader), OPEN_PAGES, lambda page: True, paths) == []


def test_account_without_role_is_refused_the_rest(world, quick_sessions):
    paths = {name: _path(name, page, world) for name, page in OWN_PAGES.items()}

    assert _wrong_answers(_client(UserFactory()), OWN_PAGES, lambda page: False, paths) == []


def test_strangers_get_public_pages_and_are_led_to_sign_in_by_all_others(world):
    wrong = []
    for name, page in PAGES.items():
        path, client = _path(name, page, world), Client(raise_request_exception=False)
        for answer in (client.get(path), client.post(path)):
            to_sign_in = answer.status_code == 302 and "/accounts/login/" in answer.headers["Location"]
            if page.audience != PUBLIC and not to_sign_in:
                wrong.append(f"{answer.request['REQUEST_METHOD']} {name}: {answer.status_code}, not led to sign in")
        if page.audience == PUBLIC and client.get(path).status_code not in page.get:
            wrong.append(f"GET {name}: {client.get(path).status_code}, not {page.get}")

    assert wrong == []


@pytest.mark.parametrize("role", TEAM_ROLES)
def test_team_without_second_factor_gets_no_page_of_the_desk(world, role):
    user = user_with(role)
    Authenticator.objects.filter(user=user).delete()
    client = _client(user)
    desk = {name: page for name, page in PAGES.items() if name.startswith("desk:") and page.audience != PUBLIC}

    led = {name: client.get(_path(name, page, world)).headers.get("Location") for name, page in desk.items()}

    assert set(led.values()) == {"/en/accounts/2fa/"}


def test_closed_account_is_a_stranger(world):
    user = user_with(Role.MANAGER)
    client = _client(user)
    type(user).objects.filter(pk=user.pk).update(is_active=False)

    answers = {client.get(_path(name, page, world)).status_code for name, page in OWN_PAGES.items()}

    assert answers == {302}
    assert settings.LOGIN_URL == "account_login"
