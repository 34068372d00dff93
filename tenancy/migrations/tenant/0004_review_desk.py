"""The review desk: who did what, who has which piece before them, what outside reviewers left, and what was approved.

The trail is only ever added to. The queue, and the count of approvals a day, are kept by the database itself, so that
nothing that changes a piece can forget it.
"""

from collections.abc import Iterable

DAY_MS = 86_400_000
COUNTED = ("status", "approved_at", "is_mutated")
# What decides on a piece's bucket and place in the queue.
SORTED_BY = {
    "spokes": ("is_creative_conflict", "platform", "hub_id"),
    "quality_scores": ("g7_engagement_prediction", "g_compliance_status", "violations"),
}


def statements(dialect: str) -> Iterable[str]:
    yield from _trail()
    yield from _queue()
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
    yield from _pictures()


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
    yield "CREATE INDEX idx_audit_trail_subject ON audit_trail (subject_id, id)"
    yield "CREATE INDEX idx_audit_trail_session ON audit_trail (session_id, number)"
    for event in ("UPDATE", "DELETE"):
        yield f"""
            CREATE TRIGGER audit_trail_no_{event.lower()} BEFORE {event} ON audit_trail BEGIN
                SELECT RAISE(ABORT, 'the audit trail is only ever added to');
            END"""
    # REPLACE takes the old row away without asking the triggers of DELETE.
    yield """
        CREATE TRIGGER audit_trail_no_replace BEFORE INSERT ON audit_trail
        WHEN EXISTS (SELECT 1 FROM audit_trail WHERE id = NEW.id OR number = NEW.number) BEGIN
            SELECT RAISE(ABORT, 'the audit trail is only ever added to');
        END"""


def _queue() -> Iterable[str]:
    """What waits for a person, each piece in its place: the best first. A piece is in it while it is pending and
    settled, and is sorted in anew whenever what decides on its bucket or place changes.

    `place` sorts as text: 100 - G7, what was not evaluated last, then by id.
    """
    yield """
        CREATE TABLE review_queue (
            id TEXT NOT NULL PRIMARY KEY REFERENCES spokes (id) ON DELETE CASCADE,
            place TEXT NOT NULL UNIQUE,
            bucket TEXT NOT NULL,
            flag_reason TEXT,
            platform TEXT NOT NULL,
            hub_id TEXT
        )"""
    for column in ("bucket", "platform", "hub_id"):
        yield f"CREATE INDEX idx_review_queue_{column} ON review_queue ({column}, place)"
    yield "CREATE INDEX idx_review_queue_counted ON review_queue (bucket)"  # small: it is counted at each decision
    waits, watched = "{0}.status = 'pending' AND {0}.is_settled = 1", ("status", "is_settled", *SORTED_BY["spokes"])
    changed = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in watched)
    yield _trigger("spokes_queued", "INSERT ON spokes", waits.format("NEW"), _sort_in("NEW.id"))
    yield _trigger(
        "spokes_sorted_anew",
        f"UPDATE OF {', '.join(watched)} ON spokes",
        f"{waits.format('NEW')} AND ({changed})",
        _leave("NEW.id") + _sort_in("NEW.id"),
    )
    yield _trigger(
        "spokes_left_the_queue",
        "UPDATE OF status, is_settled ON spokes",
        f"{waits.format('OLD')} AND NOT ({waits.format('NEW')})",
        _leave("NEW.id"),
    )
    scored = ", ".join(SORTED_BY["quality_scores"])
    for name, event in (("scored", "INSERT"), ("scored_anew", f"UPDATE OF {scored}")):
        anew = _leave("NEW.spoke_id") + _sort_in("NEW.spoke_id")
        yield _trigger(f"spokes_{name}", f"{event} ON quality_scores", "1", anew)
    anew = _leave("OLD.spoke_id") + _sort_in("OLD.spoke_id")
    yield _trigger("spokes_score_removed", "DELETE ON quality_scores", "1", anew)
    yield _queued("1")


