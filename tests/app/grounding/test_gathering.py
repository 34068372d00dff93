"""What an audit reads: of each piece what people made of it in the end, and each remark once."""

import tenancy
from app.grounding.edits import Edit
from app.grounding.gathering import gathered, with_languages
from app.grounding.proposing import Remark
from app.kit import clock
from app.review.models import Comment
from app.spokes.models import MutationRecord
from app.vocabulary import CommentKind
from tests.api import Api
from tests.app.grounding.scene import DAY, days_ago
from tests.graphql_schema.content import rows_in, spoke_in

REJECT = "mutation($input: RejectSpokeInput!) { rejectSpoke(input: $input) { id } }"
EDITS = (  # of three pieces, by days ago
    (0, "We leverage bread.", "We use bread.", "anna", 5),
    (1, "Nobody knows.", "Nobody knew.", "anna", 5),
    (0, "We use bread.", "We use our bread.", "ben", 4),
    (1, "Nobody knew.", "Nobody knows.", "anna", 4),
    (2, "First words.", "Second words.", "anna", 3),
    (2, "Written anew.", "Written again.", None, 2),
    (2, "Too late.", "Much too late.", "anna", -1),
    (2, "Too early.", "Much too early.", "anna", 9),
)
REMARKS = (
    ("never say  SYNERGY", CommentKind.CHANGE_REQUEST, -0.5),
    ("Never say oven.", CommentKind.CHANGE_REQUEST, 8),
    ("Never say loaf.", CommentKind.COMMENT, 1),
)


async def test_edits_that_follow_one_another_are_one_and_a_remark_counts_once(owner: Api, client_id: str) -> None:
    rows = await rows_in(client_id)
    async with tenancy.bind(client_id), tenancy.transaction():
        pieces = [(await spoke_in(None, None)).id for _ in range(3)]
        for number, before, after, editor, days in EDITS:
            await MutationRecord.create(
                spoke_id=pieces[number],
                original_content=before,
                edited_content=after,
                edit_distance=0.1,
                editor_user_id=editor,
                created_at=days_ago(days),
            )
        for body, kind, ago in REMARKS:
            await Comment.create(spoke_id=rows.spoke, author="Anna", body=body, kind=kind, created_at=days_ago(ago))
    await owner.run(REJECT, input={"clientId": client_id, "spokeId": rows.spoke, "reason": "Never say synergy"})

    now = clock.now_millis()
    found = with_languages(await gathered(client_id, now - 7 * DAY, now + DAY // 2 + 60_000))

    both = frozenset({"anna", "ben"})
    assert list(found.edits) == [
        Edit(pieces[0], "We leverage bread.", "We use our bread.", both, "en"),
        Edit(pieces[2], "First words.", "Second words.", frozenset({"anna"}), "en"),
        Edit(pieces[2], "Written anew.", "Written again.", frozenset(), "en"),
    ]
    assert list(found.remarks) == [Remark(rows.spoke, "Never say synergy", owner.user_id, "en")]
    assert found.edits_read == 6
