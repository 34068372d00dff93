"""What a model's help cost, what a person overrode, and the picture that goes with a piece."""

from collections.abc import Iterable


def statements(dialect: str) -> Iterable[str]:
    yield "ALTER TABLE generation_queue ADD COLUMN model TEXT"
    yield "ALTER TABLE generation_queue ADD COLUMN prompt_tokens BIGINT NOT NULL DEFAULT 0"
    yield "ALTER TABLE generation_queue ADD COLUMN completion_tokens BIGINT NOT NULL DEFAULT 0"
    yield "ALTER TABLE generation_queue ADD COLUMN cost_microusd BIGINT"
    yield "ALTER TABLE spokes ADD COLUMN image_prompt TEXT"
    yield "ALTER TABLE quality_scores ADD COLUMN overrides TEXT CHECK (overrides IS NULL OR json_valid(overrides))"
