"""Who every address of the site is for, written by hand: the views' own declarations are held against this.

A new address gets a row here, or `tests/test_access.py` fails. `audience` is `public`, `signed-in`, or the permission
the page asks. `on` names the object a page is about, for roles that reach only some: a `city`, or a `meeting` which
that city invites to; nothing means the page itself does not ask. `keys` are the parts of the address, given by name
from the world of the test.
"""

from dataclasses import dataclass, field

PUBLIC, SIGNED_IN = "public", "signed-in"


@dataclass(frozen=True)
class Page:
    audience: str
    keys: dict[str, str] = field(default_factory=dict)
    on: str = ""
    # What those admitted get from GET, and those refused, beside 403: 404 where not even existence is told.
    get: tuple[int, ...] = (200,)
    refused: tuple[int, ...] = (403,)


def post_only(audience: str, **fields) -> Page:
    """A button: nothing to see."""
    return Page(audience, get=(405,), refused=(403, 405, 404), **fields)


# The sign-in library's pages: what they answer depends on where in a sign-in one is, so only who gets past the door
# is declared.
LIBRARY = {
    **dict.fromkeys(
        (
            "account_login", "account_logout", "account_inactive", "account_signup", "account_email_verification_sent",
            "account_reset_password", "account_reset_password_done", "account_reset_password_from_key_done",
            "account_confirm_login_code", "mfa_authenticate", "mfa_login_webauthn", "socialaccount_signup",
            "socialaccount_login_cancelled",
        ),
        Page(PUBLIC, get=(200, 302, 404)),
    ),
    "account_confirm_email": Page(PUBLIC, {"key": "nonsense"}, get=(200, 302, 404)),
    "account_reset_password_from_key": Page(PUBLIC, {"uidb36": "nonsense", "key": "nonsense"}),
    "openid_connect_login": Page(PUBLIC, {"provider_id": "nonsense"}, get=(404,)),
    "openid_connect_callback": Page(PUBLIC, {"provider_id": "nonsense"}, get=(404,)),
    **dict.fromkeys(
        (
            "account_reauthenticate", "account_email", "account_change_password", "account_set_password", "mfa_index",
            "mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes",
            "mfa_generate_recovery_codes", "mfa_download_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn",
            "mfa_reauthenticate_webauthn", "socialaccount_connections", "usersessions_list",
        ),
        Page(SIGNED_IN, get=(200, 302, 404)),
    ),
    "socialaccount_login_error": Page(SIGNED_IN, get=(401,)),
    "mfa_remove_webauthn": Page(SIGNED_IN, {"pk": "key_of_another"}, get=(302, 404)),
    "mfa_edit_webauthn": Page(SIGNED_IN, {"pk": "key_of_another"}, get=(302, 404)),
}  # fmt: skip

ROOT = {
    "healthz": Page(PUBLIC, get=(200, 503)),
    "choose-language": Page(PUBLIC, get=(302,)),
    "api:openapi-json": Page(PUBLIC),
    "api:api-root": Page(PUBLIC, get=(404,)),
    "api:elsewhere": Page(PUBLIC, get=(404,)),
    "api:docs": Page(PUBLIC),
    "api:dump": Page(PUBLIC),
    "api:search": Page(PUBLIC, get=(400, 429)),  # without a question
    **dict.fromkeys(
        (
            "api:list_members",
            "api:list_places",
            "api:list_organisations",
            "api:list_programmes",
            "api:list_events",
            "api:list_figures",
            "api:list_counts",
            "api:list_themes",
            "api:list_frameworks",
            "api:list_framework_nodes",
            "api:list_terms",
            "api:list_glossary",
            "api:list_sources",
        ),
        Page(PUBLIC),
    ),
}

