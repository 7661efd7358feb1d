"""The reader's address, behind proxies and under lies."""

import pytest
from django.test import RequestFactory

from portolan.config.addresses import client_address, is_loopback


def _request(peer, forwarded=""):
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    return RequestFactory().get("/", REMOTE_ADDR=peer, **headers)


@pytest.mark.parametrize(
    ("hops", "peer", "forwarded", "address"),
    [
        (0, "192.0.2.1", "", "192.0.2.1"),
        (0, "192.0.2.1", "127.0.0.1", "192.0.2.1"),
        (1, "10.0.0.1", "198.51.100.1, 192.0.2.1", "192.0.2.1"),
        (1, "10.0.0.1", "192.0.2.1", "192.0.2.1"),
        (2, "10.0.0.1", "127.0.0.1, 192.0.2.1, 10.0.0.2", "192.0.2.1"),
        (2, "10.0.0.1", "192.0.2.1", "10.0.0.1"),
        (1, "10.0.0.1", "", "10.0.0.1"),
        (1, "10.0.0.1", "nonsense", "10.0.0.1"),
        (1, "10.0.0.1", "192.0.2.1:4711", "192.0.2.1"),
        (1, "10.0.0.1", "[2001:db8::1]:4711", "2001:db8::1"),
        (0, "::ffff:192.0.2.1", "", "192.0.2.1"),
        (0, "", "", "0.0.0.0"),
    ],
)
def test_address_is_the_one_our_outermost_proxy_saw(settings, hops, peer, forwarded, address):
    settings.TRUSTED_PROXIES = hops

    assert client_address(_request(peer, forwarded)) == address


@pytest.mark.parametrize(
    ("hops", "peer", "forwarded", "near"),
    [
        (0, "127.0.0.1", "", True),
        (0, "::1", "", True),
        (0, "127.0.0.1", "127.0.0.1", True),
        (0, "127.0.0.1", "192.0.2.1", False),
        (0, "192.0.2.1", "127.0.0.1", False),
        (1, "127.0.0.1", "192.0.2.1, 127.0.0.1", False),
        (1, "127.0.0.1", "nonsense", False),
        (0, "", "", False),
    ],
)
def test_loopback_is_loopback_all_the_way(settings, hops, peer, forwarded, near):
    settings.TRUSTED_PROXIES = hops

    assert is_loopback(_request(peer, forwarded)) is near
