"""How somebody shows that a link's address is theirs: a code sent there, which is exchanged for a pass."""

import asyncio
import hmac
import logging
import secrets
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

import tenancy
from app import resources
from app.accounts.secrets import new_token, token_hash
from app.errors import AppError
from app.kit import clock, ids
from app.review.door import Host, Link, Refused, host_of, looked

log = logging.getLogger(__name__)

CODE_MS = 10 * 60_000
TRIES = 5
CODES = 5
CODES_WITHIN_MS = 3_600_000
PASS_MS = 24 * 3_600_000
PASS_PREFIX = "frp_"
SEND_S = 60.0
_NO_CODE = sha256(b"").hexdigest()

_FORGET = "DELETE FROM review_visits WHERE link_id = ? AND COALESCE(confirmed_at, created_at) <= ?"
_SENT = "SELECT COUNT(*) FROM review_visits WHERE link_id = ? AND created_at > ?"
_NEW = """
INSERT INTO review_visits (id, link_id, email, code_hash, code_expires_at, tries, created_at)
VALUES (?, ?, ?, ?, ?, 0, ?)"""
# The try is counted before the code is looked at, and only the newest code counts.
_TRY = f"""
UPDATE review_visits SET tries = tries + 1
WHERE id = (SELECT id FROM review_visits WHERE link_id = ? ORDER BY created_at DESC, id DESC LIMIT 1)
AND ? = 1 AND confirmed_at IS NULL AND tries < {TRIES} AND code_expires_at > ?
RETURNING id, code_hash"""
_CONFIRM = "UPDATE review_visits SET pass_hash = ?, confirmed_at = ? WHERE id = ?"
_PASS = "SELECT confirmed_at FROM review_visits WHERE link_id = ? AND pass_hash = ?"


class Pass(NamedTuple):
    """What a code is exchanged for. The `value` is shown once."""

    value: str
    expires_at: datetime


async def send_code(token: str, email: str) -> None:
    """Sends six digits to the link's address, if that is `email`, and never tells whether.

    Everything is done in the background, so that time does not tell it either. A link sends five codes an hour.
    """
    resources.current().background.start(_send(token, email))


async def confirm_code(token: str, email: str, code: str) -> Pass:
    """Exchanges the newest code for a pass, which is good for a day, or until the link ends. Each code is good once.

    Raises: Refused.
    """
    host = await host_of(token)
    link = await looked(host, token, lambda _, link: link)
    try:
        async with tenancy.bind(host.client_id):
            # A try that fails is kept: it must not be taken back with the transaction.
            found = await tenancy.write(lambda tx: _exchanged(tx, link, email, code))
    except tenancy.UnknownClient as error:
        raise Refused from error
    if found is None:
        raise Refused
    return found


def is_let_in(reads: tenancy.Snapshot, link: Link, email: str | None, given: str | None) -> bool:
    """Whether the link asks for nothing, or the pass is its own and still good. No other address may be named."""
    rows = reads.fetch(_PASS, (link.id, token_hash(given if given and given.isascii() else "")))
    has_pass = bool(rows) and rows[0][0] + PASS_MS > clock.now_millis()
    is_theirs = link.is_for(email) or email is None
    return link.email is None or (has_pass and is_theirs)


async def _send(token: str, email: str) -> None:
    try:
        host = await host_of(token)
        link = await looked(host, token, lambda _, link: link)
        if link.email is None or not link.is_for(email):
            return
        async with tenancy.bind(host.client_id):
            code = await tenancy.write(lambda tx: _new_code(tx, link))
        if code is None:
            log.warning("review link %s has sent %s codes within an hour: no more for now", link.id, CODES)
            return
        await _mail(host, link.email, code)
    except (Refused, tenancy.UnknownClient):
        return
    except (AppError, TimeoutError) as error:
        log.error("a code for a review link of client %s could not be sent: %s", host.client_id, error or "no answer")


async def _mail(host: Host, to: str, code: str) -> None:
    """To the address as the link has it, never as somebody typed it."""
    name = " ".join("".join(each if each.isprintable() else " " for each in host.name).split())
    text = (
        f"Your code for the review of {name}: {code}\n\n"
        f"It is good for {CODE_MS // 60_000} minutes. If you did not ask for it, you need do nothing.\n"
    )
    async with asyncio.timeout(SEND_S):
        await resources.current().mailer.send(to, f"Your code for the review of {name}", text)


def _new_code(tx: tenancy.Writing, link: Link) -> str | None:
    """None where the link has sent its share."""
    now = clock.now_millis()
    tx.run(_FORGET, (link.id, now - PASS_MS))
    if tx.fetch(_SENT, (link.id, now - CODES_WITHIN_MS))[0][0] >= CODES:
        return None
    visit_id, code = ids.new_id(), f"{secrets.randbelow(10**6):06d}"
    tx.run(_NEW, (visit_id, link.id, link.email, _code_hash(visit_id, code), now + CODE_MS, now))
    return code


def _exchanged(tx: tenancy.Writing, link: Link, email: str, code: str) -> Pass | None:
    now = clock.now_millis()
    rows = tx.fetch(_TRY, (link.id, int(link.is_for(email)), now))
    visit_id, kept = rows[0] if rows else ("", _NO_CODE)
    if not hmac.compare_digest(_code_hash(visit_id, "".join(code.split())), kept) or not rows:
        return None
    value = new_token(PASS_PREFIX)
    tx.run(_CONFIRM, (token_hash(value), now, visit_id))
    return Pass(value, clock.from_millis(min(now + PASS_MS, link.expires_at)))


def _code_hash(visit_id: str, code: str) -> str:
    return sha256(f"{visit_id} {code}".encode("utf-8", "surrogatepass")).hexdigest()
