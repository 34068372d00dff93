"""Connections: one statement for the page, which a further row tells to have a next one, and one for the count."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from app.kit import paging
from graphql_schema.planner.levels import Asked, PagePart
from graphql_schema.planner.statements import column_of

if TYPE_CHECKING:
    from graphql_schema.planner.steps import Reading, Steps, Task


def read(reading: "Reading", asked: Asked, task: "Task", conditions: tuple[str, ...], values: Sequence[Any]) -> "Steps":
    """Fills the task's slot with the connection. Raises ValidationFailed for a size or cursor that is none."""
    spec, table, client = asked.spec, asked.spec.model._meta.db_table, task.client_id
    first, after = task.page
    size = paging.checked_size(spec.size if first is None else first)
    narrowed, known = conditions, list(values)
    key = f"t.{column_of(spec.model, spec.key)}"
    if after is not None:
        narrowed = (*conditions, f"{key} {'<' if spec.descends else '>'} ?")
        known.append(paging.key_of(after, spec.is_key))
    found: dict[str, Any] = {}
    rows = total = None
    for part in asked.parts:
        if part.level is not None:
            rows = yield part.level.named(narrowed, " LIMIT ?"), (*known, size + 1)
            found[part.key] = []
            yield from reading.spread(part.level, rows[:size], found[part.key], client)
        elif part.of_total is not None:
            if total is None:
                counted = yield f"SELECT count(*) FROM {table} t{_where(conditions)}", values
                total = counted[0][0]
            found[part.key] = part.of_total(total)
    if rows is None and any(part.name == "pageInfo" for part in asked.parts):
        order = f"{key} DESC" if spec.descends else key
        ids = f"SELECT {key} FROM {table} t{_where(narrowed)} ORDER BY {order} LIMIT ?"
        rows = yield ids, (*known, size + 1)
    task.slot.fill({part.key: _shown(part, found, rows or (), size) for part in asked.parts})


def _shown(part: PagePart, found: dict[str, Any], rows: Sequence[Any], size: int) -> Any:
    """`rows` are at most `size` + 1, each with its key first."""
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
