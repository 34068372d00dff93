"""Writing a piece anew under its own id: how it was is set aside, and comes back where nothing comes of it.

Call the changing functions inside a tenant transaction.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

import orjson

import tenancy
from app.generation import judging
from app.generation.critic import Report
from app.kit import clock
from app.spokes.models import Rewrite, Spoke
from app.vocabulary import ContentType, SpokeStatus

_SPOKE = (
    *("content_type", "content", "content_json", "character_count", "sources", "written_by"),
    *("visual_archetype", "visual_concept", "image_prompt"),
    *("job_id", "slot", "is_mutated", "is_creative_conflict", "status", "approved_at", "approved_by", "updated_at"),
)
_SCORE = (
    *("g2_hook_strength", "g4_voice_alignment", "g5_platform_compliance", "g6_visual_metaphor"),
    *("g7_engagement_prediction", "g_compliance_status", "overall_pass"),
    *("rubric", "violations", "overrides", "evaluated_at"),
)
_SET_ASIDE = """
INSERT INTO rewrites (id, job_id, drafts, attempt, spoke, score, created_at)
VALUES (?, ?, (SELECT count(*) FROM drafts WHERE spoke_id = ?), ?, ?, ?, ?)
"""
_OPEN = """
UPDATE spokes SET is_settled = 0, status = 'pending', is_mutated = 0, is_creative_conflict = 0, approved_at = NULL,
approved_by = NULL, job_id = ?, slot = ? WHERE id = ?
"""
_SCORE_BACK = f"UPDATE quality_scores SET {', '.join(f'{name} = ?' for name in _SCORE)} WHERE spoke_id = ?"
# Whoever killed the piece meanwhile meant it.
_PUT_BACK = f"""
UPDATE spokes SET is_settled = 1, {", ".join(f"{name} = ?" for name in _SPOKE if name != "status")},
status = CASE status WHEN 'killed' THEN 'killed' ELSE ? END WHERE id = ?
"""


async def begin(spoke_id: str, job_id: str, slot: int, attempt: int) -> None:
    """Hands a settled piece over to the job: it is pending and unedited, and its words stay until there are others."""

    def hand_over(tx: tenancy.Writing) -> None:
        spoke = _row(tx, f"SELECT {', '.join(_SPOKE)} FROM spokes WHERE id = ?", spoke_id, _SPOKE)
        score = _row(tx, f"SELECT {', '.join(_SCORE)} FROM quality_scores WHERE spoke_id = ?", spoke_id, _SCORE)
        tx.run(_SET_ASIDE, (spoke_id, job_id, spoke_id, attempt, spoke, score, clock.now_millis()))
        tx.run(_OPEN, (job_id, slot, spoke_id))

    await tenancy.write(hand_over)


async def finish(spoke_id: str) -> None:
    """The piece is settled with its new words, and its first job's again. Others are left alone."""
    rewrite = await Rewrite.get_or_none(id=spoke_id)
    if rewrite is not None:
        await Spoke.filter(id=spoke_id).update(job_id=rewrite.spoke["job_id"], slot=rewrite.spoke["slot"])
        await rewrite.delete()


async def set_aside(but_for: str, after: str) -> list[Spoke]:
    """Pieces that jobs other than `but_for` write anew, as they were before; those after the id `after`."""
    rewrites = {row.id: row for row in await Rewrite.filter(id__gt=after).exclude(job_id=but_for)}
    spokes = await Spoke.filter(id__in=list(rewrites))
    for spoke in spokes:
        was = rewrites[spoke.id].spoke
        spoke.update_from_dict({name: was[name] for name in ("content", "visual_archetype", "visual_concept")})
        spoke.content_json = orjson.loads(was["content_json"]) if was["content_json"] else None
        spoke.content_type, spoke.status = ContentType(was["content_type"]), SpokeStatus(was["status"])
        spoke.image_prompt = was["image_prompt"]
    return spokes


async def keep_verdict(judged: Spoke, but_for: str, report: Report, at: datetime) -> None:
    """Puts a verdict with what another job than `but_for` has set aside, if it is what was judged."""
    rewrite = await Rewrite.filter(id=judged.id).exclude(job_id=but_for).first()
    if rewrite is None or (rewrite.spoke["content"], rewrite.spoke["status"]) != (judged.content, str(judged.status)):
        return
    before = rewrite.score or {}
    overrides = orjson.loads(before.get("overrides") or "[]")
    columns = {**judging.columns_of(report, overrides), "evaluated_at": clock.to_millis(at)}
    rewrite.score = {**before, **{name: _stored(value) for name, value in columns.items()}}
    await rewrite.save(update_fields=["score"])


def _stored(value: Any) -> Any:
    """As the database holds it."""
    if isinstance(value, list | dict):
        return orjson.dumps(value).decode()
    return str(value) if isinstance(value, StrEnum) else int(value) if isinstance(value, bool) else value


async def with_words_that_pass(spoke_id: str) -> Rewrite | None:
    """What the piece was when somebody asked for other words, if those that it had pass the gates."""
    rewrite = await Rewrite.get_or_none(id=spoke_id)
    passed = rewrite is not None and not rewrite.attempt and bool((rewrite.score or {}).get("overall_pass"))
    return rewrite if passed else None


async def put_back(rewrite: Rewrite, keep_drafts: bool = False) -> None:
    """As if nobody had asked: words, score, approval and drafts are those that there were; where `keep_drafts`, those
    that came to nothing stay, and what was said of them."""
    was, score = rewrite.spoke, rewrite.score or {}
    spoke = [*(was[name] for name in _SPOKE if name != "status"), was["status"], rewrite.id]

    def restore(tx: tenancy.Writing) -> None:
        tx.run(_PUT_BACK, spoke)
        if score:
            tx.run(_SCORE_BACK, [*(score[name] for name in _SCORE), rewrite.id])
        else:
            tx.run("DELETE FROM quality_scores WHERE spoke_id = ?", (rewrite.id,))
        for table in () if keep_drafts else ("drafts", "feedback_log"):
            tx.run(f"DELETE FROM {table} WHERE spoke_id = ? AND attempt_number >= ?", (rewrite.id, rewrite.drafts))

    await tenancy.write(restore)
    await rewrite.delete()


async def put_all_back(job_id: str) -> None:
    """Whatever the job has not brought to its end."""
    for rewrite in await Rewrite.filter(job_id=job_id):
        await put_back(rewrite)


def _row(tx: tenancy.Writing, sql: str, id: str, names: Sequence[str]) -> str | None:
    """The row as the database holds it, in JSON."""
    rows = tx.fetch(sql, (id,))
    return orjson.dumps(dict(zip(names, rows[0], strict=True))).decode() if rows else None
