"""How much an answer would be written out: in the tree a row that many lead to stands once, in the text each time."""

from typing import Any

from app.errors import TooLarge
from graphql_schema.planner.levels import Slot

LETTERS_A_ROW = 1000


def require_room(tree: Any, max_rows: int) -> None:
    """Raises TooLarge for more rows in lists, or more letters than so many rows may have."""
    rows, letters = _size(tree, {})
    if rows > max_rows:
        raise TooLarge("rows", max_rows)
    if letters > max_rows * LETTERS_A_ROW:
        raise TooLarge("letters", max_rows * LETTERS_A_ROW)


def _size(value: Any, known: dict[int, tuple[int, int]]) -> tuple[int, int]:
    """Rows in lists, and letters. What is shared is measured once."""
    if isinstance(value, str):
        return 0, len(value)
    if isinstance(value, Slot):
        value = value.value
    if not isinstance(value, dict | list):
        return 0, 0
    size = known.get(id(value))
    if size is None:
        inner = [_size(each, known) for each in (value.values() if isinstance(value, dict) else value)]
        rows = sum(rows for rows, _ in inner) + (len(value) if isinstance(value, list) else 0)
        size = known[id(value)] = rows, sum(letters for _, letters in inner)
    return size
