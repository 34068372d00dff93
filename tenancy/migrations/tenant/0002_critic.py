"""What a model's help cost, what a person overrode, the picture that goes with a piece, and how a piece was before it
is written anew."""

from collections.abc import Iterable


def statements(dialect: str) -> Iterable[str]:
    yield "ALTER TABLE generation_queue ADD COLUMN model_name TEXT"
    yield "ALTER TABLE generation_queue ADD COLUMN prompt_tokens BIGINT NOT NULL DEFAULT 0"
    yield "ALTER TABLE generation_queue ADD COLUMN completion_tokens BIGINT NOT NULL DEFAULT 0"
    yield "ALTER TABLE generation_queue ADD COLUMN cost_micro_usd BIGINT"
    yield "ALTER TABLE generation_queue ADD COLUMN waits INTEGER NOT NULL DEFAULT 0"
    yield "ALTER TABLE generation_queue ADD COLUMN refusals INTEGER NOT NULL DEFAULT 0"
    yield "ALTER TABLE generation_queue ADD COLUMN waiting_since BIGINT"
    yield "ALTER TABLE generation_queue ADD COLUMN waiting_run INTEGER"
    yield "ALTER TABLE spokes ADD COLUMN image_prompt TEXT"
    yield "ALTER TABLE quality_scores ADD COLUMN overrides TEXT CHECK (overrides IS NULL OR json_valid(overrides))"
    yield """
        CREATE TABLE rewrites (
            id TEXT NOT NULL PRIMARY KEY REFERENCES spokes (id) ON DELETE CASCADE,
            job_id TEXT NOT NULL,
            drafts INTEGER NOT NULL,
            attempt INTEGER NOT NULL,
            spoke TEXT NOT NULL CHECK (spoke IS NULL OR json_valid(spoke)),
            score TEXT CHECK (score IS NULL OR json_valid(score)),
            created_at BIGINT NOT NULL
        )"""
    yield "CREATE INDEX idx_rewrites_job ON rewrites (job_id)"
