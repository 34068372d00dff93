"""The door of those who come by a review link. Whoever is not let in is told one thing, whatever the reason is.

A token names its client, so that no table of all clients' links is needed: `fr_`, then 16 bytes of the client's id and
32 random ones. The client's database keeps its SHA-256.
"""

import base64
import hmac
import re
import secrets
import uuid
from collections.abc import Callable
from hashlib import sha256
from typing import NamedTuple, TypeVar

import tenancy
from app.accounts.secrets import token_hash
from app.errors import Unauthenticated
from app.kit import clock
from app.vocabulary import ClientStatus, LinkPermission

PREFIX = "fr_"
_TOKEN = re.compile(r"fr_[A-Za-z0-9_-]{64}")
_ID_BYTES = 16
_RANDOM_BYTES = 32
T = TypeVar("T")

_HOST = f"""
SELECT account_id, name, brand_color, status FROM clients
WHERE id = ? AND status <> '{ClientStatus.ARCHIVED}' AND provisioned_at IS NOT NULL"""
_LINK = """
SELECT id, hub_id, email, permission, expires_at, COALESCE(last_used_at, 0) FROM review_links
WHERE token_hash = ? AND revoked_at IS NULL AND expires_at > ?"""


class Refused(Unauthenticated):
    """The same for a guessed, expired or revoked token, and for a wrong address, code or pass."""

    def __init__(self) -> None:
        super().__init__("This link is not valid, has expired, or asks for a confirmed e-mail address.")


class Host(NamedTuple):
    """The client that a token names."""

    client_id: str
    account_id: str
    name: str
    brand_color: str | None
    status: ClientStatus


class Link(NamedTuple):
    """A link that is good now; times in milliseconds, 0 for never. With an `email` it is for that address alone."""

    id: str
    hub_id: str | None
    email: str | None
    permission: LinkPermission
    expires_at: int
    last_used_at: int

    def is_for(self, email: str | None) -> bool:
        """Whether the address is the link's. Takes as long for every answer."""
        given, own = (digest(folded(each or "")) for each in (email, self.email))
        return hmac.compare_digest(given, own) and self.email is not None


def new_token(client_id: str) -> str:
    random = uuid.UUID(client_id).bytes + secrets.token_bytes(_RANDOM_BYTES)
    return PREFIX + base64.urlsafe_b64encode(random).decode()


def folded(email: str) -> str:
    """Addresses are compared like this. It is not how one is written to: folded, ß is ss."""
    return email.strip().casefold()


def digest(text: str) -> bytes:
    """Of whatever somebody sent: even half a character."""
    return sha256(text.encode("utf-8", "surrogatepass")).digest()


async def host_of(token: str) -> Host:
    """Opens nothing: a token that was made up names no client that there is. Raises Refused."""
    client_id = _client_id(token)
    rows = await tenancy.global_reader().rows(_HOST, (client_id,))
    if not rows:
        raise Refused
    account_id, name, brand_color, status = rows[0]
    return Host(client_id, account_id, name, brand_color, ClientStatus(status))


async def looked(host: Host, token: str, work: Callable[[tenancy.Snapshot, Link], T]) -> T:
    """Runs the function on one state of the client's database, in which the link is good. Raises Refused."""
    try:
        async with tenancy.look(host.client_id) as reads:
            return await reads.snapshot(lambda snapshot: work(snapshot, _link(snapshot, token)))
    except tenancy.UnknownClient as error:  # it is being erased
        raise Refused from error


def _link(snapshot: tenancy.Snapshot, token: str) -> Link:
    rows = snapshot.fetch(_LINK, (token_hash(token), clock.now_millis()))
    if not rows:
        raise Refused
    id, hub_id, email, permission, *times = rows[0]
    return Link(id, hub_id, email, LinkPermission(permission), *times)


def _client_id(token: str) -> str:
    """Of what has no token's form, one that is nobody's."""
    fits = _TOKEN.fullmatch(token)
    named = base64.urlsafe_b64decode(token.removeprefix(PREFIX))[:_ID_BYTES] if fits else bytes(_ID_BYTES)
    return str(uuid.UUID(bytes=named))
