"""Which addresses the server may connect to on a user's behalf: public ones, and what the operator lists.

The rule says what is public, not what is private; an address that holds another one (mapped, translated, tunnelled) is
not public, whatever is inside.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network

Address = IPv4Address | IPv6Address

_V6_UNICAST = IPv6Network("2000::/3")
# Python 3.11 calls some of these global: they reach a host behind a translator, a relay, or nobody.
_NOT_PUBLIC: Sequence[IPv4Network | IPv6Network] = [
    ip_network(text)
    for text in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16"),
        *("192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        *("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20"),
    )
]


def is_public(address: Address) -> bool:
    """Whether the address is a host's on the public internet. Anything embedded or reserved is not."""
    if isinstance(address, IPv6Address) and address not in _V6_UNICAST:
        # Mapped, compatible and translated IPv4 (::/96, ::ffff:0:0/96, 64:ff9b::/96) lie outside 2000::/3 too.
        return False
    if not address.is_global or address.is_multicast or address.is_reserved:
        return False
    return not any(address in network for network in _NOT_PUBLIC if network.version == address.version)


@dataclass(frozen=True, slots=True)
class Allowance:
    """One entry of the operator's list: a host name or a network, for one port or for all."""

    host: str
    network: IPv4Network | IPv6Network | None
    port: int | None

    def covers(self, host: str, address: Address, port: int) -> bool:
        if self.port not in (None, port):
            return False
        if self.network is None:
            return host.lower() == self.host
        return address in self.network


def allowances(entries: Sequence[str]) -> list[Allowance]:
    """Read entries like `10.0.0.0/8`, `127.0.0.1:8080`, `[::1]:80` and `wiki.internal`. Raises: ValueError."""
    return [_allowance(entry.strip()) for entry in entries]


def _allowance(entry: str) -> Allowance:
    host, port = entry, None
    # A bare IPv6 address is full of colons; its port needs brackets around it.
    if match := re.fullmatch(r"(?:\[(.+)\]|([^:]+)):(\d{1,5})", entry):
        host, port = match[1] or match[2], int(match[3])
    host = host.strip("[]").rstrip(".").lower()
    if not host:
        raise ValueError(f"{entry!r} is not a host or network, with or without a port")
    try:
        return Allowance(host, ip_network(host), port)
    except ValueError:
        if not re.fullmatch(r"[\w.-]+", host):
            raise
    return Allowance(host, None, port)
