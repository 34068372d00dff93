"""What the audit report is told of a piece: everything that was said and done about it, in order."""

from datetime import UTC, datetime

import pytest_asyncio

import tenancy
from app.exports.auditing import NOBODY, report_of
from app.exports.bridge import in_thread
from app.exports.reading import Reading
from app.exports.report import (
    AuditedPiece,
    AuditReport,
    Decision,
    Edit,
    Fault,
    GateResult,
    Override,
    Rejection,
)
from app.exports.selection import Selection
from app.resources import Resources
from app.spokes.models import Feedback, MutationRecord, QualityScore
from app.trail.service import Deed, noted
from app.vocabulary import ComplianceStatus, Gate, Severity, SpokeStatus
from tests.api import Api
from tests.app.exports.scene import Scene, scene_in

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Ada:
    user_id, account_id, label = "ada", "account", "ada@example.com"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def scene(api: Api) -> Scene:
    return await scene_in(api, await api.sign_up())


async def reported(scene: Scene, selection: Selection) -> tuple[AuditReport, list[AuditedPiece]]:
    def read(reading: Reading) -> tuple[AuditReport, list[AuditedPiece]]:
        report = report_of(reading, "Acme", AT, "Ada", {"ada": "Ada"})
        return report, list(report.pieces)

    return await in_thread(lambda bridge: read(Reading(bridge, scene.client_id, selection)))


async def test_a_piece_is_told_with_its_verdicts_rejections_overrides_edits_and_decisions(
    scene: Scene, resources: Resources
) -> None:
    piece = scene.manual
    violation = {"gate": "g2", "start": 3, "end": 11, "severity": "hard", "reason": "It says nothing."}
    note = {"gate": "g2", "criterion": "hook", "points": 3.0, "max_points": 30.0, "note": "No figure."}
    async with tenancy.bind(scene.client_id), tenancy.transaction():
        await QualityScore.filter(spoke_id=piece).update(
            g2_hook_strength=40.0,
            g_compliance_status=ComplianceStatus.FLAGGED,
            violations=[violation],
            rubric=[note],
            overrides=[{"gate": "g2", "reason": "It is a quotation.", "user_id": "ada", "at": AT.isoformat()}],
        )
        await Feedback.create(
            spoke_id=piece, gate=Gate.G2, score=40.0, reason="Dull.", suggestion="A figure.", attempt_number=0,
            resolved=True, created_at=AT,
        )  # fmt: skip
        await MutationRecord.create(
            spoke_id=piece, original_content="Before", edited_content="After", edit_distance=0.5, editor_user_id="gone",
            created_at=AT,
        )  # fmt: skip
        await noted(Ada(), [Deed("spoke.rejected", piece, "Not yet."), Deed("spoke.approved", piece)])

    report, pieces = await reported(scene, Selection())

    assert (report.total, report.counts) == (9, {SpokeStatus.APPROVED: 9})
    assert [found.id for found in pieces] == scene.pieces
    found = pieces[-1]
    assert (found.hub_title, found.content, found.is_mutated) == (None, "It outlived its hub.", True)
    assert found.gates == [
        GateResult(Gate.G2, False, 40.0, "failed", ["hook (3 of 30): No figure."]),
        GateResult(Gate.G4, True, None, "passed", []),
        GateResult(Gate.G5, True, None, "passed", []),
        GateResult(Gate.G6, None, None, "not evaluated", []),
        GateResult(Gate.G7, True, 60.0, "passed", []),
        GateResult(Gate.G_COMPLIANCE, False, None, "flagged", []),
    ]
    assert found.faults == [Fault(Gate.G2, Severity.HARD, "It says nothing.", "outlived")]
    assert found.rejections == [Rejection(AT, Gate.G2, 0, 40.0, "Dull.", "A figure.", True)]
    assert found.overrides == [Override(AT, "Ada", Gate.G2, "It is a quotation.")]
    assert found.edits == [Edit(AT, NOBODY, 0.5, "Before", "After")]
    assert [(each.who, each.action, each.reason) for each in found.decisions] == [
        ("ada@example.com", "spoke.rejected", "Not yet."),
        ("ada@example.com", "spoke.approved", None),
    ]
    assert all(isinstance(each, Decision) for each in found.decisions)


async def test_a_piece_that_nobody_judged_is_told_without_verdicts(scene: Scene, resources: Resources) -> None:
    async with tenancy.bind(scene.client_id):
        await QualityScore.filter(spoke_id=scene.pieces[0]).delete()

    _, pieces = await reported(scene, Selection())

    assert (pieces[0].gates, pieces[0].faults, pieces[0].overall_pass) == ([], [], None)