def _leave(id: str) -> str:
    return f"DELETE FROM review_queue WHERE id = {id};"


def _sort_in(id: str) -> str:
    return f"{_queued(f's.id = {id}')};"


def _queued(which: str) -> str:
    flagged = """
        SELECT v.value ->> 'reason' FROM json_each(q.violations) v
        WHERE v.value ->> 'severity' = 'soft' AND v.value ->> 'gate' IN ('g4', 'g_compliance')
        ORDER BY v.value ->> 'gate' DESC, v.key LIMIT 1"""
    unsaid = "CASE q.g_compliance_status WHEN 'flagged' THEN 'A compliance rule asks for a person.' END"
    return f"""
        INSERT INTO review_queue (id, place, bucket, flag_reason, platform, hub_id)
        SELECT id, CASE WHEN g7 IS NULL THEN '~' ELSE printf('%012.8f', MAX(0, 100 - g7)) END || ' ' || id,
            CASE WHEN is_creative_conflict = 1 THEN 'creative_conflict' WHEN flag_reason IS NOT NULL THEN 'flagged'
                WHEN g7 > 90 THEN 'high_confidence' WHEN g7 >= 50 THEN 'needs_review' ELSE 'all' END,
            flag_reason, platform, hub_id
        FROM (
            SELECT s.id, s.is_creative_conflict, s.platform, s.hub_id, q.g7_engagement_prediction AS g7,
                COALESCE(({flagged}), {unsaid}) AS flag_reason
            FROM spokes s LEFT JOIN quality_scores q ON q.spoke_id = s.id
            WHERE {which} AND s.status = 'pending' AND s.is_settled = 1
        )"""


def _sessions() -> Iterable[str]:
    yield """
        CREATE TABLE review_sessions (
            id TEXT NOT NULL PRIMARY KEY,
            reviewer_id TEXT NOT NULL,
            bucket TEXT NOT NULL,
            platform TEXT,
            hub_id TEXT,
            last_place TEXT,
            trail_number BIGINT NOT NULL,
            started_at BIGINT NOT NULL,
            finished_at BIGINT,
            report TEXT CHECK (report IS NULL OR json_valid(report))
        )"""
    yield "CREATE INDEX idx_review_sessions_reviewer ON review_sessions (reviewer_id, id)"
    yield """
        CREATE TABLE review_decisions (
            session_id TEXT NOT NULL REFERENCES review_sessions (id) ON DELETE CASCADE,
            spoke_id TEXT NOT NULL,
            decision TEXT NOT NULL CHECK (decision IN ('approve', 'reject', 'skip')),
            revision INTEGER,
            elapsed_ms INTEGER,
            created_at BIGINT NOT NULL,
            id TEXT NOT NULL PRIMARY KEY,
            UNIQUE (session_id, spoke_id)
        )"""
    yield """
        CREATE TABLE review_claims (
            id TEXT NOT NULL PRIMARY KEY,
            session_id TEXT NOT NULL REFERENCES review_sessions (id) ON DELETE CASCADE,
            spoke_id TEXT NOT NULL REFERENCES spokes (id) ON DELETE CASCADE,
            revision INTEGER NOT NULL,
            claimed_at BIGINT NOT NULL,
            handed_at BIGINT,
            expires_at BIGINT NOT NULL,
            UNIQUE (session_id, spoke_id)
        )"""
    yield "CREATE INDEX idx_review_claims_spoke ON review_claims (spoke_id, expires_at)"


def _pictures() -> Iterable[str]:
    """A picture shows words; when these change, it is a picture of something else, and nobody is shown it."""
    yield """
        CREATE TRIGGER spokes_unpictured AFTER UPDATE OF content ON spokes WHEN NEW.content IS NOT OLD.content BEGIN
            DELETE FROM content_assets WHERE spoke_id = NEW.id;
        END"""


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
    yield "ALTER TABLE review_links ADD COLUMN last_used_at BIGINT"
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
