"""Indexes that figures are counted along. Each holds all that its statement reads: no piece is looked at itself.

What a decision changes stands in three of them alone, which hold no more than the pieces of one status.
"""

from collections.abc import Iterable

SCORES = (
    *("spoke_id", "g2_hook_strength", "g4_voice_alignment", "g5_platform_compliance", "g6_visual_metaphor"),
    *("g7_engagement_prediction", "g_compliance_status"),
)


def statements(dialect: str) -> Iterable[str]:
    yield "DROP INDEX idx_spokes_approved"
    yield """
        CREATE INDEX idx_spokes_approved_edits ON spokes (approved_at, is_mutated, hub_id)
        WHERE status = 'approved'"""
    yield "CREATE INDEX idx_spokes_pending ON spokes (created_at, is_settled) WHERE status = 'pending'"
    yield """
        CREATE INDEX idx_spokes_closed ON spokes (updated_at, status)
        WHERE status IN ('rejected', 'killed')"""
    yield """
        CREATE INDEX idx_spokes_created ON spokes (created_at, is_settled, platform, is_creative_conflict, id)"""
    yield f"CREATE INDEX idx_quality_scores_evaluated ON quality_scores (evaluated_at, {', '.join(SCORES)})"
    yield "CREATE INDEX idx_feedback_log_attempts ON feedback_log (spoke_id, attempt_number, gate, resolved)"
    yield "CREATE INDEX idx_feedback_log_created ON feedback_log (created_at)"
    yield "CREATE INDEX idx_hubs_created ON hubs (created_at, id)"
    yield "CREATE INDEX idx_kill_log_created ON kill_log (created_at)"
    yield """
        CREATE INDEX idx_generation_queue_costs ON generation_queue
            (created_at, model_name, prompt_tokens, completion_tokens, cost_micro_usd)
        WHERE model_name IS NOT NULL"""
