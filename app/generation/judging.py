"""Between the Critic, which is pure, and the client's database: what it reads there and what is kept of its verdict."""

from dataclasses import asdict
from typing import Any

from app.brand import service as brand
from app.generation.critic import Report
from app.generation.gates.base import BannedWord, Compliance, Rubric, Violation, Voice, VoiceMarker
from app.spokes import service as spokes


async def voice() -> Voice:
    """The bound client's voice."""
    banned, markers = await brand.voice_rows()
    rules = await brand.compliance()
    return Voice(
        banned_words=[BannedWord(row.word, row.severity, row.reason) for row in banned],
        voice_markers=[VoiceMarker(row.phrase, row.category, row.weight) for row in markers],
        compliance=Compliance(rules.industry, tuple(rules.required_disclosures or ())) if rules else None,
    )


async def rubric() -> Rubric:
    """The bound client's thresholds."""
    return Rubric(await brand.thresholds())


async def write_report(spoke_id: str, report: Report) -> None:
    """Call it inside a tenant transaction."""
    notes = [asdict(note) for verdict in report.verdicts for note in verdict.rubric]
    await spokes.write_score(spoke_id, report.scores(), notes, plain_violations(report))


def plain_violations(report: Report) -> list[dict[str, Any]]:
    return [plain_violation(violation) for violation in report.violations]


def plain_violation(violation: Violation) -> dict[str, Any]:
    return asdict(violation)
