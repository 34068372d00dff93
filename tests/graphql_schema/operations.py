"""Every operation of the served schema with arguments that fit its types, so that none is forgotten by a test."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    get_named_type,
    is_leaf_type,
    is_required_argument,
    is_required_input_field,
)

from graphql_schema.schema import build_schema

ABSENT = "01900000-0000-7000-8000-000000000000"
_SCALARS: dict[str, Any] = {"String": "x", "Int": 1, "Float": 1.0, "Boolean": True, "ID": ABSENT, "Upload": None}
_SCHEMA = build_schema()._schema


@dataclass(frozen=True)
class Operation:
    """`ids` are the names of the required arguments and input fields that take an id."""

    kind: str
    name: str

    @property
    def _field(self) -> Any:
        return getattr(_SCHEMA, f"{self.kind}_type").fields[self.name]

    @property
    def document(self) -> str:
        arguments = self._required()
        head = ", ".join(f"${name}: {argument.type}" for name, argument in arguments.items())
        passed = ", ".join(f"{name}: ${name}" for name in arguments)
        call = f"{self.name}({passed})" if passed else self.name
        leaf = is_leaf_type(get_named_type(self._field.type))
        return f"{self.kind}{f'({head})' if head else ''} {{ {call}{'' if leaf else ' { __typename }'} }}"

    def variables(self, ids: Mapping[str, str]) -> dict[str, Any]:
        """The least that the types ask for, with these ids by name and an absent one for the rest."""
        return {name: _value(name, argument.type, ids) for name, argument in self._required().items()}

    @property
    def ids(self) -> set[str]:
        return {name for argument, value in self._required().items() for name in _ids(argument, value.type)}

    def _required(self) -> dict[str, Any]:
        return {name: value for name, value in self._field.args.items() if is_required_argument(value)}

    def __str__(self) -> str:
        return self.name


def operations(*kinds: str) -> list[Operation]:
    return [Operation(kind, name) for kind in kinds for name in getattr(_SCHEMA, f"{kind}_type").fields]


def _inner(type: Any) -> Any:
    return type.of_type if isinstance(type, GraphQLNonNull) else type


def _value(name: str, type: Any, ids: Mapping[str, str]) -> Any:
    type = _inner(type)
    if isinstance(type, GraphQLList):
        return [_value(name.removesuffix("s"), type.of_type, ids)]
    if isinstance(type, GraphQLEnumType):
        return list(type.values)[-1]  # for a role the least, which everybody who may invite may give
    if isinstance(type, GraphQLInputObjectType):
        fields = {key: field for key, field in type.fields.items() if is_required_input_field(field)}
        return {key: _value(key, field.type, ids) for key, field in fields.items()}
    return ids.get(name, ABSENT) if type.name == "ID" else _SCALARS[type.name]


def _ids(name: str, type: Any) -> Iterator[str]:
    type = _inner(type)
    if isinstance(type, GraphQLInputObjectType):
        for key, field in type.fields.items():
            if is_required_input_field(field):
                yield from _ids(key, field.type)
    elif not isinstance(type, GraphQLList) and get_named_type(type).name == "ID":
        yield name
