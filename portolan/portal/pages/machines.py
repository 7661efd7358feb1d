"""For search engines: the sitemap with every language of every page, and what they may read."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.utils.xmlutils import SimplerXMLGenerator

from portolan.dialogue.models import PeerLearningEvent
from portolan.network.models import Organisation, Place
from portolan.portal.documents.urls import newest_editions
from portolan.portal.page import absolute, in_each_language
from portolan.results.domain.counts import RULES
from portolan.results.models import KeyFigure
from portolan.ui.access import public
from portolan.vocabulary.models import Framework, Theme

SITEMAP, XHTML = "http://www.sitemaps.org/schemas/sitemap/0.9", "http://www.w3.org/1999/xhtml"
# The format's own limit of addresses in one file.
MOST_ADDRESSES = 50_000
SINGLE = (
    "home",
    "cities",
    "events",
    "documents",
    "programme",
    "figures",
    "themes",
    "frameworks",
    "glossary",
    "contact",
    "legal",
    "privacy",
    "accessibility",
)


def _pages(request: HttpRequest) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Name and arguments of every real public page."""
    yield from ((name, ()) for name in SINGLE)
    places = Place.objects.real().filter(organisations__isnull=False).distinct().order_by("slug")
    events = PeerLearningEvent.objects.visible_to(request.user).real().order_by("meeting__slug")
    bodies = Organisation.objects.visible_to(request.user).real().standing().order_by("slug")
    yield from (("city", (slug,)) for slug in places.values_list("slug", flat=True))
    yield from (("event", (slug,)) for slug in events.values_list("meeting__slug", flat=True))
    editions = newest_editions(demonstration=False).order_by("document__slug")
    yield from (("document", (slug,)) for slug in editions.values_list("document__slug", flat=True))
    yield from (("organisation", (slug,)) for slug in bodies.values_list("slug", flat=True))
    yield from (
        ("figure", (code,)) for code in KeyFigure.objects.real().order_by("code").values_list("code", flat=True)
    )
    yield from (("count", (rule.code,)) for rule in RULES)
    yield from (("theme", (code,)) for code in Theme.objects.real().values_list("code", flat=True))
    yield from (("framework", (code,)) for code in Framework.objects.values_list("code", flat=True))


@public
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page in every language, each with its alternates."""
    response = HttpResponse(content_type="application/xml; charset=utf-8")
    xml = SimplerXMLGenerator(response, "utf-8")
    xml.startDocument()
    xml.startElement("urlset", {"xmlns": SITEMAP, "xmlns:xhtml": XHTML})
    written = 0
    for name, arguments in _pages(request):
        addresses = in_each_language(name, *arguments)
        written += len(addresses)
        if written > MOST_ADDRESSES:
            break
        for address in addresses.values():
            _entry(xml, address, addresses)
    xml.endElement("urlset")
    xml.endDocument()
    return response


def _entry(xml: SimplerXMLGenerator, address: str, addresses: dict[str, str]) -> None:
    xml.startElement("url", {})
    xml.addQuickElement("loc", address)
    for code, other in addresses.items():
        xml.addQuickElement("xhtml:link", None, {"rel": "alternate", "hreflang": code, "href": other})
    xml.endElement("url")


@public
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be read; the desk, sign-in and the demonstration are not for search engines."""
    lines = [
        "User-agent: *",
        "Disallow: /*/desk/",
        "Disallow: /*/accounts/",
        "Disallow: /*/read/",
        "Disallow: /*?*demonstration=",
        "",
        f"Sitemap: {absolute('/sitemap.xml')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
