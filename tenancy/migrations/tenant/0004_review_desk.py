"""The review desk: who did what, who has which piece before them, what outside reviewers left, and what was approved.

The trail is only ever added to, and the count of approvals a day is kept by the database itself, so that nothing that
changes a piece can forget it.
"""

from collections.abc import Iterable

DAY_MS = 86_400_000
COUNTED = ("status", "approved_at", "is_mutated")


def statements(dialect: str) -> Iterable[str]:
    yield from _trail()
    yield from _sessions()
    yield from _revisions()
    yield from _sharing()
    yield from _approvals()
    yield "ALTER TABLE exports ADD COLUMN workflow_id TEXT"
    yield "ALTER TABLE exports ADD COLUMN size_bytes BIGINT"
    yield "ALTER TABLE exports ADD COLUMN sha256 TEXT"
    yield "CREATE INDEX idx_exports_status ON exports (status, id)"
    yield "ALTER TABLE content_assets ADD COLUMN position INTEGER NOT NULL DEFAULT 0"
    yield "ALTER TABLE content_assets ADD COLUMN width INTEGER"
    yield "ALTER TABLE content_assets ADD COLUMN height INTEGER"


def _trail() -> Iterable[str]:
    yield """
        CREATE TABLE audit_trail (
            number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            account_id TEXT NOT NULL,
            at BIGINT NOT NULL,
            actor_id TEXT,
            actor_label TEXT NOT NULL,
            action TEXT NOT NULL,
            subject_id TEXT,
            session_id TEXT,
            reason TEXT,
            detail TEXT CHECK (detail IS NULL OR json_valid(detail))
        )"""
    yield "CREATE INDEX idx_audit_trail_subject ON audit_trail (subject_id, number)"
    yield "CREATE INDEX idx_audit_trail_session ON audit_trail (session_id, number)"
    for event in ("UPDATE", "DELETE"):
        yield f"""
            CREATE TRIGGER audit_trail_no_{event.lower()} BEFORE {event} ON audit_trail BEGIN
                SELECT RAISE(ABORT, 'the audit trail is only ever added to');
            END"""
    yield """
        CREATE TABLE audit_position (
            id TEXT NOT NULL PRIMARY KEY CHECK (id = 'primary'),
            number BIGINT NOT NULL
        )"""
    yield "INSERT INTO audit_position (id, number) VALUES ('primary', 0)"


def _sessions() -> Iterable[str]:
    yield """
        CREATE TABLE review_sessions (
            id TEXT NOT NULL PRIMARY KEY,
            reviewer_id TEXT NOT NULL,
            bucket TEXT NOT NULL,
            platform TEXT,
            hub_id TEXT,
            started_at BIGINT NOT NULL,
            finished_at BIGINT
        )"""
    yield "CREATE INDEX idx_review_sessions_reviewer ON review_sessions (reviewer_id, id)"
    yield """
        CREATE TABLE review_decisions (
            session_id TEXT NOT NULL REFERENCES review_sessions (id) ON DELETE CASCADE,
            spoke_id TEXT NOT NULL,
            decision TEXT NOT NULL CHECK (decision IN ('approve', 'reject', 'skip')),
            elapsed_ms INTEGER,
            created_at BIGINT NOT NULL,
            id TEXT NOT NULL PRIMARY KEY,
            UNIQUE (session_id, spoke_id)
        )"""
    yield """
        CREATE TABLE review_claims (
            spoke_id TEXT NOT NULL PRIMARY KEY REFERENCES spokes (id) ON DELETE CASCADE,
            session_id TEXT NOT NULL REFERENCES review_sessions (id) ON DELETE CASCADE,
            revision INTEGER NOT NULL,
            claimed_at BIGINT NOT NULL,
            expires_at BIGINT NOT NULL
        )"""
    yield "CREATE INDEX idx_review_claims_session ON review_claims (session_id, claimed_at)"


