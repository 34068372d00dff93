"""Only hosts of the public internet are public, in whatever form an address hides another."""

from ipaddress import ip_address

import pytest

from app.hubs.ingest.address import allowances, is_public

PRIVATE = [
    *("0.0.0.0", "0.1.2.3", "10.1.2.3", "100.64.0.1", "100.127.255.254", "127.0.0.1", "127.9.9.9", "169.254.169.254"),
    *("172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1"),
    *("198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255"),
    *(
        "::",
        "::1",
        "::7f00:1",
        "::8.8.8.8",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "64:ff9b::7f00:1",
        "64:ff9b::808:808",
    ),
    *("64:ff9b:1::1", "100::1", "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:db8::1", "2002:7f00:1::"),
    *(
        "2002:808:808::1",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
    ),
]


@pytest.mark.parametrize("text", PRIVATE)
def test_an_address_is_not_public_when_it_is_reserved_or_holds_another(text: str) -> None:
    assert not is_public(ip_address(text))


@pytest.mark.parametrize(
    "text", ["8.8.8.8", "93.184.216.34", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450::1"]
)
def test_an_address_is_public_when_it_is_an_ordinary_host(text: str) -> None:
    assert is_public(ip_address(text))


@pytest.mark.parametrize(
    ("entry", "host", "address", "port", "covered"),
    [
        ("127.0.0.1", "anything", "127.0.0.1", 9, True),
        ("127.0.0.1", "anything", "127.0.0.2", 9, False),
        ("127.0.0.1:8080", "x", "127.0.0.1", 8080, True),
        ("127.0.0.1:8080", "x", "127.0.0.1", 8081, False),
        ("10.0.0.0/8", "x", "10.200.0.1", 80, True),
        ("10.0.0.0/8:80", "x", "10.200.0.1", 443, False),
        ("::1", "x", "::1", 80, True),
        ("[::1]:80", "x", "::1", 80, True),
        ("[::1]:80", "x", "::1", 81, False),
        ("fd00::/8", "x", "fd12::1", 80, True),
        ("wiki.internal", "wiki.internal", "10.0.0.1", 80, True),
        ("Wiki.Internal.:443", "wiki.internal", "10.0.0.1", 443, True),
        ("wiki.internal", "evil.wiki.internal", "10.0.0.1", 80, False),
        ("10.0.0.1", "10.0.0.1", "127.0.0.1", 80, False),
    ],
)
def test_an_allowance_covers_its_host_network_and_port(
    entry: str, host: str, address: str, port: int, covered: bool
) -> None:
    assert allowances([entry])[0].covers(host, ip_address(address), port) is covered


@pytest.mark.parametrize("entry", ["", "10.0.0.0/99", "not a host", "a/b", ":80"])
def test_an_allowance_is_refused_when_it_names_nothing(entry: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        allowances([entry])
