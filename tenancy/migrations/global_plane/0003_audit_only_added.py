"""The audit log is only ever added to: the database refuses to change an entry, or to delete one before its time."""

from collections.abc import Iterable

KEPT_MS = 90 * 86_400_000
CHANGED = "an audit entry is never changed"
YOUNG = "an audit entry is kept for 90 days"


def statements(dialect: str) -> Iterable[str]:
    yield "CREATE INDEX idx_audit_log_at ON audit_log (at)"
    yield from _promises()
    for column in ("action", "actor_id", "subject_id"):
        yield f"CREATE INDEX idx_audit_log_account_{column} ON audit_log (account_id, {column}, id)"
    yield """
        CREATE TABLE audit_positions (
            client_id TEXT NOT NULL PRIMARY KEY,
            number BIGINT NOT NULL,
            entry_id TEXT NOT NULL
        )"""
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
    # REPLACE takes the old row away without asking the triggers of DELETE.
    yield f"""
        CREATE TRIGGER audit_log_no_replace BEFORE INSERT ON audit_log
        WHEN EXISTS (SELECT 1 FROM audit_log WHERE id = NEW.id) BEGIN
            SELECT RAISE(ABORT, '{CHANGED}');
        END"""


def _on_postgres() -> Iterable[str]:
    now = "(extract(epoch FROM clock_timestamp()) * 1000)"
    yield f"""
        CREATE FUNCTION audit_log_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP <> 'DELETE' THEN
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
    yield """
        CREATE TRIGGER audit_log_not_emptied BEFORE TRUNCATE ON audit_log
        FOR EACH STATEMENT EXECUTE FUNCTION audit_log_is_kept()"""
