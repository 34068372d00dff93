"""Calibration as a job: what it was given, what measuring gave, and what people set or took out, which it leaves be."""

from collections.abc import Iterable

PRIMARY = "only one persona is the primary one"


def statements(dialect: str) -> Iterable[str]:
    for column in ("tone_set", "tone_said", "analysis", "strength"):
        yield f"ALTER TABLE brand_dna ADD COLUMN {column} TEXT CHECK ({column} IS NULL OR json_valid({column}))"
    yield """
        CREATE TABLE brand_removals (
            id TEXT NOT NULL PRIMARY KEY,
            kind TEXT NOT NULL,
            words TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            UNIQUE (kind, words)
        )"""
    yield "ALTER TABLE calibration_events ADD COLUMN job_id TEXT"
    yield "ALTER TABLE calibration_events ADD COLUMN requested_by TEXT"
    yield "ALTER TABLE calibration_events ADD COLUMN instruction TEXT"
    yield "ALTER TABLE calibration_events ADD COLUMN samples TEXT CHECK (samples IS NULL OR json_valid(samples))"
    yield "ALTER TABLE calibration_events ADD COLUMN completed_at BIGINT"
    yield "CREATE INDEX idx_calibration_events_job ON calibration_events (job_id)"
    for event in ("INSERT", "UPDATE OF is_primary"):
        name = f"personas_one_primary_{event.split()[0].lower()}"
        yield f"""
            CREATE TRIGGER {name} BEFORE {event} ON personas
            WHEN NEW.is_primary = 1 AND EXISTS (SELECT 1 FROM personas WHERE is_primary = 1 AND id <> NEW.id) BEGIN
                SELECT RAISE(ABORT, '{PRIMARY}');
            END"""
