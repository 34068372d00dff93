"""What there is to ask for: every field that a query can reach, every argument, every field of the inputs."""

from graphql import GraphQLNamedType, GraphQLSchema, get_named_type, is_input_object_type, is_object_type

APART = frozenset({"Query.sharedReview"})
"""Asked with the token of a link by people who are nobody: no plan reads it."""


def askable(schema: GraphQLSchema) -> set[str]:
    """`Type.field`, `Type.field(argument)`, `Input.field`."""
    found: set[str] = set()
    waiting: list[GraphQLNamedType] = [schema.query_type] if schema.query_type else []
    seen: set[str] = set()
    while waiting:
        type = waiting.pop()
        if type.name in seen:
            continue
        seen.add(type.name)
        if is_input_object_type(type):
            found |= {f"{type.name}.{name}" for name in type.fields}
        if is_object_type(type):
            fields = {name: field for name, field in type.fields.items() if f"{type.name}.{name}" not in APART}
            for name, field in fields.items():
                found |= {f"{type.name}.{name}", *(f"{type.name}.{name}({argument})" for argument in field.args)}
                waiting += [get_named_type(field.type), *(get_named_type(of.type) for of in field.args.values())]
    return found
