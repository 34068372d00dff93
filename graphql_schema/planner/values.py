"""What is stored, as Python source that shows it: one expression for each kind of leaf.

The generated code knows some names: `F` wraps stored JSON, `L` parses it, `E` and `M` are the epoch and a millisecond,
`X1...` are tables.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import orjson
from graphql import GraphQLEnumType, get_named_type, get_nullable_type, is_list_type, is_non_null_type

EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  # moments are naive here, and written as UTC: half the cost of aware ones
MILLISECOND = timedelta(milliseconds=1)
OPTIONS = orjson.OPT_NAIVE_UTC


class Unplanned(Exception):
    """What was asked for is read the ordinary way. `reason` is one of few words: the metric keeps each for ever."""

    def __init__(self, reason: str, what: str = "") -> None:
        super().__init__(f"{reason}: {what}")
        self.reason = reason


def basics() -> dict[str, Any]:
    """Names of the generated code."""
    return {"F": orjson.Fragment, "L": orjson.loads, "E": EPOCH, "M": MILLISECOND, "float": float, "__builtins__": {}}


def stored(kind: Any, value: str, *, nullable: bool, empty: bool, named: Callable[[Any], str]) -> str:
    """The expression for a column of the GraphQL type `kind`, whose value is the variable `value`.

    `nullable` says whether the column may hold NULL, `empty` that NULL is shown as an empty list.
    """
    if nullable and not empty and is_non_null_type(kind):
        raise TypeError(f"a column that may be NULL cannot be shown as {kind}")
    leaf, is_list = get_named_type(kind), is_list_type(get_nullable_type(kind))
    if is_list or leaf.name == "JSON":
        shown = f"F({value})"
    elif leaf.name == "Boolean":
        shown = f"{value}==1"
    elif leaf.name == "DateTime":
        shown = f"E+{value}*M"  # no call: there may be thousands
    elif isinstance(leaf, GraphQLEnumType):
        return f"{named(names_of(leaf, nullable))}[{value}]"
    elif leaf.name in ("String", "ID", "Int", "BigInt", "Float"):
        return value
    else:
        raise Unplanned("scalar", leaf.name)
    return f"({'[]' if empty else 'None'} if {value} is None else {shown})" if nullable else f"({shown})"


def parsed(kind: Any, value: str, *, named: Callable[[Any], str]) -> str:
    """Likewise for a value of JSON that was parsed, or of an object's attribute."""
    leaf, nullable = get_named_type(kind), not is_non_null_type(kind)
    if is_list_type(get_nullable_type(kind)):
        raise Unplanned("scalar", f"a list of {leaf.name}")
    if isinstance(leaf, GraphQLEnumType):
        return f"{named(names_of(leaf, nullable))}[{value}]"
    if leaf.name == "Float":
        return f"(None if {value} is None else float({value}))"
    if leaf.name in ("String", "ID", "Int", "BigInt", "Boolean", "DateTime"):
        return value
    raise Unplanned("scalar", leaf.name)


def names_of(kind: GraphQLEnumType, nullable: bool) -> dict[Any, str | None]:
    """What GraphQL calls each stored value."""
    names: dict[Any, str | None] = {
        getattr(each.value, "value", each.value): name for name, each in kind.values.items()
    }
    return {None: None, **names} if nullable else names
