"""Which part of the review queue a piece is in, and what a person should look at, as expressions of SQL.

The database sorts what waits by these into `review_queue` (see the migration); here they stand for pieces that do not
wait, or not any more. `s` is the piece and `q` its score, LEFT JOINed.
"""

from app.vocabulary import ReviewBucket

HIGH, LOW = 90, 50
"""G7 above which a piece is of high confidence, and from which on it needs a review."""

FLAG_REASON = """COALESCE(
    (SELECT v.value ->> 'reason' FROM json_each(q.violations) v
     WHERE v.value ->> 'severity' = 'soft' AND v.value ->> 'gate' IN ('g4', 'g_compliance')
     ORDER BY v.value ->> 'gate' DESC, v.key LIMIT 1),
    CASE q.g_compliance_status WHEN 'flagged' THEN 'A compliance rule asks for a person.' END)"""
"""Why the piece is flagged, in words; NULL for one that is not. A rule of the industry goes before a word."""

BUCKET = f"""CASE
    WHEN s.is_creative_conflict = 1 THEN '{ReviewBucket.CREATIVE_CONFLICT}'
    WHEN {FLAG_REASON} IS NOT NULL THEN '{ReviewBucket.FLAGGED}'
    WHEN q.g7_engagement_prediction > {HIGH} THEN '{ReviewBucket.HIGH_CONFIDENCE}'
    WHEN q.g7_engagement_prediction >= {LOW} THEN '{ReviewBucket.NEEDS_REVIEW}'
    ELSE '{ReviewBucket.ALL}' END"""
"""The one bucket of the piece; `all` for one that is in none of the four."""
