"""Identifiers: UUIDv7 strings, which sort by the time they were made."""

import uuid

import uuid_utils


def new_id() -> str:
    return str(uuid_utils.uuid7())


def derived_id(*parts: str) -> str:
    """The same parts always give the same id, so that a step run twice writes one row."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, "\x1f".join(parts)))


def is_id(text: str) -> bool:
    """Whether the text is a UUID in the one form we store: 36 lower-case characters with hyphens."""
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False
