"""Every page of the site, by who reads it: what the sweep visits, and which heading proves that it met the page.

Names and keys are those of `tests/access_table.py` and `tests/access_desk.py`; `tests/test_swept_addresses.py` fails
on an address that stands in neither list here. A page in several states stands here several times.
"""

from dataclasses import dataclass, field
from types import MappingProxyType

from django.urls import reverse
from django.utils import translation

from tests.access_desk import DESK as DESK_ACCESS
from tests.access_documents import DOCUMENTS as DOCUMENTS_ACCESS
from tests.access_review import REVIEW as REVIEW_ACCESS
from tests.access_table import PAGES as OTHER_ACCESS

ACCESS = {**OTHER_ACCESS, **DESK_ACCESS, **DOCUMENTS_ACCESS, **REVIEW_ACCESS}


@dataclass(frozen=True)
class Address:
    """A page in one state: its address in the code, what its heading says in English, and how it answers."""

    name: str
    heading: str
    # Parts of the address by the names of the world, where they differ from those of the access table.
    keys: MappingProxyType = field(default_factory=lambda: MappingProxyType({}))
    query: str = ""
    status: int = 200
    # The heading is a name or an address somebody typed: it has no Arabic form.
    typed: bool = False
    # No part of the languages: one page, in the reader's.
    bare: bool = False

    def path(self, language: str, world: dict) -> str:
        """The path in a language, filled in from the world."""
        keys = self.keys or ACCESS[self.name].keys
        with translation.override(language):
            path = reverse(self.name, kwargs={key: world.get(value, value) for key, value in keys.items()})
        return f"{path}?{self.query}" if self.query else path


def at(name: str, heading: str, *, query: str = "", status: int = 200, typed: bool = False, bare: bool = False, **keys):
    """A line of the lists below."""
    return Address(name, heading, MappingProxyType(keys), query, status, typed, bare)


