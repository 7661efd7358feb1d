"""From where a request comes: the one address that limits and loopback checks go by."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The reader's address, IPv4 or IPv6.

    Without proxies of ours it is the peer's, whatever the headers say. Behind `TRUSTED_PROXIES` of them it stands that
    many steps from the right of X-Forwarded-For, which our proxies wrote; what stands further left anyone can invent.
    A request with too few steps did not come through them: the peer's address counts.
    """
    peer = _clean(request.META.get("REMOTE_ADDR", "")) or "0.0.0.0"  # noqa: S104  no address bound, one unknown
    hops = settings.TRUSTED_PROXIES
    steps = [step for step in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if step.strip()]
    if not hops or len(steps) < hops:
        return peer
    return _clean(steps[-hops]) or peer


def is_loopback(request: HttpRequest) -> bool:
    """True when the reader sits at this machine, and no step of the way is somewhere else."""
    steps = [step for step in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if step.strip()]
    ways = [client_address(request), request.META.get("REMOTE_ADDR", ""), *steps]
    return all((found := _clean(way)) and ipaddress.ip_address(found).is_loopback for way in ways)


def _clean(text: str) -> str:
    """An address without port and brackets, an IPv4 one also when wrapped in IPv6; empty when it is none."""
    bare = text.strip()
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        found = ipaddress.ip_address(bare)
    except ValueError:
        return ""
    mapped = getattr(found, "ipv4_mapped", None)
    return str(mapped or found)
