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
    page = None
    for part in asked.parts:
        if part.level is not None:
            rows = yield part.level.named(narrowed, " LIMIT ?"), (*known, size + 1)
            page = paging.page_of(rows, size, _id)
            found[part.key] = []
            yield from reading.spread(part.level, page.items, found[part.key], client)
        elif part.name == "totalCount":
            rows = yield f"SELECT count(*) FROM {table} t{_where(conditions)}", values
            found[part.key] = rows[0][0]
    if page is None and any(part.name == "pageInfo" for part in asked.parts):
        order = "t.id DESC" if asked.spec.order == "-id" else "t.id"
        ids = f"SELECT t.id FROM {table} t{_where(narrowed)} ORDER BY {order} LIMIT ?"
        page = paging.page_of((yield ids, (*known, size + 1)), size, _id)
    task.slot.fill({part.key: _shown(part, found, page) for part in asked.parts})


def _shown(part: PagePart, found: dict[str, Any], page: paging.Page[Any] | None) -> Any:
    if part.name == "__typename":
        return part.fields[0][1]
    if part.name != "pageInfo":
        return found[part.key]
    assert page is not None
    info = {"has_next_page": page.has_next, "end_cursor": page.end_cursor}
    return {key: info.get(name, name) for key, name in part.fields}


def _where(conditions: Sequence[str]) -> str:
    return f" WHERE {' AND '.join(conditions)}" if conditions else ""


def _id(row: Sequence[Any]) -> str:
    return str(row[0])