PUBLIC = [
    at("portal:home", "20 cities learn from one another how to govern migration."),
    at("portal:cities", "Cities of the network"),
    at("portal:cities", "Cities of the network", query="demonstration=1"),
    at("portal:city", "Tangier طنجة"),
    at("portal:city", "Barcelona برشلونة", slug="barcelona"),
    at("portal:city", "Antillia أنتيليا demonstration", slug="antillia", query="demonstration=1"),
    at("portal:organisation", "International Centre for Migration Policy Development"),
    at("portal:programme", "Mediterranean City-to-City Migration"),
    at("portal:events", "Peer-learning events"),
    at("portal:events", "Peer-learning events", query="year=1999"),
    at("portal:event", "Urban planning and housing"),
    at(
        "portal:event", "Counting the tides and losing no one demonstration", slug="mayda-2025", query="demonstration=1"
    ),
    at("portal:figures", "Figures and their sources"),
    at("portal:figure", "60% of refugees live in urban areas working translation"),
    at("portal:count", "15 peer-learning events held", code="events-held"),
    at("portal:themes", "Themes"),
    at("portal:theme", "Education"),
    at("portal:frameworks", "Global frameworks"),
    at("portal:framework", "Global Compact for Migration", code="gcm"),
    at("portal:glossary", "Glossary"),
    at("portal:search", "Search"),
    at("portal:search", "Search", query="q=tanger"),
    at("portal:search", "Search", query="q=zzzzz"),
    at("portal:contact", "Contact"),
    at("portal:legal", "Legal notice"),
    at("portal:privacy", "Privacy"),
    at("portal:accessibility", "Accessibility"),
    at("portal:components", "Components"),
    at("portal:documents", "Library"),
    at("portal:documents", "Library", query="q=zzzzz"),
    at("portal:document", "Atlas of the tides"),
    at("portal:edition", "Atlas of the tides"),
    at("portal:edition-section", "Atlas of the tides"),
    at("portal:document-section", "Atlas of the tides"),
    # A page that is not there.
    at("portal:event", "There is no such page", slug="nowhere", status=404),
]
SIGN_IN = [
    at("account_login", "Sign in"),
    at("account_inactive", "This account is closed"),
    at("account_signup", "Accounts are by invitation"),
    at("account_email_verification_sent", "Look into your mailbox"),
    at("account_reset_password", "A new password"),
    at("account_reset_password_done", "Look into your mailbox"),
    at("account_reset_password_from_key", "A new password", uidb36="reset_user", key="reset_key"),
    at("account_reset_password_from_key", "This link no longer works", uidb36="nonsense", key="nonsense"),
    at("account_reset_password_from_key_done", "Your password was changed"),
    at("account_confirm_email", "Confirm your address", key="confirmation"),
    at("account_confirm_email", "Confirm your address", key="nonsense"),
    at("socialaccount_login_cancelled", "You stopped signing in"),
    at("desk:invitation-accept", "Welcome", secret="open"),
    at("desk:invitation-accept", "A new role for you", secret="known"),
    at("desk:invitation-accept", "This invitation cannot be used", secret="used", status=410),
    at("desk:invitation-accept", "This invitation cannot be used", secret="nonsense", status=410),
]
# Of somebody with every way to sign in.
TRAVELLER = [
    at("desk:home", "What waits for me"),
    at("desk:account", "My account"),
    at("desk:my-data", "What is held about you"),
    at("desk:notices", "Notices"),
    at("desk:administration", "Administration"),
    at("account_logout", "Sign out"),
    at("account_reauthenticate", "Is it still you?"),
    at("account_email", "Your e-mail address"),
    at("account_change_password", "Change the password"),
    at("mfa_index", "Second step of signing in"),
    at("mfa_reauthenticate", "Is it still you?"),
    at("mfa_reauthenticate_webauthn", "Is it still you?"),
    at("mfa_deactivate_totp", "Remove the app"),
    at("mfa_view_recovery_codes", "Recovery codes"),
    at("mfa_generate_recovery_codes", "Make new codes"),
    at("mfa_list_webauthn", "Passkeys and security keys"),
    at("mfa_add_webauthn", "Add a key"),
    at("mfa_edit_webauthn", "Name of the key"),
    at("mfa_remove_webauthn", "Remove the key"),
    at("socialaccount_connections", "Single sign-on"),
    at("socialaccount_login_error", "You could not be signed in", status=401),
    at("usersessions_list", "Where you are signed in"),
    at("desk:audit", "This page is not open to you", status=403),
]
# Of somebody who has no way to sign in yet.
NEWCOMER = [
    at("desk:account", "My account"),
    at("account_set_password", "Choose a password"),
    at("mfa_index", "Second step of signing in"),
    at("mfa_activate_totp", "Set up an app"),
    at("mfa_list_webauthn", "Passkeys and security keys"),
]
# Of somebody whose new address waits to be confirmed.
MOVER = [at("account_email", "Your e-mail address"), at("desk:account", "My account")]
# The desk's first half, and its second: the manager opens all of it.
TEAM = [
    at("desk:home", "What waits for me"),
    at("desk:notices", "Notices"),
    at("desk:notice-preferences", "Notices by mail"),
    at("desk:search", "Search"),
    at("desk:search", "Search", query="q=maida"),
    at("desk:administration", "Administration"),
    at("desk:audit", "Audit trail"),
    at("desk:demonstration", "Remove the demonstration?"),
    at("desk:outbox", "Outbox"),
    *(at("desk:outbox", "Outbox", query=f"state={state}") for state in ("sent", "failed", "discarded", "held")),
    at("desk:mail", "Cap sur Mayda 0", typed=True, pk="mail_draft"),
    at("desk:mail", "Cap sur Mayda 2", typed=True, pk="mail_failed"),
    at("desk:faults", "Faults"),
    at("desk:settings", "Settings"),
    at("desk:users", "Accounts"),
    at("desk:users", "Accounts", query="q=nobody"),
    at("desk:user", "Pilote de Maïda", typed=True),
    at("desk:user", "gone@maida.example", typed=True, pk="closed_account"),
    at("desk:invitations", "Invitations"),
    at("desk:invite", "Invite somebody"),
    at("desk:events", "Peer-learning events"),
    at("desk:event", "Reading the currents"),
    at("desk:event-attendance", "Who came"),
    at("desk:event-new", "New event"),
    at("desk:event-edit", "Reading the currents"),
    at("desk:event-document-remove", "Take the document off the record?"),
    at("desk:event-case-remove", "Take the case off the record?"),
    at("desk:event-attendance-remove", "Remove this note?"),
    at("desk:imports", "Import"),
    at("desk:import", "قائمة.xlsx", typed=True),
    at("desk:import", "mer-des-iles.xlsx", typed=True, pk="run_committed"),
    at("desk:import", "damaged.xlsx", typed=True, pk="run_refused"),
    at("desk:import", "grand.xlsx", typed=True, pk="run_waiting"),
    at("desk:import", "lecture.xlsx", typed=True, pk="run_reading"),
    at("desk:import", "brouillon.xlsx", typed=True, pk="run_discarded"),
    at("desk:conflicts", "Conflicts between sources"),
    at("desk:conflict", "Reading the currents"),
    at("desk:conflict", "Reading the currents", pk="decided_conflict"),
]
NETWORK = [
    at("desk:network", "Network"),
    at("desk:organisation", "Harbour of Maida"),
    at("desk:organisation-new", "Add an organisation"),
    at("desk:organisation-edit", "Change an organisation"),
    at("desk:organisation-merge", "Merge two into one"),
    at("desk:membership-new", "Add a membership"),
    at("desk:membership-edit", "Change a membership"),
    at("desk:merge-undo", "Undo this merge?"),
    at("desk:places", "Places"),
    at("desk:place-new", "Add a place"),
    at("desk:place-edit", "Change a place"),
    at("desk:programme", "Programme and phases"),
    at("desk:phase-new", "Add a phase"),
    at("desk:phase-edit", "Change a phase"),
    at("desk:people", "People"),
    at("desk:people", "People", query="q=nobody"),
    at("desk:person", "Brasil Eumenia", typed=True),
    at("desk:person-new", "Add a person"),
    at("desk:person-edit", "Change a person"),
    at("desk:person-erase", "Erase Brasil Eumenia?"),
    at("desk:person-merge", "Merge two into one"),
    at("desk:affiliation-new", "Add a function"),
    at("desk:affiliation-end", "End a function"),
    at("desk:cities", "Cities"),
    at("desk:city", "Harbour of Maida"),
    at("desk:note-new", "Write a note"),
    at("desk:note-edit", "Change a note"),
    at("desk:office-new", "Who governs"),
    at("desk:nominate", "Name a focal point"),
    at("desk:post-end", "End a post"),
    at("desk:hand-over", "Hand over the work"),
]
# Long documents: the manager is an author of the first.
DOCUMENTS = [
    at("desk:document-write", "The framework"),
    at("desk:document-write", "The framework", slug="profile", key="section", language="arabic"),
    at("desk:document-history", "Revisions"),
    at("desk:document-compare", "Revision 1 and revision 2"),
]
# The shelf: the document in work, and the published one.
SHELF = [
    at("desk:documents", "Documents"),
    at("desk:documents", "Documents", query="q=zzzzz"),
    at("desk:documents-matrix", "Documents"),
    at("desk:document-new", "New document"),
    at("desk:document", "Profile of Maida"),
    at("desk:document", "Atlas of the tides", slug="document_slug"),
    at("desk:document-edit", "Change the document"),
    at("desk:document-hands", "Who works on it"),
    at("desk:document-chain", "Who answers for it"),
    at("desk:document-sections", "Sections"),
    at("desk:document-hand-in", "Hand the document in?"),
    at("desk:document-send-back", "Send the document back?"),
    at("desk:document-publish", "Publish the document?"),
    at("desk:document-change", "Open the document for a change?"),
    at("desk:edition-withdraw", "Withdraw the edition?"),
    at("desk:document-file", "Profile of Maida"),
]
# Of those who read, answer and hand files in; the guest's own pages are further below.
REVIEW = [
    at("desk:section-read", "The framework"),
    at("desk:section-read", "The framework", slug="review_slug", language="en", key="review_section"),
    at("desk:document-remarks", "Remarks and answers"),
    at("desk:document-remarks", "Remarks and answers", slug="review_slug", language="ar"),
    at("desk:document-changes", "What changed since I last looked"),
    at("desk:remark-answer", "Answer the remark"),
    at("desk:remark-resolve", "Resolve the remark"),
    at("desk:remark-reopen", "Take the remark up again"),
    at("desk:document-step", "Conseil FR (French)", typed=True),
    at("desk:paper-refuse", "Refuse the record of the paper?"),
    at("desk:document-guests", "Readers by link"),
    at("desk:document-files", "Files"),
    at("desk:returned-file", "port-relu.docx", typed=True),
]
GUEST = [
    at("portal:guest", "Profile of the port"),
    at("portal:guest-section", "The framework"),
    at("portal:guest", "There is no such page", secret="nonsense", status=404),
]
API = [at("api:docs", "The data in use", bare=True)]

