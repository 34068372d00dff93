"""Which writer a client allows when its model is down, whose pieces are to be judged anew, and the shared hooks
that the vector indexes are made from."""

from collections.abc import Iterable


def statements(dialect: str) -> Iterable[str]:
    yield "ALTER TABLE clients ADD COLUMN writer_fallback INTEGER NOT NULL DEFAULT 0 CHECK (writer_fallback IN (0, 1))"
    yield "ALTER TABLE clients ADD COLUMN rescoring TEXT"
    yield """
        CREATE TABLE shared_hooks (
            id TEXT NOT NULL PRIMARY KEY,
            text TEXT NOT NULL,
            platform TEXT,
            source TEXT NOT NULL,
            tier TEXT,
            points REAL,
            created_at BIGINT NOT NULL
        )"""
    yield "CREATE INDEX idx_shared_hooks_platform ON shared_hooks (platform, id)"
