"""Random valid requests over the schema that is served, as a person might send them who knows what is there."""

import random
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

from graphql import GraphQLEnumType, GraphQLSchema

from app.accounts.policy import Permission
from tests.graphql_schema.fuzz.arguments import NO_VALUE, Arguments, Variable
from tests.graphql_schema.fuzz.data import Person
from tests.graphql_schema.fuzz.fragments import Fragment, Fragments
from tests.graphql_schema.fuzz.known import Known
from tests.graphql_schema.fuzz.meanings import Meanings, Place
from tests.graphql_schema.fuzz.selections import Selections

NEEDS = {
    "Account.analytics": Permission.ANALYTICS,
    "Account.apiKeys": Permission.TEAM,
    "Account.auditLog": Permission.TEAM,
    "Account.hubRegistry": Permission.ALL_CLIENTS,
    "Account.usageEvents": Permission.ALL_CLIENTS,
    "Client.analytics": Permission.ANALYTICS,
    "Client.auditTrail": Permission.DIRECT,
    "Client.reviewLinks": Permission.DIRECT,
}
UNPLANNED = frozenset({"Client.similar", "ContentAsset.url", "Export.url", "Export.expiresAt"})
"""A document with one of them is read the ordinary way alone, and so proves little."""
NEEDS_A_CLIENT = {"Query.client": "", "Query.hub": "hubs", "Query.job": "jobs"}
WRONG = [[], {}, "x", "TWITER", 1.5, 2**31, -1, None, True]
UNKNOWN = ("", "nobody")
STYLES = [(3, 0.5), (6, 0.6), (10, 0.6), (2, 1.0)]
INTROSPECTION = ["__schema { queryType { name } }", '__type(name: "Hub") { name kind }']


@dataclass(frozen=True)
class Request:
    """What is sent. `variables` and `operation` are left out of the body where they are None."""

    query: str
    variables: dict[str, Any] | None = None
    operation: str | None = None
    declared: tuple[tuple[str, Variable], ...] = field(default=(), compare=False, repr=False)
    operations: tuple[str, ...] = field(default=(), compare=False, repr=False)

    @property
    def body(self) -> dict[str, Any]:
        rest = {"variables": self.variables, "operationName": self.operation}
        return {"query": self.query, **{key: value for key, value in rest.items() if value is not None}}


@dataclass
class Queries:
    """`cursors` are those that answers have given out; `used` counts what was asked for."""

    schema: GraphQLSchema
    known: Known
    rng: random.Random
    cursors: list[str] = field(default_factory=list)
    used: Counter[str] = field(default_factory=Counter)

    def request(self, person: Person) -> Request:
        daring = self.rng.random() < 0.1
        seen, cursors = self.known.visible(person), self.cursors[-40:]
        meanings = Meanings(self.rng, self.known, person.account_id, seen, cursors, daring, self.used)
        arguments = Arguments(self.rng)
        fragments = Fragments(self.rng, arguments, self.used)
        selections = Selections(self.rng, meanings, arguments, fragments, self.used, self._avoided(person, meanings))
        bodies = [self._body(selections) for _ in range(self.rng.choice([1] * 12 + [2, 3]))]
        return _Document(self.rng, arguments.variables, fragments.made, daring).request(bodies)

    def varied(self, request: Request) -> Request:
        """The same text with other values, some of them null or left out."""
        values = {name: variable.value for name, variable in request.declared} | (request.variables or {})
        for name, variable in request.declared:
            if self.rng.random() < 0.5:
                values[name] = self._other(variable)
        given = {name: value for name, value in values.items() if value is not NO_VALUE}
        operation = request.operation
        if len(request.operations) > 1 and self.rng.random() < 0.5:
            operation = self.rng.choice(request.operations)
        return replace(request, variables=given or None, operation=operation)

    def _other(self, variable: Variable) -> Any:
        """Another value that the variable may have."""
        if variable.type[-1] != "!" and variable.kind != "if" and self.rng.random() < 0.4:
            return self.rng.choice([None, NO_VALUE])
        type = self.schema.type_map[variable.type.rstrip("!")]
        if isinstance(type, GraphQLEnumType):
            return self.rng.choice(list(type.values))
        plain: dict[str, list[Any]] = {
            "Boolean": [True, False],
            "Int": [0, 1, 2, 4],
            "Float": [0, 40.5, 72.5, 100],
        }
        return self.rng.choice(plain.get(type.name, [variable.value]))

    def _avoided(self, person: Person, meanings: Meanings) -> frozenset[str]:
        lacking = {owner for owner, right in NEEDS.items() if not self.known.may(person, right)}
        lacking |= UNPLANNED if self.rng.random() < 0.8 else set()
        return frozenset(lacking | {owner for owner, kind in NEEDS_A_CLIENT.items() if meanings.client(kind) is None})

    def _body(self, selections: Selections) -> str:
        root = self.schema.query_type
        assert root is not None
        selections.breadth, selections.descends = self.rng.choice(STYLES)
        body = selections.of(root, Place(), 0, 1)
        return f"{self.rng.choice(INTROSPECTION)} {body}" if self.rng.random() < 0.01 else body


