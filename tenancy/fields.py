"""Field types whose stored form is the same on SQLite and Postgres, and is checked on the way in.

A moment is BIGINT milliseconds, a document is TEXT holding JSON, an enumeration is TEXT, a truth value is 0 or 1.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Literal, TypeVar, overload

import orjson
from tortoise.fields.base import Field

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)

E = TypeVar("E", bound=StrEnum)
Moment = TypeVar("Moment", datetime, datetime | None)


class UnixMillisField(Field[Moment]):
    """A moment: an aware datetime in UTC in code, integer Unix milliseconds in storage; finer parts are cut off."""

    field_type = datetime
    SQL_TYPE = "BIGINT"

    @overload
    def __init__(self: "UnixMillisField[datetime]", *, null: Literal[False] = False, **kwargs: Any) -> None: ...
    @overload
    def __init__(self: "UnixMillisField[datetime | None]", *, null: Literal[True], **kwargs: Any) -> None: ...
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)

    def to_db_value(self, value: Any, instance: Any) -> int | None:
        """Raises: ValueError for anything but an aware datetime or None."""
        self.validate(value)
        return None if value is None else self._millis(value)

    def to_python_value(self, value: Any) -> datetime | None:
        if value is None:
            return None
        millis = value if isinstance(value, int) else self._millis(value)
        return EPOCH + millis * MILLISECOND

    def _millis(self, value: Any) -> int:
        if not isinstance(value, datetime) or value.tzinfo is None:
            raise ValueError(f"{self.model_field_name}: {value!r} is not a datetime with a time zone")
        return (value - EPOCH) // MILLISECOND


class JsonField(Field[Any]):
    """Any JSON value, or NULL for None. Models of this package take the value as it is, strings included."""

    field_type = object
    indexable = False
    SQL_TYPE = "TEXT"

    def to_db_value(self, value: Any, instance: Any) -> str | None:
        """Raises: ValueError when the value has no JSON form."""
        self.validate(value)
        if value is None:
            return None
        try:
            return orjson.dumps(value).decode()
        except orjson.JSONEncodeError as error:
            raise ValueError(f"{self.model_field_name}: {error}") from error

    def to_python_value(self, value: Any) -> Any:
        """Raises: ValueError when the column holds no JSON."""
        return orjson.loads(value) if isinstance(value, str) else value


class _EnumField(Field[Any]):
    field_type = str
    SQL_TYPE = "TEXT"

    def __init__(self, enum: type[StrEnum], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.enum = enum

    def to_db_value(self, value: Any, instance: Any) -> str | None:
        member = self.to_python_value(value)
        self.validate(member)
        return None if member is None else str(member.value)

    def to_python_value(self, value: Any) -> StrEnum | None:
        """Raises: ValueError when the value is none of the enumeration's."""
        if value is None or type(value) is self.enum:
            return value
        if isinstance(value, StrEnum) or not isinstance(value, str):
            raise ValueError(f"{self.model_field_name}: {value!r} is not a {self.enum.__name__}")
        try:
            return self.enum(value)
        except ValueError as error:
            words = ", ".join(self.enum)
            raise ValueError(f"{self.model_field_name}: {value!r} is none of {words}") from error


@overload
def EnumField(enum: type[E], *, null: Literal[False] = False, **kwargs: Any) -> Field[E]: ...
@overload
def EnumField(enum: type[E], *, null: Literal[True], **kwargs: Any) -> Field[E | None]: ...
def EnumField(enum: type[E], **kwargs: Any) -> Any:
    """A member of a StrEnum, stored as its value."""
    return _EnumField(enum, **kwargs)


class BoolField(Field[bool]):
    """True or False, stored as INTEGER 1 or 0."""

    field_type = bool
    SQL_TYPE = "INTEGER"

    def to_db_value(self, value: Any, instance: Any) -> int | None:
        """Raises: ValueError for anything but a bool, 0, 1 or None."""
        self.validate(value)
        if value is None:
            return None
        if value not in (0, 1) or not isinstance(value, int):
            raise ValueError(f"{self.model_field_name}: {value!r} is not a truth value")
        return int(value)

    def to_python_value(self, value: Any) -> bool | None:
        return None if value is None else bool(value)


def split_documents(fields: Mapping[str, Field[Any]], kwargs: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Part the arguments of a model in JSON values, which are taken as they are, and the rest."""
    documents = {key: value for key, value in kwargs.items() if isinstance(fields.get(key), JsonField)}
    rest = {key: value for key, value in kwargs.items() if key not in documents} if documents else kwargs
    return documents, rest
