"""The audit log is only ever added to: the database refuses to change an entry, or to delete one before its time."""

from collections.abc import Iterable

KEPT_MS = 90 * 86_400_000
CHANGED = "an audit entry is never changed"
YOUNG = "an audit entry is kept for 90 days"


def statements(dialect: str) -> Iterable[str]:
    yield "CREATE INDEX idx_audit_log_at ON audit_log (at)"
    yield from _promises()
    yield from _on_sqlite() if dialect == "sqlite" else _on_postgres()


def _promises() -> Iterable[str]:
    """Exports that are not over yet."""
    yield """
        CREATE TABLE export_promises (
            id TEXT NOT NULL PRIMARY KEY,
            account_id TEXT NOT NULL,
            client_id TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
            created_at BIGINT NOT NULL
        )"""
    yield "CREATE INDEX idx_export_promises_client ON export_promises (client_id)"


def _on_sqlite() -> Iterable[str]:
    now = "(CAST(strftime('%s', 'now') AS INTEGER) * 1000)"
    yield f"CREATE TRIGGER audit_log_no_update BEFORE UPDATE ON audit_log BEGIN SELECT RAISE(ABORT, '{CHANGED}'); END"
    yield f"""
        CREATE TRIGGER audit_log_no_delete BEFORE DELETE ON audit_log WHEN OLD.at > {now} - {KEPT_MS} BEGIN
            SELECT RAISE(ABORT, '{YOUNG}');
        END"""


def _on_postgres() -> Iterable[str]:
    now = "(extract(epoch FROM clock_timestamp()) * 1000)"
    yield f"""
        CREATE FUNCTION audit_log_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'UPDATE' THEN
                RAISE EXCEPTION '{CHANGED}';
            END IF;
            IF OLD.at > {now} - {KEPT_MS} THEN
                RAISE EXCEPTION '{YOUNG}';
            END IF;
            RETURN OLD;
        END $$"""
    yield """
        CREATE TRIGGER audit_log_kept BEFORE UPDATE OR DELETE ON audit_log
        FOR EACH ROW EXECUTE FUNCTION audit_log_is_kept()"""
