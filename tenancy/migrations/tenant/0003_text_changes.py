"""Which texts' vectors are to be made anew. The database notes it by itself, in the transaction that changes the text.

So nobody who writes a text has to remember it, and no crash between the text and its vectors is forgotten.
"""

from collections.abc import Iterable

APPROVED = "{0}.status = 'approved'"
READY = "{0}.status = 'ready'"
# By table: the index, the column of the text, and when a row's text is in the index.
TEXTS = {
    "spokes": ("content_samples", "content", APPROVED),
    "hubs": ("research", "source_content", READY),
    "training_samples": ("brand_voice", "text", "1"),
    "voice_markers": ("brand_voice", "phrase", "1"),
}


def statements(dialect: str) -> Iterable[str]:
    yield """
        CREATE TABLE text_changes (
            number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            index_name TEXT NOT NULL CHECK (index_name IN ('brand_voice', 'content_samples', 'research')),
            source_id TEXT NOT NULL,
            UNIQUE (index_name, source_id)
        )"""
    for table, (index, column, is_in) in TEXTS.items():
        new, old = is_in.format("NEW"), is_in.format("OLD")
        status = "" if is_in == "1" else ", status"
        changed = f"({new}) <> ({old}) OR (({new}) AND NEW.{column} IS NOT OLD.{column})"
        yield _trigger(f"{table}_text_added", f"INSERT ON {table}", new, index, "NEW")
        yield _trigger(f"{table}_text_changed", f"UPDATE OF {column}{status} ON {table}", changed, index, "NEW")
        yield _trigger(f"{table}_text_removed", f"DELETE ON {table}", old, index, "OLD")
        there = is_in.format(table)
        yield f"INSERT INTO text_changes (index_name, source_id) SELECT '{index}', id FROM {table} WHERE {there}"


def _trigger(name: str, event: str, condition: str, index: str, row: str) -> str:
    return f"""
        CREATE TRIGGER {name} AFTER {event} WHEN {condition} BEGIN
            DELETE FROM text_changes WHERE index_name = '{index}' AND source_id = {row}.id;
            INSERT INTO text_changes (index_name, source_id) VALUES ('{index}', {row}.id);
        END"""
