"""Reading what the audit report tells: of each piece its verdicts, rejections, overrides, edits and decisions."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson

from app.exports.pieces import Piece, Score
from app.exports.reading import Reading
from app.exports.report import AuditedPiece, AuditReport, Decision, Edit, Fault, GateResult, Override, Rejection
from app.kit.clock import from_millis
from app.vocabulary import ComplianceStatus, Gate, Severity
from tenancy import Snapshot

AT_ONCE = 50
NOBODY = "somebody who has left"
Rows = dict[str, list[tuple[Any, ...]]]
_BESIDE = {
    "score": "SELECT spoke_id, rubric, violations, overrides FROM quality_scores WHERE spoke_id IN ({})",
    "feedback": """
        SELECT spoke_id, created_at, gate, attempt_number, score, reason, suggestion, resolved FROM feedback_log
        WHERE spoke_id IN ({}) ORDER BY attempt_number, created_at, id""",
    "edits": """
        SELECT spoke_id, created_at, editor_user_id, edit_distance, original_content, edited_content
        FROM mutation_registry WHERE spoke_id IN ({}) ORDER BY created_at, id""",
    "trail": """
        SELECT subject_id, at, actor_label, action, reason FROM audit_trail
        WHERE subject_id IN ({}) ORDER BY number""",
}
_COMPLIANCE = {
    ComplianceStatus.PASS: True,
    ComplianceStatus.FAIL: False,
    ComplianceStatus.FLAGGED: False,
    ComplianceStatus.NOT_APPLICABLE: None,
}


def report_of(
    reading: Reading, client_name: str, made_at: datetime, made_by: str, people: Mapping[str, str]
) -> AuditReport:
    """`people` are the account's, by id."""
    selection, extent = reading.selection, reading.extent()
    return AuditReport(
        client_name=client_name,
        made_at=made_at,
        made_by=made_by,
        status=selection.status,
        platforms=selection.platforms,
        since=selection.since,
        until=selection.until,
        total=extent.total,
        counts=extent.counts,
        pieces=_pieces(reading, people),
    )


def _pieces(reading: Reading, people: Mapping[str, str]) -> Iterator[AuditedPiece]:
    for page in reading.pages(AT_ONCE):
        beside = _beside(reading, [piece.id for piece in page])
        for piece in page:
            yield _audited(piece, {name: rows[piece.id] for name, rows in beside.items()}, people)


def _beside(reading: Reading, spoke_ids: Sequence[str]) -> Mapping[str, Mapping[str, list[tuple[Any, ...]]]]:
    """The rows beside the pieces, by statement and piece, all of one state of the database."""
    marks = ", ".join("?" * len(spoke_ids))

    def read(state: Snapshot) -> dict[str, list[tuple[Any, ...]]]:
        return {name: state.fetch(sql.format(marks), spoke_ids) for name, sql in _BESIDE.items()}

    found: dict[str, defaultdict[str, list[tuple[Any, ...]]]] = {}
    for name, rows in reading.snapshot(read).items():
        found[name] = defaultdict(list)
        for row in rows:
            found[name][row[0]].append(row[1:])
    return found


def _audited(piece: Piece, beside: Rows, people: Mapping[str, str]) -> AuditedPiece:
    rubric, violations, overrides = (
        [orjson.loads(column) if column else [] for column in beside["score"][0]] if beside["score"] else ([], [], [])
    )
    return AuditedPiece(
        id=piece.id,
        hub_id=piece.hub_id,
        hub_title=piece.hub_title,
        pillar_title=piece.pillar_title,
        platform=piece.platform,
        content_type=piece.content_type,
        content=piece.content,
        content_json=piece.content_json,
        status=piece.status,
        is_mutated=piece.is_mutated,
        is_creative_conflict=piece.is_creative_conflict,
        language=piece.language or "en",
        created_at=piece.created_at,
        approved_at=piece.approved_at,
        overall_pass=piece.score.overall_pass,
        gates=_gates(piece.score, rubric, violations),
        faults=[_fault(violation, piece.content) for violation in violations],
        rejections=[_rejection(row) for row in beside["feedback"]],
        overrides=[_override(entry, people) for entry in overrides],
        edits=[_edit(row, people) for row in beside["edits"]],
        decisions=[Decision(from_millis(at), who, action, reason) for at, who, action, reason in beside["trail"]],
    )


def _gates(
    score: Score, rubric: Sequence[Mapping[str, Any]], violations: Sequence[Mapping[str, Any]]
) -> list[GateResult]:
    """In the order in which the Critic runs them. A scored gate has failed where it found something hard."""
    if score.compliance is None:
        return []
    hard = {entry["gate"] for entry in violations if entry["severity"] == Severity.HARD}
    scores = {Gate.G2: score.g2, Gate.G6: score.g6, Gate.G7: score.g7}
    passed: dict[Gate, bool | None] = {
        gate: None if value is None else gate not in hard for gate, value in scores.items()
    }
    status = ComplianceStatus(score.compliance)
    passed |= {Gate.G4: score.g4, Gate.G5: score.g5, Gate.G_COMPLIANCE: _COMPLIANCE[status]}
    notes: defaultdict[str, list[str]] = defaultdict(list)
    for note in rubric:
        notes[note["gate"]].append(_noted(note))
    return [
        GateResult(
            gate,
            passed[gate],
            scores.get(gate),
            "flagged" if gate is Gate.G_COMPLIANCE and status is ComplianceStatus.FLAGGED else _said(passed[gate]),
            notes[gate],
        )
        for gate in Gate
    ]


def _said(passed: bool | None) -> str:
    return "not evaluated" if passed is None else "passed" if passed else "failed"


def _noted(note: Mapping[str, Any]) -> str:
    points, most = note["points"], note["max_points"]
    counted = f" ({points:g} of {most:g})" if points is not None and most is not None else ""
    return f"{note['criterion']}{counted}: {note['note']}"


def _fault(violation: Mapping[str, Any], content: str) -> Fault:
    words = content[violation["start"] : violation["end"]]
    is_all = not words or words == content
    return Fault(Gate(violation["gate"]), Severity(violation["severity"]), violation["reason"], "" if is_all else words)


def _rejection(row: tuple[Any, ...]) -> Rejection:
    at, gate, attempt, score, reason, suggestion, resolved = row
    return Rejection(from_millis(at), Gate(gate), attempt, score, reason, suggestion, bool(resolved))


def _override(entry: Mapping[str, Any], people: Mapping[str, str]) -> Override:
    who = people.get(entry["user_id"], NOBODY)
    return Override(datetime.fromisoformat(entry["at"]), who, Gate(entry["gate"]), entry["reason"])


def _edit(row: tuple[Any, ...], people: Mapping[str, str]) -> Edit:
    at, editor, distance, before, after = row
    return Edit(from_millis(at), people.get(editor, NOBODY), distance, before, after)
