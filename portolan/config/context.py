"""What every page knows: the site, the way around, the same page in other languages. See `ui/base.html`."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, override, pgettext
from django.utils.translation import gettext as _

from portolan.accounts.enums import Permission
from portolan.accounts.rules import can
from portolan.kernel.languages import current_language, site_languages
from portolan.messages.models import Notice
from portolan.network.models import Programme
from portolan.portal.page import home_programme

Link = dict[str, Any]
# Languages the picture beside a shared link is drawn in: `.ci/cards.py`.
CARDS = ("en", "fr", "ar")


def page(request: HttpRequest) -> dict[str, Any]:
    """The context of every page. All of it is lazy: a page that shows no menu asks the database nothing for it."""
    return {
        "site": Site(request),
        "nav": SimpleLazyObject(lambda: public_menu(request)),
        "foot_nav": SimpleLazyObject(lambda: foot_menu(request)),
        "desk_nav": SimpleLazyObject(lambda: desk_menu(request)),
        "user_menu": SimpleLazyObject(lambda: own_menu(request)),
        "notices": SimpleLazyObject(lambda: unread_notices(request)),
        "sign_out_url": _here("account_logout"),
        "alternates": {code: settings.BASE_URL + url for code, url in same_page(request).items()},
        "social_image": SimpleLazyObject(social_image),
        "in_demonstration_mode": settings.DEMONSTRATION,
    }


def social_image() -> str:
    """The absolute address of the picture others show beside a link to a page, in the page's language."""
    code = current_language()
    return settings.BASE_URL + static(f"ui/cards/{code if code in CARDS else CARDS[0]}.png")


def same_page(request: HttpRequest) -> dict[str, str]:
    """The path of the same page in each language; empty outside the language prefixes."""
    prefix = f"/{current_language()}/"
    if not request.path.startswith(prefix):
        return {}
    rest = request.path.removeprefix(prefix)
    return {language.code: f"/{language.code}/{rest}" for language in site_languages()}


class Site:
    """The site as templates ask for it; one query at most."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def programme(self) -> Programme | None:
        """The programme the site shows first."""
        return home_programme(self.request)

    @property
    def name(self) -> str:
        """Its full name in the reader's language."""
        return str(self.programme.name) if self.programme else "Portolan"

    @property
    def short_name(self) -> str:
        """Its acronym."""
        return self.programme.short_name if self.programme else "Portolan"

    @property
    def tagline(self) -> str:
        """What stands under the name."""
        return self.short_name if self.programme else ""

    @property
    def description(self) -> str:
        """What search engines say of a page that says nothing itself."""
        return str(self.programme.summary) if self.programme else ""

    @property
    def about(self) -> str:
        """A sentence or two for the foot of the page."""
        return self.description

    @property
    def credits(self) -> list[str]:
        """Where the chart and the places come from."""
        return [
            _("A portolan was the chart that Mediterranean pilots drew together, harbour by harbour."),
            _("Coastline: Natural Earth, public domain. Places: GeoNames, CC BY 4.0."),
        ]

    @property
    def theme_url(self) -> str:
        """The style sheet with the programme's own colours; empty when it has none."""
        themed = self.programme and (self.programme.colour_main or self.programme.colour_accent)
        return _here("theme") if themed else ""

    @property
    def logo_url(self) -> str:
        """The programme's logo; empty when it has none, and the rose stands in its place."""
        return _here("logo") if self.programme and self.programme.logo else ""

    @property
    def contact_email(self) -> str:
        """Where to write."""
        return self.programme.email if self.programme else ""

    @property
    def home_url(self) -> str:
        """The public home."""
        return _here("portal:home")

    @property
    def desk_url(self) -> str:
        """The desk's first screen."""
        return _here("desk:home")

    @property
    def sign_in_url(self) -> str:
        """Where to sign in."""
        return _here("account_login")

    @property
    def languages(self) -> list[Link]:
        """Each language the programme offers, with the address of this page in it."""
        query = self.request.META.get("QUERY_STRING", "")
        urls = {code: f"{url}?{query}" if query else url for code, url in same_page(self.request).items()}
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


def public_menu(request: HttpRequest) -> list[Link]:
    """The public pages of the first level."""
    return _links(
        request,
        ("portal:cities", pgettext("menu", "Cities")),
        ("portal:events", pgettext("menu", "Events")),
        ("portal:documents", pgettext("menu", "Library")),
        ("portal:programme", pgettext("menu", "Programme")),
        ("portal:figures", pgettext("menu", "Figures")),
        ("portal:search", pgettext("menu", "Search")),
    )


def foot_menu(request: HttpRequest) -> list[Link]:
    """The pages at the foot."""
    return _links(
        request,
        ("portal:glossary", pgettext("menu", "Glossary")),
        ("api:docs", pgettext("menu", "Open data and API")),
        ("portal:contact", pgettext("menu", "Contact")),
        ("portal:legal", pgettext("menu", "Legal notice")),
        ("portal:privacy", pgettext("menu", "Privacy")),
        ("portal:accessibility", pgettext("menu", "Accessibility")),
        ("portal:components", pgettext("menu", "Components")),
    )


def desk_menu(request: HttpRequest) -> list[Link]:
    """The desk's first level: what this reader may open."""
    user = request.user
    rows = [("desk:home", pgettext("menu", "What waits for me"))]
    if can(user, Permission.CITY_READ):
        rows.append(("desk:cities", pgettext("menu", "Cities")))
    if can(user, Permission.DOCUMENT_READ):
        rows.append(("desk:documents", pgettext("menu", "Documents")))
    if can(user, Permission.NETWORK_READ):
        rows.append(("desk:network", pgettext("menu", "Network")))
    if can(user, Permission.MEETING_READ):
        rows.append(("desk:events", pgettext("menu", "Events")))
    if can(user, Permission.IMPORT_RUN):
        rows.append(("desk:imports", pgettext("menu", "Import")))
    rows.append(("desk:search", pgettext("menu", "Search")))
    if can(user, Permission.AUDIT_READ) or can(user, Permission.OUTBOX_APPROVE):
        rows.append(("desk:administration", pgettext("menu", "Administration")))
    return _links(request, *rows)


def own_menu(request: HttpRequest) -> list[Link]:
    """What stands under the reader's own name."""
    return _links(request, ("desk:account", pgettext("menu", "My account")), ("desk:notices", _("Notices")))


def unread_notices(request: HttpRequest) -> Link:
    """How many notices the reader has not read."""
    count = Notice.objects.filter(user=request.user, read_at=None).count() if request.user.is_authenticated else 0
    return {"count": count, "url": _here("desk:notices")}


@lru_cache(maxsize=1024)
def _address(name: str, language: str) -> str:
    """The address of a page of the frame in a language: every page asks for thirty of them."""
    with override(language):
        return reverse(name)


def _here(name: str) -> str:
    return _address(name, get_language() or settings.LANGUAGE_CODE)


def _links(request: HttpRequest, *rows: tuple[str, str]) -> list[Link]:
    """Links with the one that leads here, or nearest above, marked as current.

    All pages lie below the two first ones, so only they themselves are "here".
    """
    homes = (_here("portal:home"), _here("desk:home"))
    links = [{"url": _here(name), "label": label} for name, label in rows]
    above = [link["url"] for link in links if request.path.startswith(link["url"]) and link["url"] not in homes]
    best = max(above, key=len, default=request.path)
    return [{**link, "current": link["url"] == best} for link in links]
