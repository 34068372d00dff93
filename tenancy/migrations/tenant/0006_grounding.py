"""Drift: each crossing of a bound once, the audits of edits, and what they propose with its evidence."""

from collections.abc import Iterable

KINDS = "('voice_marker', 'banned_word', 'brand_stance', 'tone', 'topic_to_avoid')"


def statements(dialect: str) -> Iterable[str]:
    yield """
        CREATE TABLE drift_alerts (
            id TEXT NOT NULL PRIMARY KEY,
            kind TEXT NOT NULL CHECK (kind IN ('drift', 'zero_edit')),
            trigger_name TEXT NOT NULL,
            drift_score REAL,
            average_edit_distance REAL,
            zero_edit_rate REAL,
            raised_at BIGINT NOT NULL,
            cleared_at BIGINT
        )"""
    yield "CREATE INDEX idx_drift_alerts_raised ON drift_alerts (kind, raised_at)"
    yield """
        CREATE TABLE grounding_audits (
            id TEXT NOT NULL PRIMARY KEY,
            job_id TEXT,
            requested_by TEXT,
            since BIGINT NOT NULL,
            until BIGINT NOT NULL,
            edits_read INTEGER NOT NULL DEFAULT 0,
            remarks_read INTEGER NOT NULL DEFAULT 0,
            completed_at BIGINT,
            created_at BIGINT NOT NULL
        )"""
    yield "CREATE INDEX idx_grounding_audits_job ON grounding_audits (job_id)"
    yield f"""
        CREATE TABLE dna_proposals (
            id TEXT NOT NULL PRIMARY KEY,
            audit_id TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN {KINDS}),
            words TEXT NOT NULL,
            value TEXT NOT NULL CHECK (json_valid(value)),
            evidence TEXT NOT NULL CHECK (json_valid(evidence)),
            summary TEXT NOT NULL,
            pieces INTEGER NOT NULL,
            people INTEGER NOT NULL,
            confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
            status TEXT NOT NULL DEFAULT 'proposed' CHECK (status IN ('proposed', 'applied', 'dismissed')),
            decided_at BIGINT,
            decided_by TEXT,
            created_at BIGINT NOT NULL
        )"""
    yield "CREATE INDEX idx_dna_proposals_audit ON dna_proposals (audit_id)"
    yield "CREATE INDEX idx_dna_proposals_status ON dna_proposals (status, id)"
