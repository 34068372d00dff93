"""The statements that figures are made of; docs/analytics.md says what each counts.

Parameters 1 to 5 are those of `Period.bounds`. The first column is the step that a row belongs to, `BEFORE` for all of
the period before.
"""

from collections.abc import Mapping

from app.analytics.figures import TARGET
from app.generation.gates.hook_cues import Part
from app.generation.healing import MAX_ATTEMPTS
from app.generation.rulebook import DEFAULTS
from app.vocabulary import Gate

BEFORE = -1
TOP = 5
EVERY, KILLS = "every", "kills"
"""What reasons are counted of, beside the gates: failures at any gate, and kills."""


def _step(time: str) -> str:
    return f"CASE WHEN {time} < ?2 THEN {BEFORE} ELSE ({time} - ?4) / ?5 END"


def _both(time: str) -> str:
    """Within the period or the one before."""
    return f"{time} >= ?1 AND {time} < ?3"


def _now(time: str) -> str:
    return f"{time} >= ?2 AND {time} < ?3"


APPROVALS = f"""
SELECT {_step("approved_at")}, COUNT(*), SUM(is_mutated = 0) FROM spokes INDEXED BY idx_spokes_approved_edits
WHERE status = 'approved' AND {_both("approved_at")} GROUP BY 1"""


def _threshold(gate: Gate) -> str:
    return f"COALESCE((SELECT threshold FROM rubric_overrides WHERE gate = '{gate}'), {DEFAULTS[gate]})"


# By gate: whether a row of quality_scores has a verdict of it, and whether that is a pass.
_VERDICTS: Mapping[Gate, tuple[str, str]] = {
    Gate.G2: ("g2_hook_strength IS NOT NULL", f"g2_hook_strength >= {_threshold(Gate.G2)}"),
    Gate.G4: ("g4_voice_alignment IS NOT NULL", "g4_voice_alignment = 1"),
    Gate.G5: ("g5_platform_compliance IS NOT NULL", "g5_platform_compliance = 1"),
    Gate.G6: ("g6_visual_metaphor IS NOT NULL", f"g6_visual_metaphor >= {_threshold(Gate.G6)}"),
    Gate.G7: ("g7_engagement_prediction IS NOT NULL", f"g7_engagement_prediction >= {_threshold(Gate.G7)}"),
    Gate.G_COMPLIANCE: ("g_compliance_status <> 'n/a'", "g_compliance_status = 'pass'"),
}
SCORED_GATES = tuple(_VERDICTS)

# Of each gate two columns: evaluated, passed.
_SUMS = ", ".join(f"SUM({is_there}), COALESCE(SUM({passes}), 0)" for is_there, passes in _VERDICTS.values())
VERDICTS = f"""
SELECT {_step("evaluated_at")}, {_SUMS}
FROM quality_scores INDEXED BY idx_quality_scores_evaluated WHERE {_both("evaluated_at")} GROUP BY 1"""

_EVALUATED = " ".join(f"WHEN '{gate}' THEN {is_there}" for gate, (is_there, _) in _VERDICTS.items())
# By gate, of what VERDICTS counts: pieces whose first draft failed there.
FIRST_FAILURES = f"""
SELECT f.gate, COUNT(DISTINCT f.spoke_id) FROM quality_scores q INDEXED BY idx_quality_scores_evaluated
CROSS JOIN feedback_log f INDEXED BY idx_feedback_log_attempts ON f.spoke_id = q.spoke_id AND f.attempt_number = 0
WHERE q.evaluated_at >= ?1 AND q.evaluated_at < ?2 AND CASE f.gate {_EVALUATED} END
GROUP BY f.gate"""

# Two reasons of the gates carry scores, which would tell each from each: of these what is the same counts.
_WEAK = " || ".join(f"iif(instr(reason, '{part.capitalize()}, '), ' {part},', '')" for part in Part)
_REASON = f"""CASE
WHEN gate = 'g2' AND reason GLOB 'The hook scores [0-9]*' THEN 'The hook is weak in:' || rtrim({_WEAK}, ',')
WHEN gate = 'g6' AND reason GLOB 'The picture scores [0-9]*. *' THEN substr(reason, instr(reason, '. ') + 2)
WHEN gate = 'g7' AND reason GLOB 'The predicted engagement is [0-9]*' THEN 'The predicted engagement is too low.'
ELSE reason END"""
REASONS = f"""
WITH failures AS (
    SELECT gate, {_REASON} AS reason, COUNT(*) AS times FROM feedback_log INDEXED BY idx_feedback_log_created
    WHERE created_at >= ?1 AND created_at < ?2 GROUP BY 1, 2
), counted AS (
    SELECT gate AS of_what, reason, times FROM failures
    UNION ALL SELECT '{EVERY}', reason, SUM(times) FROM failures GROUP BY reason
    UNION ALL SELECT '{KILLS}', reason, COUNT(*) FROM kill_log
    WHERE created_at >= ?1 AND created_at < ?2 AND reason IS NOT NULL GROUP BY reason
)
SELECT of_what, reason, times FROM (
    SELECT *, ROW_NUMBER() OVER (PARTITION BY of_what ORDER BY times DESC, reason) AS place FROM counted
) WHERE place <= {TOP} ORDER BY of_what, place"""

