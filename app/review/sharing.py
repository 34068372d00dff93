"""What somebody sees and does who comes by a review link. They are no user, and reach this client's pieces alone."""

from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import tenancy
from app import resources
from app.errors import AppError, Conflict, Forbidden, NotFound, StillProcessing, ValidationFailed
from app.kit import clock
from app.review.commenting import Remark, checked_comment, comment_in
from app.review.deciding import Ruling, approve_in, reject_in, require_revision
from app.review.door import Host, Link, Refused, host_of, looked
from app.review.shared_rows import Scope, SharedItem, counts, shared_item, shared_items
from app.review.visiting import is_let_in
from app.vocabulary import ClientStatus, CommentKind, Decision, LinkPermission

SECONDS_EACH = 6
NOBODY = "review link"
USED_WITHIN_MS = 5 * 60_000
_MAY_DECIDE = (LinkPermission.APPROVE,)
_MAY_COMMENT = (LinkPermission.COMMENT, LinkPermission.APPROVE)
_STILL_GOOD = "SELECT 1 FROM review_links WHERE id = ? AND revoked_at IS NULL AND expires_at > ?"
_USED = "UPDATE review_links SET last_used_at = ? WHERE id = ?"


class NotAllowed(Forbidden):
    """The link was made for less."""

    def __init__(self, permission: LinkPermission) -> None:
        AppError.__init__(self, "This link does not allow that.", permission=str(permission))


@dataclass(frozen=True, slots=True)
class Visitor:
    """The proof that a link, and where it asks for one a pass, was good when this was made: in `visit` alone.

    It is an Actor who is no user. Outside of this package nothing takes it.
    """

    client_id: str
    account_id: str
    client_name: str
    brand_color: str | None
    client_status: ClientStatus
    link_id: str
    hub_id: str | None
    permission: LinkPermission
    email: str | None
    expires_at: datetime

    @property
    def user_id(self) -> None:
        return None

    @property
    def label(self) -> str:
        return self.email or NOBODY

    @property
    def name(self) -> str:
        """What their comments are signed with."""
        return self.email or self.client_name

    @property
    def may_decide(self) -> bool:
        return self.permission in _MAY_DECIDE

    @property
    def may_comment(self) -> bool:
        return self.permission in _MAY_COMMENT

    @property
    def scope(self) -> Scope:
        return Scope(self.link_id, self.hub_id)

    def bind(self) -> AbstractAsyncContextManager[Any]:
        return tenancy.bind(self.client_id)


@dataclass(frozen=True, slots=True)
class Review:
    """At most 500 of `total_count` pieces; the time is that for those which wait for a decision."""

    client_name: str
    brand_color: str | None
    permission: LinkPermission
    expires_at: datetime
    items: list[SharedItem]
    total_count: int
    pending_count: int

    @property
    def estimated_review_seconds(self) -> int:
        return SECONDS_EACH * self.pending_count


async def visit(token: str, email: str | None = None, pass_: str | None = None) -> Visitor:
    """Who holds a link that is good now. One that is for an address asks for its pass; `email` need not be repeated.

    Raises: Refused.
    """
    host = await host_of(token)
    return await looked(host, token, lambda reads, link: _let_in(reads, host, link, email, pass_))


def _let_in(reads: tenancy.Snapshot, host: Host, link: Link, email: str | None, pass_: str | None) -> Visitor:
    if not is_let_in(reads, link, email, pass_):
        raise Refused
    if link.last_used_at + USED_WITHIN_MS <= clock.now_millis():
        resources.current().background.start(_noticed(host.client_id, link.id))
    return Visitor(
        client_id=host.client_id,
        account_id=host.account_id,
        client_name=host.name,
        brand_color=host.brand_color,
        client_status=host.status,
        link_id=link.id,
        hub_id=link.hub_id,
        permission=link.permission,
        email=link.email,
        expires_at=clock.from_millis(link.expires_at),
    )


async def _noticed(client_id: str, link_id: str) -> None:
    with suppress(tenancy.UnknownClient):
        async with tenancy.bind(client_id):
            await tenancy.write(lambda tx: tx.run(_USED, (clock.now_millis(), link_id)))


