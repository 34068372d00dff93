"""How values for arguments are written: as literals, as variables, as objects with variables inside."""

import json
import random
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLNonNull,
    get_named_type,
)

NO_VALUE = object()


@dataclass
class Variable:
    """`default` is a literal; `value` is NO_VALUE where the request says none."""

    type: str
    default: str | None
    value: Any
    kind: str


@dataclass
class Arguments:
    """The arguments of one document, and the variables that came of them. Equal `kind`s may share a variable."""

    rng: random.Random
    variables: dict[str, Variable] = field(default_factory=dict)

    def chance(self, of: float) -> bool:
        return self.rng.random() < of

    def write(self, kind: str, type: GraphQLInputType, value: Any) -> str:
        """The value as a literal of the type, or as a variable that holds it."""
        if self.chance(0.4):
            return self._variable(kind, type, value)
        return self._literal(kind, type, value, True)

    def _literal(self, kind: str, type: GraphQLInputType, value: Any, may_vary: bool) -> str:
        if value is None:
            return "null"
        named = get_named_type(type)
        if isinstance(named, GraphQLInputObjectType):
            return self._object(named, value, may_vary)
        if isinstance(named, GraphQLEnumType):
            return str(value)
        if isinstance(value, str):
            return self._string(value)
        return json.dumps(value)

    def _object(self, type: GraphQLInputObjectType, value: dict[str, Any], may_vary: bool) -> str:
        parts = []
        for name, inner in value.items():
            of = type.fields[name].type
            kind = f"{type.name}.{name}"
            parts.append(
                f"{name}: {self.write(kind, of, inner) if may_vary else self._literal(kind, of, inner, False)}"
            )
        return "{" + ", ".join(parts) + "}"

    def _string(self, value: str) -> str:
        plain = value.isprintable() and value and '"' not in value and "\\" not in value and value == value.strip()
        if plain and self.chance(0.2):
            return f'"""{value}"""'
        return json.dumps(value, ensure_ascii=self.chance(0.3)).replace("\x7f", "\\u007f")

    def _variable(self, kind: str, type: GraphQLInputType, value: Any) -> str:
        """One that is there already, or a new one: with or without a default, given, null, or left out."""
        fitting = [name for name, known in self.variables.items() if known.kind == kind]
        if fitting and self.chance(0.4):
            return f"${self.rng.choice(fitting)}"
        nullable = type.of_type if isinstance(type, GraphQLNonNull) else type
        default = self._literal(kind, type, value, False) if value is not None and self.chance(0.3) else None
        needed = nullable is not type
        strict = not default if needed else value is not None
        declared = f"{nullable}!" if strict and (needed or self.chance(0.3)) else str(nullable)
        if default is None and declared[-1] != "!" and self.chance(0.1):
            default = "null"
        omitted = (default is not None or value is None) and self.chance(0.5)
        return f"${self._named(Variable(declared, default, NO_VALUE if omitted else value, kind))}"

    def _named(self, variable: Variable) -> str:
        name = self.rng.choice(["v", "first", "id", "c", "k", "_", "keys", "x", "self", "p"])
        name = f"{name}{len(self.variables)}"
        self.variables[name] = variable
        return name

    def condition(self) -> str:
        """Of a directive."""
        wanted = self.chance(0.6)
        if self.chance(0.4):
            return json.dumps(wanted)
        fitting = [name for name, known in self.variables.items() if known.kind == "if"]
        if fitting and self.chance(0.5):
            return f"${self.rng.choice(fitting)}"
        type, default = self.rng.choice([("Boolean!", None), ("Boolean!", "true"), ("Boolean", "false")])
        value: Any = NO_VALUE if default and self.chance(0.5) else wanted
        return f"${self._named(Variable(type, default, value, 'if'))}"
