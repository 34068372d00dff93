"""Keyset paging: a page starts after the key in the cursor, so it costs the same wherever it is. Most keys are ids."""

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from app.errors import ValidationFailed
from app.kit.ids import is_id

MAX_PAGE = 200
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    items: Sequence[T]
    has_next: bool
    end_cursor: str | None


def checked_size(first: int) -> int:
    """Raises ValidationFailed."""
    if not 0 <= first <= MAX_PAGE:
        raise ValidationFailed(("first", f"A page has 0 to {MAX_PAGE} items; {first} were asked for."))
    return first


def cursor_of(key: str) -> str:
    return base64.urlsafe_b64encode(key.encode()).decode().rstrip("=")


def key_of(cursor: str, is_key: Callable[[str], bool] = is_id) -> str:
    """Raises ValidationFailed for what is no cursor of ours."""
    try:
        key = base64.b64decode(cursor.encode() + b"=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, UnicodeError):
        key = ""
    if not is_key(key):
        raise ValidationFailed(("after", "This is not a cursor that a page gave out."))
    return key


def page_of(rows: Sequence[T], first: int, key_of_row: Callable[[T], str]) -> Page[T]:
    """`rows` are at most `first` + 1, so that one more tells of a next page."""
    items = rows[:first]
    return Page(items, len(rows) > first, cursor_of(key_of_row(items[-1])) if items else None)
