"""Jobs over a whole client that are not over yet: the next start finds them without opening every client."""

from collections.abc import Iterable


def statements(dialect: str) -> Iterable[str]:
    yield """
        CREATE TABLE job_promises (
            id TEXT NOT NULL PRIMARY KEY,
            account_id TEXT NOT NULL,
            client_id TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
            created_at BIGINT NOT NULL
        )"""
    yield "CREATE INDEX idx_job_promises_client ON job_promises (client_id)"
