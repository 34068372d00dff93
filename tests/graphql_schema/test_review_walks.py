"""Several people at one queue, at random: what holds whatever they do, and whatever happens to the pieces meanwhile.

`FOUNDRY_WALKS` walks of 120 steps are taken, from `FOUNDRY_SEED` on.
"""

import os
import random
from datetime import timedelta
from typing import Any

import pytest

import tenancy
from app.kit import clock
from app.kit.ids import new_id
from app.review.buckets import BUCKET, FLAG_REASON
from app.review.models import QueueItem, ReviewClaim, ReviewDecision, ReviewSession
from app.spokes.models import QualityScore, Spoke
from app.trail.models import TrailEntry
from app.vocabulary import Platform, Role, SpokeStatus
from tests.api import Api
from tests.graphql_schema.test_review_sessions import Reviewer, everything, queue_in, reviewer

WALKS = int(os.environ.get("FOUNDRY_WALKS", "1"))
SEED = int(os.environ.get("FOUNDRY_SEED", "11"))
STEPS = 120
PARTS: list[dict[str, Any]] = [{}, {"bucket": "HIGH_CONFIDENCE"}, {"bucket": "TOP10"}, {"platform": "THREAD"}]


class Walk:
    """`shown` is the revision in which each session was last shown a piece, `last` what each has decided last."""

    def __init__(self, chance: random.Random, client_id: str, people: list[Reviewer], pieces: list[str]) -> None:
        self.chance, self.client_id, self.people, self.pieces = chance, client_id, people, pieces
        self.shown: dict[tuple[str, str], int] = {}
        self.desks: dict[str, list[str]] = {}
        self.last: dict[str, tuple[str, str]] = {}
        self.taken_down = 0

    async def step(self) -> None:
        who = self.chance.choice(self.people)
        if not who.session or self.chance.random() < 0.06:
            started = await who.start(**self.chance.choice(PARTS))
            await self.see(who, started["first"], started["upcoming"], started["totalCount"])
        elif self.chance.random() < 0.3:
            await self.happen()
        else:
            await self.decide(who)

    async def decide(self, who: Reviewer) -> None:
        desk = self.desks.get(who.session) or self.pieces
        piece = self.chance.choice([desk[0], desk[0], desk[0], *desk, self.chance.choice(self.pieces)])
        decision = self.chance.choice(["APPROVE", "APPROVE", "REJECT", "SKIP"])
        if who.session in self.last and self.chance.random() < 0.1:
            piece, decision = self.last[who.session]
        before, noted = await everything(self.client_id), await self.noted()
        answer = await who.answer(piece, decision)
        if "errors" in answer.body:
            assert answer.code == "CONFLICT"
            assert await everything(self.client_id) == before
            return
        decided = answer.data["decide"]
        self.last[who.session] = (piece, decision)
        if await self.noted() > noted and decision != "SKIP":
            async with tenancy.bind(self.client_id):
                revision = (await Spoke.get(id=piece)).revision
            assert self.shown.get((who.session, piece), revision) == revision
        await self.see(who, decided["next"], decided["upcoming"], decided["remaining"])

    async def see(self, who: Reviewer, next: Any, upcoming: list[Any], remaining: int) -> None:
        """What is handed over waits, is nobody else's and new to the session, and as much is left as is told."""
        items = [next, *upcoming] if next else []
        desk = [item["spoke"]["id"] for item in items]
        self.shown |= {(who.session, item["spoke"]["id"]): item["spoke"]["revision"] for item in items}
        self.desks[who.session] = desk
        async with tenancy.bind(self.client_id):
            live = [
                (claim.spoke_id, claim.session_id) for claim in await ReviewClaim.filter(expires_at__gt=clock.now())
            ]
            had = {row.spoke_id for row in await ReviewDecision.filter(session_id=who.session)}
            session = await ReviewSession.get(id=who.session)
            queue = await QueueItem.all().order_by("place")
        assert len({piece for piece, _ in live}) == len(live)
        others = {piece for piece, holder in live if holder != who.session}
        left = [item.id for item in queue if item.id not in others | had and _is_in(item, session)]
        assert len(left) == remaining
        assert (next is None) == (remaining == 0)
        assert set(desk) <= {item.id for item in queue} - others - had
        assert set(desk) <= {piece for piece, holder in live if holder == who.session}

    async def happen(self) -> None:
        """Something that no reviewer does through the desk."""
        desks = [piece for who in self.people for piece in self.desks.get(who.session, [])]
        piece = self.chance.choice([*self.pieces, *desks * 4])
        async with tenancy.bind(self.client_id), tenancy.transaction():
            match self.chance.randrange(5):
                case 0:
                    words = {"content": f"Bake less. {new_id()}", "status": SpokeStatus.PENDING, "approved_at": None}
                    await Spoke.filter(id=piece).update(**words)
                case 1:
                    score = self.chance.choice([None, 40.0, 60.0, 95.0])
                    await QualityScore.filter(spoke_id=piece).update(g7_engagement_prediction=score)
                case 2:
                    await Spoke.filter(id=piece).update(status=SpokeStatus.KILLED)
                case 3:
                    await Spoke.filter(id=piece).update(status=SpokeStatus.PENDING, approved_at=None)
                case 4:
                    session = self.chance.choice([who.session for who in self.people])
                    past = clock.now() - timedelta(seconds=1)
                    await ReviewClaim.filter(session_id=session, expires_at__gt=past).update(expires_at=past)

    async def noted(self) -> int:
        async with tenancy.bind(self.client_id):
            return await TrailEntry.filter(action__in=["spoke.approved", "spoke.rejected", "spoke.skipped"]).count()


def _is_in(item: QueueItem, session: ReviewSession) -> bool:
    """Whether the piece is of the session's part of the queue."""
    return (
        session.bucket in ("all", "top10", item.bucket)
        and session.platform in (None, item.platform)
        and (session.last_place is None or item.place <= session.last_place)
    )


@pytest.mark.parametrize("seed", range(SEED, SEED + WALKS))
async def test_whatever_reviewers_do_no_piece_lies_before_two_and_none_is_lost(
    owner: Api, client_id: str, seed: int
) -> None:
    chance = random.Random(seed)
    rows, pieces = await queue_in(client_id, [float(chance.randrange(30, 100)) for _ in range(20)])
    _, threads = await queue_in(client_id, [None, 70.0, 92.0], platform=Platform.THREAD)
    people = [await reviewer(owner, client_id, role) for role in (Role.MANAGER, Role.VIEWER, Role.MANAGER)]
    walk = Walk(chance, client_id, people, [*pieces, *threads])

    for _ in range(STEPS):
        await walk.step()

    joined = "FROM spokes s LEFT JOIN quality_scores q ON q.spoke_id = s.id"
    said = f"SELECT s.id, {BUCKET}, {FLAG_REASON} {joined} WHERE s.status = 'pending' AND s.is_settled = 1"
    async with tenancy.look(rows.client) as reads:
        kept, found = await reads.snapshot(
            lambda snapshot: (snapshot.fetch("SELECT id, bucket, flag_reason FROM review_queue"), snapshot.fetch(said))
        )
    assert sorted(kept) == sorted(found)
    assert len(walk.last) >= 3