def _revisions() -> Iterable[str]:
    """How often a piece's words have changed: whoever decides or edits says which words they saw."""
    yield "ALTER TABLE spokes ADD COLUMN revision INTEGER NOT NULL DEFAULT 0"
    yield """
        CREATE TRIGGER spokes_revised AFTER UPDATE OF content ON spokes
        WHEN NEW.content IS NOT OLD.content AND NEW.revision = OLD.revision BEGIN
            UPDATE spokes SET revision = OLD.revision + 1 WHERE id = NEW.id;
        END"""


def _sharing() -> Iterable[str]:
    kinds = "CHECK (kind IN ('comment', 'change_request'))"
    yield f"ALTER TABLE comments ADD COLUMN kind TEXT NOT NULL DEFAULT 'comment' {kinds}"
    yield "ALTER TABLE comments ADD COLUMN link_id TEXT"
    yield "ALTER TABLE comments ADD COLUMN author_id TEXT"
    yield "CREATE INDEX idx_comments_link ON comments (link_id, id)"
    yield """
        CREATE TABLE review_visits (
            id TEXT NOT NULL PRIMARY KEY,
            link_id TEXT NOT NULL REFERENCES review_links (id) ON DELETE CASCADE,
            email TEXT NOT NULL,
            code_hash TEXT NOT NULL,
            code_expires_at BIGINT NOT NULL,
            tries INTEGER NOT NULL DEFAULT 0,
            pass_hash TEXT UNIQUE,
            confirmed_at BIGINT,
            created_at BIGINT NOT NULL
        )"""
    yield "CREATE INDEX idx_review_visits_link ON review_visits (link_id, created_at)"


def _approvals() -> Iterable[str]:
    """A row of `zero_edit_tracking` for each day (UTC) counts what is approved now and was approved on that day."""
    yield "CREATE INDEX idx_spokes_approved ON spokes (approved_at) WHERE status = 'approved'"
    columns = ", ".join(COUNTED)
    changed = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in COUNTED)
    approved = "{0}.status = 'approved' AND {0}.approved_at IS NOT NULL"
    either = f"({approved.format('OLD')}) OR ({approved.format('NEW')})"
    add, take = _count("NEW", 1, approved.format("NEW")), _count("OLD", -1, approved.format("OLD"))
    yield _trigger("spokes_approval_added", "INSERT ON spokes", approved.format("NEW"), add)
    yield _trigger(
        "spokes_approval_changed", f"UPDATE OF {columns} ON spokes", f"({changed}) AND ({either})", take + add
    )
    yield _trigger("spokes_approval_removed", "DELETE ON spokes", approved.format("OLD"), take)
    days = (
        f"SELECT approved_at - approved_at % {DAY_MS} AS day, is_mutated FROM spokes WHERE {approved.format('spokes')}"
    )
    yield f"""
        INSERT INTO zero_edit_tracking
            (id, period_start, period_end, total_approved, approved_without_edit, zero_edit_rate, created_at)
        SELECT lower(hex(randomblob(16))), day, day + {DAY_MS}, COUNT(*), SUM(1 - is_mutated), AVG(1 - is_mutated), day
        FROM ({days}) GROUP BY day"""


def _trigger(name: str, event: str, condition: str, body: str) -> str:
    return f"CREATE TRIGGER {name} AFTER {event} WHEN {condition} BEGIN {body} END"


def _count(row: str, by: int, condition: str) -> str:
    day = f"({row}.approved_at - {row}.approved_at % {DAY_MS})"
    return f"""
        INSERT OR IGNORE INTO zero_edit_tracking
            (id, period_start, period_end, total_approved, approved_without_edit, zero_edit_rate, created_at)
        SELECT lower(hex(randomblob(16))), {day}, {day} + {DAY_MS}, 0, 0, NULL, {row}.approved_at WHERE {condition};
        UPDATE zero_edit_tracking SET
            total_approved = total_approved + {by},
            approved_without_edit = approved_without_edit + {by} * (1 - {row}.is_mutated),
            zero_edit_rate = CAST(approved_without_edit + {by} * (1 - {row}.is_mutated) AS REAL)
                / NULLIF(total_approved + {by}, 0)
        WHERE period_start = {day} AND {condition};"""
