"""Pages of text: contact, legal notice, privacy, accessibility; and the living page of components."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from portolan.network.models import Programme
from portolan.portal.page import Reader, show
from portolan.ui.access import public
from portolan.ui.samples import component_samples


def _text(request: HttpRequest, template: str, title: str) -> HttpResponse:
    reader = Reader.of(request)
    crumbs = [{"label": _("Home"), "url": reader.url("home")}, {"label": title}]
    return show(request, template, {"crumbs": crumbs}, title=title)


@public
def contact(request: HttpRequest) -> HttpResponse:
    """Where to write, and the programme's accounts elsewhere."""
    reader = Reader.of(request)
    home = Programme.objects.filter(is_home=True).first()
    context = {
        "programme": home,
        "social": sorted(home.social.items()) if home else [],
        "crumbs": [{"label": _("Home"), "url": reader.url("home")}, {"label": _("Contact")}],
    }
    return show(request, "portal/contact.html", context, title=_("Contact"))


@public
def legal(request: HttpRequest) -> HttpResponse:
    """Who publishes, under which licences."""
    return _text(request, "portal/legal.html", _("Legal notice"))


@public
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about people, why, how long, and their rights."""
    return _text(request, "portal/privacy.html", _("Privacy"))


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    """How the site can be used, what is known not to work, whom to tell."""
    return _text(request, "portal/accessibility.html", _("Accessibility"))


@public
def components(request: HttpRequest) -> HttpResponse:
    """Every part of the look, for real, with invented things."""
    return show(request, "ui/components.html", component_samples(), title=_("Components"), invented=True)