@dataclass
class _Document:
    rng: random.Random
    variables: dict[str, Variable]
    fragments: list[Fragment]
    daring: bool

    def request(self, bodies: list[str]) -> Request:
        names = [f"{self.rng.choice(['Read', 'query', '_', 'on'])}{number}" for number in range(len(bodies))]
        alone = len(bodies) == 1
        anonymous = alone and self.rng.random() < 0.4
        chosen = self.rng.choice(names)
        needed = [self._needed(body) for body in bodies]
        operations = [
            self._head(None if anonymous else name, of) + f"{{ {body} }}"
            for name, of, body in zip(names, needed, bodies, strict=True)
        ]
        definitions = [*operations, *(fragment.definition() for fragment in self.fragments)]
        self.rng.shuffle(definitions)
        text = self.rng.choice(["\n", " ", "\n# and\n"]).join(definitions)
        operation = None if anonymous or (alone and self.rng.random() < 0.5) else chosen
        if self.daring and self.rng.random() < 0.1:
            operation = self.rng.choice(UNKNOWN)
        mine = needed[names.index(chosen)]
        declared = tuple(self.variables.items())
        return Request(text, self._values(mine), operation, declared, () if anonymous else tuple(names))

    def _needed(self, text: str) -> list[str]:
        """The variables that stand in the text and in what it spreads, however deep."""
        bodies, reached, waiting = {fragment.name: fragment.body for fragment in self.fragments}, {text}, [text]
        while waiting:
            for name in re.findall(r"\.\.\.\s*(\w+)", waiting.pop()):
                body = bodies.get(name)
                if body is not None and body not in reached:
                    reached.add(body)
                    waiting.append(body)
        named = {name for part in reached for name in re.findall(r"\$(\w+)", part)}
        return [name for name in self.variables if name in named]

    def _head(self, name: str | None, needed: list[str]) -> str:
        declared = []
        for variable in needed:
            known = self.variables[variable]
            declared.append(f"${variable}: {known.type}" + (f" = {known.default}" if known.default else ""))
        if name is None and not declared and self.rng.random() < 0.5:
            return ""
        return f"query {name or ''}" + (f"({', '.join(declared)})" if declared else "")

    def _values(self, needed: list[str]) -> dict[str, Any] | None:
        """Those of other operations may come along: what is not declared does not count."""
        names = needed if self.rng.random() < 0.8 else list(self.variables)
        values = {name: self.variables[name].value for name in names if self.variables[name].value is not NO_VALUE}
        if values and self.daring and self.rng.random() < 0.2:
            values[self.rng.choice(list(values))] = self.rng.choice(WRONG)
        return values or ({} if self.rng.random() < 0.5 else None)
