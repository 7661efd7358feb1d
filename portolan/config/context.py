"""What every page knows: the site, the way around, the same page in other languages."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portolan.accounts.enums import Permission
from portolan.accounts.rules import can
from portolan.kernel.languages import current_language, site_languages
from portolan.network.models import Programme


def page(request: HttpRequest) -> dict[str, Any]:
    """`site`, `nav`, `desk_nav`, `alternates`: see `ui/base.html`."""
    return {
        "site": SiteContext(request),
        "alternates": _alternates(request),
        "base_url": settings.BASE_URL,
        "in_demonstration_mode": settings.DEMONSTRATION,
    }


def _alternates(request: HttpRequest) -> dict[str, str]:
    """The same page in each language; empty outside the language prefixes."""
    here = request.path
    prefix = f"/{current_language()}/"
    if not here.startswith(prefix):
        return {}
    rest = here.removeprefix(prefix)
    return {language.code: f"/{language.code}/{rest}" for language in site_languages()}


def _address(name: str) -> str:
    """The address of a page, empty while it is not built."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


class SiteContext:
    """The site as templates ask for it. Lazy: a page that shows no name asks the database nothing."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self._programme: Programme | None = None
        self._asked = False

    @property
    def programme(self) -> Programme | None:
        """The programme the site shows first, one query at most."""
        if not self._asked:
            self._programme = Programme.objects.filter(is_home=True).first()
            self._asked = True
        return self._programme

    @property
    def name(self) -> str:
        """Its full name in the reader's language."""
        return str(self.programme.name) if self.programme else "Portolan"

    @property
    def short_name(self) -> str:
        """Its acronym."""
        return self.programme.short_name if self.programme else "Portolan"

    @property
    def contact_email(self) -> str:
        """Where to write."""
        return self.programme.email if self.programme else ""

    @property
    def languages(self) -> list[dict[str, Any]]:
        """Each language with the address of this page in it; `offered` by the programme's settings."""
        urls = _alternates(self.request)
        offered = (self.programme.languages if self.programme else []) or [x.code for x in site_languages()]
        return [
            {
                "code": language.code,
                "own_name": language.own_name,
                "direction": language.direction,
                "url": urls.get(language.code, f"/{language.code}/"),
                "current": language.code == current_language(),
            }
            for language in site_languages()
            if language.code in offered
        ]

    @property
    def nav(self) -> list[dict[str, Any]]:
        """The public pages of the first level."""
        return self._links(
            ("portal:cities", pgettext("menu", "Cities")),
            ("portal:events", pgettext("menu", "Events")),
            ("portal:programme", pgettext("menu", "Programme")),
            ("portal:figures", pgettext("menu", "Figures")),
            ("portal:search", pgettext("menu", "Search")),
        )

    @property
    def desk_nav(self) -> list[dict[str, Any]]:
        """The desk's first level: what this reader may open."""
        user = self.request.user
        rows = [("desk:home", _("What waits for me"))]
        if can(user, Permission.CITY_READ):
            rows.append(("desk:cities", pgettext("menu", "Cities")))
        if can(user, Permission.NETWORK_READ):
            rows.append(("desk:network", pgettext("menu", "Network")))
        if can(user, Permission.MEETING_EDIT):
            rows.append(("desk:events", pgettext("menu", "Events")))
        if can(user, Permission.IMPORT_RUN):
            rows.append(("desk:imports", pgettext("menu", "Import")))
        rows.append(("desk:search", pgettext("menu", "Search")))
        if can(user, Permission.AUDIT_READ) or can(user, Permission.OUTBOX_APPROVE):
            rows.append(("desk:administration", pgettext("menu", "Administration")))
        return self._links(*rows)

    def _links(self, *rows: tuple[str, str]) -> list[dict[str, Any]]:
        here = self.request.path
        links = [{"url": url, "label": label} for name, label in rows if (url := _address(name))]
        best = max((link["url"] for link in links if here.startswith(link["url"])), key=len, default="")
        return [{**link, "current": link["url"] == best} for link in links]
