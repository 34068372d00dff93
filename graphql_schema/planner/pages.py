"""Connections: one statement for the page, which a further row tells to have a next one, and one for the count."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from app.kit import paging
from graphql_schema.planner.levels import Asked, PagePart

if TYPE_CHECKING:
    from graphql_schema.planner.steps import Reading, Steps, Task


def read(reading: "Reading", asked: Asked, task: "Task", conditions: tuple[str, ...], values: Sequence[Any]) -> "Steps":
    """Fills the task's slot with the connection. Raises ValidationFailed for a size or cursor that is none."""
    table, client = asked.spec.model._meta.db_table, task.client_id
    first, after = task.page
    size = paging.checked_size(asked.spec.size if first is None else first)
    narrowed, known = conditions, list(values)
    if after is not None:
        narrowed = (*conditions, "t.id < ?" if asked.spec.order == "-id" else "t.id > ?")
        known.append(paging.id_of(after))
    found: dict[str, Any] = {}
    rows = None
    for part in asked.parts:
        if part.level is not None:
            rows = yield part.level.named(narrowed, " LIMIT ?"), (*known, size + 1)
            found[part.key] = []
            yield from reading.spread(part.level, rows[:size], found[part.key], client)
        elif part.name == "totalCount":
            counted = yield f"SELECT count(*) FROM {table} t{_where(conditions)}", values
            found[part.key] = counted[0][0]
    if rows is None and any(part.name == "pageInfo" for part in asked.parts):
        order = "t.id DESC" if asked.spec.order == "-id" else "t.id"
        ids = f"SELECT t.id FROM {table} t{_where(narrowed)} ORDER BY {order} LIMIT ?"
        rows = yield ids, (*known, size + 1)
    task.slot.fill({part.key: _shown(part, found, rows or (), size) for part in asked.parts})


def _shown(part: PagePart, found: dict[str, Any], rows: Sequence[Any], size: int) -> Any:
    """`rows` are at most `size` + 1, each with its id first."""
    if part.name == "__typename":
        return part.fields[0][1]
    if part.name != "pageInfo":
        return found[part.key]
    return {key: _told(name, rows, size) for key, name in part.fields}


def _told(name: str, rows: Sequence[Any], size: int) -> Any:
    if name == "has_next_page":
        return len(rows) > size
    if name == "end_cursor":
        return paging.cursor_of(str(rows[:size][-1][0])) if rows[:size] else None
    return name


def _where(conditions: Sequence[str]) -> str:
    return f" WHERE {' AND '.join(conditions)}" if conditions else ""