async def shared_review(visitor: Visitor) -> Review:
    """What the link shows, the best pieces first. Raises: Refused, where the client is gone meanwhile."""
    try:
        async with tenancy.look(visitor.client_id) as reads:
            # Hundreds of pieces are more than a moment's work.
            return await reads.snapshot(lambda snapshot: _review(snapshot, visitor), threaded=True)
    except tenancy.UnknownClient as error:
        raise Refused from error


def _review(reads: tenancy.Snapshot, visitor: Visitor) -> Review:
    total, pending = counts(reads.fetch, visitor.scope)
    return Review(
        client_name=visitor.client_name,
        brand_color=visitor.brand_color,
        permission=visitor.permission,
        expires_at=visitor.expires_at,
        items=shared_items(reads.fetch, visitor.scope),
        total_count=total,
        pending_count=pending,
    )


async def decide_shared(
    visitor: Visitor, spoke_id: str, decision: Decision | None, comment: str | None, revision: int | None = None
) -> SharedItem:
    """Approves, rejects, or only says something. A rejection in words is a request for changes.

    `revision` is that of the words which were seen. Doing the same again changes nothing.

    Raises:
        Refused: the link has ended meanwhile.
        NotAllowed: the link was made for less.
        NotFound: no piece that the link shows.
        ValidationFailed: neither a decision nor words; a comment that is too long; a skip, which says nothing.
        Conflict: the words have changed, do not pass their gates or are being worked on, or the client is paused.
    """
    words = checked_comment(comment, "input.comment")
    _require_something(decision, words)
    _require_allowed(visitor, decision)
    ruling = Ruling(spoke_id, revision, words, approver_id=visitor.link_id)
    try:
        async with visitor.bind():
            return await tenancy.write(lambda tx: _decide_in(tx, visitor, decision, ruling))
    except tenancy.UnknownClient as error:
        raise Refused from error


def _require_something(decision: Decision | None, words: str | None) -> None:
    if decision is Decision.SKIP:
        raise ValidationFailed(("input.decision", "What is shared is approved, rejected or commented on."))
    if decision is None and words is None:
        raise ValidationFailed(("input.comment", "Say something, or decide."))


def _require_allowed(visitor: Visitor, decision: Decision | None) -> None:
    if decision is None and not visitor.may_comment:
        raise NotAllowed(LinkPermission.COMMENT)
    if decision is not None and not visitor.may_decide:
        raise NotAllowed(LinkPermission.APPROVE)
    if visitor.client_status is not ClientStatus.ACTIVE:
        raise Conflict("This review is paused; nothing can be changed now.", state=str(visitor.client_status))


def _decide_in(tx: tenancy.Writing, visitor: Visitor, decision: Decision | None, ruling: Ruling) -> SharedItem:
    if not tx.fetch(_STILL_GOOD, (visitor.link_id, clock.now_millis())):
        raise Refused
    require_revision(_require_shown(tx, visitor, ruling.spoke_id), ruling.revision)
    _rule(tx, visitor, decision, ruling)
    if ruling.reason is not None:
        kind = CommentKind.CHANGE_REQUEST if decision is Decision.REJECT else CommentKind.COMMENT
        remark = Remark(ruling.spoke_id, ruling.reason, visitor.name, link_id=visitor.link_id, kind=kind)
        comment_in(tx, visitor, remark)
    return _require_shown(tx, visitor, ruling.spoke_id)


def _require_shown(tx: tenancy.Writing, visitor: Visitor, spoke_id: str) -> SharedItem:
    item = shared_item(tx.fetch, visitor.scope, spoke_id)
    if item is None:
        raise NotFound("spoke", spoke_id)
    return item


def _rule(tx: tenancy.Writing, visitor: Visitor, decision: Decision | None, ruling: Ruling) -> None:
    """In words for outsiders: what goes on inside is not theirs to know."""
    try:
        if decision is Decision.APPROVE:
            approve_in(tx, visitor, ruling)
        elif decision is Decision.REJECT:
            reject_in(tx, visitor, ruling)
    except StillProcessing as error:
        raise Conflict("This piece is being worked on; try again in a moment.", state="processing") from error
    except Conflict as error:
        if error.details.get("state") != "failed_gate":
            raise
        words = "This piece does not pass its checks yet, so it cannot be approved; ask for changes instead."
        raise Conflict(words, state="failed_gate") from error