ACCOUNTS = {
    "desk:home": Page("desk.use"),
    "desk:account": Page(SIGNED_IN),
    "desk:my-data": Page(SIGNED_IN),
    "desk:my-data-file": Page(SIGNED_IN),
    "desk:users": Page("users.invite"),
    "desk:user": Page("users.invite", {"pk": "account"}, on="city", refused=(403, 404)),
    "desk:role-give": post_only("users.invite", keys={"pk": "account"}, on="city"),
    "desk:role-end": post_only("users.invite", keys={"pk": "role"}, on="city"),
    "desk:user-close": post_only("users.manage", keys={"pk": "account"}),
    "desk:user-reopen": post_only("users.manage", keys={"pk": "account"}),
    "desk:user-sign-out": post_only("users.manage", keys={"pk": "account"}),
    "desk:invitations": Page("users.invite"),
    "desk:invite": Page("users.invite"),
    "desk:invitation-resend": post_only("users.invite", keys={"pk": "invitation"}, on="city"),
    "desk:invitation-withdraw": post_only("users.invite", keys={"pk": "invitation"}, on="city"),
    "desk:invitation-accept": Page(PUBLIC, {"secret": "nonsense"}, get=(410,)),
}

DIALOGUE = {
    "desk:events": Page("meeting.read"),
    "desk:event": Page("meeting.read", {"number": "event"}, on="meeting"),
    "desk:event-attendance": Page("attendance.read", {"number": "event"}, on="meeting"),
    # Those with a role in single events only may edit these, and make none.
    "desk:event-new": Page("meeting.edit", get=(200, 403)),
    "desk:event-edit": Page("meeting.edit", {"number": "event"}, on="meeting"),
    "desk:event-document-add": post_only("meeting.edit", keys={"number": "event"}, on="meeting"),
    "desk:event-document-remove": Page(
        "meeting.edit", {"number": "event", "document": "document"}, on="meeting", refused=(403, 404)
    ),
    "desk:event-case-add": post_only("meeting.edit", keys={"number": "event"}, on="meeting"),
    "desk:event-case-remove": Page(
        "meeting.edit", {"number": "event", "case": "case"}, on="meeting", refused=(403, 404)
    ),
    "desk:event-attendance-remove": Page(
        "meeting.edit", {"number": "event", "row": "row"}, on="meeting", refused=(403, 404)
    ),
}

SEARCH = {
    "desk:search": Page("desk.use"),
    "portal:search": Page(PUBLIC),
}

PORTAL = {
    "sitemap": Page(PUBLIC),
    "robots": Page(PUBLIC),
    **dict.fromkeys(
        (
            "portal:home", "portal:cities", "portal:programme", "portal:events", "portal:events-calendar",
            "portal:figures", "portal:themes", "portal:frameworks", "portal:glossary", "portal:contact",
            "portal:legal", "portal:privacy", "portal:accessibility", "portal:components",
        ),
        Page(PUBLIC),
    ),
    "portal:city": Page(PUBLIC, {"slug": "city_slug"}),
    "portal:organisation": Page(PUBLIC, {"slug": "partner_slug"}),
    "portal:event": Page(PUBLIC, {"slug": "event_slug"}),
    "portal:event-calendar": Page(PUBLIC, {"slug": "event_slug"}),
    "portal:figure": Page(PUBLIC, {"code": "figure_code"}),
    "portal:theme": Page(PUBLIC, {"code": "theme_code"}),
    # Answered 404 without a row, as here: the pages of counts and frameworks have tests of their own.
    "portal:count": Page(PUBLIC, {"code": "nonsense"}, get=(404,)),
    "portal:framework": Page(PUBLIC, {"code": "nonsense"}, get=(404,)),
}  # fmt: skip

# Addresses without a name of their own: old ones of the sign-in library that lead on.
NAMELESS = {
    "accounts/social/login/cancelled/",
    "accounts/social/login/error/",
    "accounts/social/signup/",
    "accounts/social/connections/",
}

PAGES: dict[str, Page] = {**LIBRARY, **ROOT, **ACCOUNTS, **DIALOGUE, **SEARCH, **PORTAL}