GROUPS = {
    "public": (None, PUBLIC),
    "sign-in": (None, SIGN_IN),
    "traveller": ("traveller", TRAVELLER),
    "newcomer": ("newcomer", NEWCOMER),
    "mover": ("mover", MOVER),
    "team": ("manager", TEAM),
    "network": ("manager", NETWORK),
    "documents": ("manager", DOCUMENTS),
    "shelf": ("manager", SHELF),
    "review": ("manager", REVIEW),
    "guest": (None, GUEST),
    "api": (None, API),
}

# Addresses that answer no page: a file, data, or another address. Buttons (405 on GET) are known from the table.
FILES = {
    "healthz", "choose-language", "theme", "logo", "sitemap", "robots", "portal:events-calendar",
    "portal:event-calendar", "desk:my-data-file", "desk:import-template", "desk:import-network", "desk:import-report",
    "desk:letter", "mfa_download_recovery_codes", "desk:choose", "desk:document-draft", "desk:document-picture",
    "desk:document-read", "desk:document-remarks-file", "desk:document-xliff", "desk:document-columns",
    "desk:paper-scan", "portal:guest-picture",
    "desk:document-things", "desk:document-sources", "portal:document-picture", "portal:edition-file",
    *(name for name in ACCESS if name.startswith("api:") and name != "api:docs"),
    # Of the sign-in library: parts of it this site does not offer, which lead on or are not there.
    "account_confirm_login_code", "socialaccount_signup", "openid_connect_login", "openid_connect_callback",
}  # fmt: skip
# Pages met on the way only, by `test_passkey.py`, `test_clicks.py` and `test_editor_saving.py`: nobody opens them by
# their address.
ON_THE_WAY = {"mfa_authenticate", "mfa_login_webauthn", "desk:document-conflict"}
BUTTONS = {name for name, page in ACCESS.items() if page.get == (405,)}
