"""Identifiers: UUIDv7 strings, which sort by the time they were made."""

import uuid
from datetime import datetime

import uuid_utils

from app.kit.clock import from_millis


def new_id() -> str:
    return str(uuid_utils.uuid7())


def made_at(id: str) -> datetime:
    """When an id of `new_id` was made. Raises ValueError for what is no UUIDv7."""
    parsed = uuid.UUID(id)
    if parsed.version != 7:
        raise ValueError(f"{id} does not tell its time")
    return from_millis(parsed.int >> 80)


def derived_id(*parts: str) -> str:
    """The same parts always give the same id, so that a step run twice writes one row."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, "\x1f".join(parts)))


def is_id(text: str) -> bool:
    """Whether the text is a UUID in the one form we store: 36 lower-case characters with hyphens."""
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False
