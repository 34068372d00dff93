"""What is said of a piece: by the team, and by those who come by a link."""

from functools import cache
from typing import NamedTuple

import tenancy
from app.audit.service import Actor
from app.clients.access import ClientAccess
from app.errors import Conflict, NotFound, ValidationFailed
from app.hubs import jobs
from app.kit import clock, ids
from app.progress.events import CommentAdded
from app.review.models import Comment
from app.trail.service import Deed, note
from app.vocabulary import CommentKind, SpokeStatus

MAX_COMMENT = 2_000
MAX_COMMENTS = 500
ADDED, REQUESTED = "comment.added", "changes.requested"
_DEEDS = {CommentKind.COMMENT: ADDED, CommentKind.CHANGE_REQUEST: REQUESTED}

_NAME = """
SELECT COALESCE(NULLIF(users.name, ''), accounts.name) FROM users JOIN accounts ON accounts.id = users.account_id
WHERE users.id = ?"""


class Remark(NamedTuple):
    """A comment to be written; `author` is how whoever says it is called."""

    spoke_id: str
    body: str
    author: str
    author_id: str | None = None
    link_id: str | None = None
    kind: CommentKind = CommentKind.COMMENT

    def is_said_by(self, comment: Comment) -> bool:
        told = (comment.body, comment.author_id, comment.link_id, comment.kind)
        return told == (self.body, self.author_id, self.link_id, self.kind)


async def add_comment(access: ClientAccess, spoke_id: str, body: str) -> Comment:
    """A comment by one of the team, which those who come by a link read as well.

    Raises:
        NotFound.
        ValidationFailed: nothing is said, or too much.
        Conflict: the piece has been killed, or has as many comments as it may.
    """
    words = checked_comment(body, "input.body")
    if words is None:
        raise ValidationFailed(("input.body", "A comment says something."))
    [[author]] = await tenancy.global_reader().rows(_NAME, (access.viewer.user_id,))
    remark = Remark(spoke_id, words, author, author_id=access.viewer.user_id)
    async with access.bind():
        return await tenancy.write(lambda tx: _add_in(tx, access.viewer, remark))


async def get_comment(access: ClientAccess, comment_id: str) -> Comment:
    """Raises NotFound."""
    async with access.bind():
        comment = await Comment.get_or_none(id=comment_id)
    if comment is None:
        raise NotFound("comment", comment_id)
    return comment


def _add_in(tx: tenancy.Writing, actor: Actor, remark: Remark) -> Comment:
    rows = tx.fetch("SELECT status FROM spokes WHERE id = ?", (remark.spoke_id,))
    if not rows:
        raise NotFound("spoke", remark.spoke_id)
    if rows[0][0] == SpokeStatus.KILLED:
        raise Conflict("The spoke has been killed.", state=str(SpokeStatus.KILLED))
    return comment_in(tx, actor, remark)


def comment_in(tx: tenancy.Writing, actor: Actor, remark: Remark) -> Comment:
    """Writes the comment, unless it is just what was said last: an answer that got lost is asked for again.

    Raises: Conflict where there are too many.
    """
    newest = tx.fetch(f"{_read()} WHERE spoke_id = ? ORDER BY id DESC LIMIT 1", (remark.spoke_id,))
    if newest and remark.is_said_by(last := Comment.of_row(newest[0])):
        return last
    [[count]] = tx.fetch("SELECT COUNT(*) FROM comments WHERE spoke_id = ?", (remark.spoke_id,))
    if count >= MAX_COMMENTS:
        raise Conflict(f"A piece has at most {MAX_COMMENTS} comments.", state="full")
    return _written(tx, actor, remark)


def checked_comment(body: str | None, path: str) -> str | None:
    """The words without blanks around them; None where there are none. Raises ValidationFailed."""
    words = (body or "").strip()
    if len(words) > MAX_COMMENT:
        raise ValidationFailed((path, f"A comment has at most {MAX_COMMENT:,} characters."))
    return words or None


def _written(tx: tenancy.Writing, actor: Actor, remark: Remark) -> Comment:
    id, now = ids.new_id(), clock.now_millis()
    tx.run(
        "INSERT INTO comments (id, spoke_id, body, author, author_id, link_id, kind, created_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (id, *remark, now),
    )
    jobs.publish(CommentAdded(spoke_id=remark.spoke_id, comment_id=id))
    note(tx, actor, Deed(_DEEDS[remark.kind], remark.spoke_id, remark.body, detail={"comment_id": id}))
    return Comment.of_row(tx.fetch(f"{_read()} WHERE id = ?", (id,))[0])


@cache
def _read() -> str:
    return f"SELECT {', '.join(Comment.columns())} FROM comments"