PASSES, OPEN, CONFLICT = "passes", "open", "conflict"
# In how many attempts each piece failed, and what became of it.
WRITTEN = f"""
SELECT step, failures, outcome, COUNT(*) FROM (
    SELECT {_step("s.created_at")} AS step, COUNT(DISTINCT f.attempt_number) AS failures, CASE
        WHEN s.is_creative_conflict = 1 OR COUNT(DISTINCT f.attempt_number) > {MAX_ATTEMPTS} THEN '{CONFLICT}'
        WHEN MIN(f.resolved) = 0 THEN '{OPEN}' ELSE '{PASSES}' END AS outcome
    FROM spokes s INDEXED BY idx_spokes_created
    LEFT JOIN feedback_log f INDEXED BY idx_feedback_log_attempts ON f.spoke_id = s.id
    WHERE {_both("s.created_at")} AND s.is_settled = 1 GROUP BY s.created_at, s.id
) GROUP BY 1, 2, 3"""

VELOCITY = f"""
SELECT {_step("created_at")}, COUNT(*), SUM(decisions_count), SUM(total_time_ms), SUM(bulk_approve_count > 0),
    SUM(kill_chain_count > 0)
FROM review_velocity WHERE {_both("created_at")} GROUP BY 1"""

HUB, PENDING, PLATFORM, SURVIVED, RESTORED, KILLED = "hub", "pending", "platform ", "survived", "restored", "killed "
_IS_LEFT = "SELECT COUNT(*) FROM json_each(k.changed, '$.spokes') e WHERE e.value ->> 'status' IS NULL"
EVENTS = f"""
SELECT {_step("created_at")}, '{HUB}', COUNT(*) FROM hubs INDEXED BY idx_hubs_created
WHERE {_both("created_at")} GROUP BY 1
UNION ALL SELECT {_step("updated_at")}, status, COUNT(*) FROM spokes INDEXED BY idx_spokes_closed
WHERE status IN ('rejected', 'killed') AND {_both("updated_at")} GROUP BY 1, 2
UNION ALL SELECT {_step("created_at")}, '{PENDING}', COUNT(*) FROM spokes INDEXED BY idx_spokes_pending
WHERE status = 'pending' AND is_settled = 1 AND {_both("created_at")} GROUP BY 1
UNION ALL SELECT 0, '{PLATFORM}' || platform, COUNT(*) FROM spokes INDEXED BY idx_spokes_created
WHERE is_settled = 1 AND {_now("created_at")} GROUP BY 2
UNION ALL SELECT {_step("created_at")}, '{KILLED}' || subject_kind, COUNT(*) FROM kill_log
WHERE {_both("created_at")} GROUP BY 1, 2
UNION ALL SELECT {_step("created_at")}, '{RESTORED}', COUNT(restored_at) FROM kill_log
WHERE {_both("created_at")} GROUP BY 1
UNION ALL SELECT {_step("created_at")}, '{SURVIVED}', SUM(({_IS_LEFT})) FROM kill_log k
WHERE subject_kind <> 'spoke' AND {_both("created_at")} GROUP BY 1"""

FIRST, LAST = "first", "last"
# After which hub the rate of all hubs so far stood where: when it reached the target, now, before, and step by step.
HUBS = f"""
WITH approved AS (
    SELECT hub_id, COUNT(*) AS approved, SUM(is_mutated = 0) AS unedited
    FROM spokes INDEXED BY idx_spokes_approved_edits WHERE status = 'approved' GROUP BY hub_id
), so_far AS MATERIALIZED (
    SELECT created_at, ROW_NUMBER() OVER this AS number, COALESCE(SUM(approved) OVER this, 0) AS approved,
        COALESCE(SUM(unedited) OVER this, 0) AS unedited
    FROM hubs h INDEXED BY idx_hubs_created LEFT JOIN approved a ON a.hub_id = h.id
    WINDOW this AS (ORDER BY created_at, id ROWS UNBOUNDED PRECEDING)
)
SELECT '{FIRST}', MIN(number), approved, unedited FROM so_far
WHERE approved > 0 AND unedited * 1.0 / approved >= {TARGET}
UNION ALL SELECT '{LAST}', MAX(number), approved, unedited FROM so_far
UNION ALL SELECT {_step("created_at")}, MAX(number), approved, unedited FROM so_far WHERE created_at < ?3 GROUP BY 1
"""

COSTS = f"""
SELECT {_step("created_at")}, model_name, COUNT(*), SUM(prompt_tokens), SUM(completion_tokens),
    COALESCE(SUM(cost_micro_usd), 0),
    SUM(cost_micro_usd IS NULL)
FROM generation_queue INDEXED BY idx_generation_queue_costs
WHERE model_name IS NOT NULL AND {_both("created_at")} GROUP BY 1, 2"""
