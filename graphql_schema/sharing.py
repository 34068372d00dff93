"""Review links: made by the team, and what somebody sees and does who comes by one, with its token and no account.

What an outsider is shown are plain objects that lead nowhere else: no type here has a field of the team's.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Self

import strawberry
from strawberry.scalars import JSON

from app.accounts import models as accounts
from app.accounts.policy import Permission
from app.review import links, models, sharing, visiting
from app.review.commenting import add_comment
from app.review.shared_rows import SharedItem as Shown
from app.vocabulary import CommentKind, Decision, LinkPermission, Platform, SpokeStatus
from graphql_schema.context import Context, Info
from graphql_schema.fields import column, one
from graphql_schema.permissions import Open, mutation
from graphql_schema.reading import Conditions, Row
from graphql_schema.users import User

PassArgument = Annotated[
    str | None, strawberry.argument(name="pass", description="What `confirmReviewCode` gave, if the link asks for one.")
]


@strawberry.type(description="What was said of a piece, by the team or by an outside reviewer.")
class Comment(Row, of=models.Comment):
    id: strawberry.ID
    author: str
    body: str
    kind: CommentKind = column("Whether it asks for changes.")
    created_at: datetime


@strawberry.type(description="A link by which somebody without an account looks at pieces. Its token is kept nowhere.")
class ReviewLink(Row, of=models.ReviewLink):
    id: strawberry.ID
    hub_id: strawberry.ID | None = column("The hub whose pieces it shows; null for the whole client's.")
    email: str | None = column("The one address that it is for.")
    permission: LinkPermission
    expires_at: datetime
    revoked_at: datetime | None
    created_at: datetime
    last_used_at: datetime | None = column("When somebody last came by it, to within five minutes.")
    created_by: User | None = one(
        accounts.User,
        here="created_by",
        of_account=True,
        description="Who made it, as long as they are of the account.",
    )


@strawberry.type(description="A new link with its token, which is shown this once.")
class NewReviewLink:
    link: ReviewLink
    token: str
    url: str = strawberry.field(description="The page that the outside reviewer opens. It holds the token.")


@strawberry.type(description="A piece as an outside reviewer sees it.")
class SharedItem:
    spoke_id: strawberry.ID
    platform: Platform
    content: str
    content_json: JSON | None = strawberry.field(description="The structure of a carousel or thread.")
    high_confidence: bool
    flag_reason: str | None = strawberry.field(description="Why a person is asked to look.")
    is_approvable: bool = strawberry.field(description="Whether its words pass the checks, so that it can be approved.")
    status: SpokeStatus
    revision: int = strawberry.field(description="Counts the changes of its words: pass it on with a decision.")
    comments: list[Comment] = strawberry.field(description="By the team, and those made through the same link.")

    @classmethod
    def of(cls, item: Shown) -> Self:
        return cls(
            spoke_id=strawberry.ID(item.spoke_id),
            platform=item.platform,
            content=item.content,
            content_json=item.content_json,
            high_confidence=item.high_confidence,
            flag_reason=item.flag_reason,
            is_approvable=item.is_approvable,
            status=item.status,
            revision=item.revision,
            comments=_comments(item.comments),
        )


@strawberry.type(description="What a review link shows.")
class SharedReview:
    client_name: str
    permission: LinkPermission
    expires_at: datetime
    items: list[SharedItem] = strawberry.field(description="The best first; at most 500.")
    total_count: int
    estimated_review_seconds: int = strawberry.field(description="6 for each piece that waits for a decision.")


@strawberry.type(description="Shows that the link's e-mail address was confirmed. It is shown this once.")
class ReviewPass:
    pass_: str = strawberry.field(name="pass")
    expires_at: datetime


@strawberry.input
class CreateReviewLinkInput:
    client_id: strawberry.ID
    hub_id: strawberry.ID | None = strawberry.field(default=None, description="The whole client's pieces if left out.")
    email: str | None = strawberry.field(
        default=None, description="Then the link asks for a code that is sent to this address."
    )
    permission: LinkPermission | None = LinkPermission.APPROVE
    expires_in_hours: int | None = strawberry.field(default=links.HOURS, description="1 to 720.")


@strawberry.input(description="A decision, a comment, or both. A rejection with a comment is a request for changes.")
class DecideSharedInput:
    token: str
    email: str | None = None
    pass_: str | None = strawberry.field(
        name="pass", default=None, description="What `confirmReviewCode` gave, if the link asks for one."
    )
    spoke_id: strawberry.ID
    decision: Decision | None = strawberry.field(default=None, description="APPROVE or REJECT.")
    comment: str | None = strawberry.field(default=None, description="At most 2,000 characters.")
    expected_revision: int | None = strawberry.field(
        default=None, description="The revision that was read: where the words have changed since, it is a CONFLICT."
    )


@strawberry.input
class AddCommentInput:
    client_id: strawberry.ID
    spoke_id: strawberry.ID
    body: str = strawberry.field(description="At most 2,000 characters.")


def links_for(context: Context) -> Conditions:
    """Raises Forbidden."""
    context.viewer.require(Permission.DIRECT)
    return {}


@strawberry.type
class SharingQueries:
    @strawberry.field(
        description=(
            "What an outside reviewer sees; needs no sign-in, only the link's token, and its pass if it is for one"
            " address. Whatever is wrong with them, the refusal is the same."
        )
    )
    async def shared_review(self, token: str, email: str | None = None, pass_: PassArgument = None) -> SharedReview:
        review = await sharing.shared_review(await sharing.visit(token, email, pass_))
        return SharedReview(
            client_name=review.client_name,
            permission=review.permission,
            expires_at=review.expires_at,
            items=[SharedItem.of(item) for item in review.items],
            total_count=review.total_count,
            estimated_review_seconds=review.estimated_review_seconds,
        )


@strawberry.type
class SharingMutations:
    @mutation(Permission.DIRECT, "Makes a link for an outside reviewer. Nothing is sent: hand the address over.")
    async def create_review_link(self, info: Info, input: CreateReviewLinkInput) -> NewReviewLink:
        access = await info.context.access(input.client_id)
        made = await links.create_link(
            access,
            hub_id=input.hub_id,
            email=input.email,
            permission=input.permission or LinkPermission.APPROVE,
            hours=links.HOURS if input.expires_in_hours is None else input.expires_in_hours,
        )
        return NewReviewLink(link=ReviewLink.of(made.link, access), token=made.token, url=made.url)

    @mutation(Permission.DIRECT, "Revokes a link at once; says whether it was still in force.")
    async def revoke_review_link(self, info: Info, client_id: strawberry.ID, id: strawberry.ID) -> bool:
        return await links.revoke_link(await info.context.access(client_id), str(id))

    @mutation(Permission.READ, "Says something of a piece. Outside reviewers who see the piece read it too.")
    async def add_comment(self, info: Info, input: AddCommentInput) -> Comment:
        access = await info.context.access(input.client_id)
        return Comment.of(await add_comment(access, str(input.spoke_id), input.body), access)

    @mutation(
        Open.ANYONE,
        "Sends a code of six digits to the link's address, if this is it. Always true: it is not told whether.",
    )
    async def send_review_code(self, info: Info, token: str, email: str) -> bool:
        await visiting.send_code(token, email)
        return True

    @mutation(
        Open.ANYONE, "Exchanges the code for a pass, which is good for a day. A code is good once, for 10 minutes."
    )
    async def confirm_review_code(self, info: Info, token: str, email: str, code: str) -> ReviewPass:
        given = await visiting.confirm_code(token, email, code)
        return ReviewPass(pass_=given.value, expires_at=given.expires_at)

    @mutation(Open.ANYONE, "What an outside reviewer says of a piece, as far as the link allows it.")
    async def decide_shared(self, info: Info, input: DecideSharedInput) -> SharedItem:
        visitor = await sharing.visit(input.token, input.email, input.pass_)
        item = await sharing.decide_shared(
            visitor, str(input.spoke_id), input.decision, input.comment, input.expected_revision
        )
        return SharedItem.of(item)


def _comments(found: Sequence[Any]) -> list[Comment]:
    return [Comment.of(each) for each in found]
