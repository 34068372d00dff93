"""Every operation that the explorer page shows or sends is one that the served schema can run."""

import re
from pathlib import Path

import pytest
from graphql import OperationDefinitionNode, build_schema, parse, validate

_ROOT = Path(__file__).parents[3]
_SOURCES = _ROOT / "app" / "web" / "graphiql"
_OPERATION = re.compile(r"""(['`])((?:#[^\n]*\n)*(?:query|mutation|subscription) .*?)\1""", re.DOTALL)


def _operations() -> dict[str, str]:
    files = sorted([*_SOURCES.glob("*.js"), *_SOURCES.glob("*.jsx")])
    texts = [found[1] for file in files for found in _OPERATION.findall(file.read_text())]
    return {_name(text): text for text in texts}


def _name(text: str) -> str:
    [operation] = parse(text).definitions
    assert isinstance(operation, OperationDefinitionNode)
    assert operation.name
    return operation.name.value


def test_all_operations_of_the_page_are_found() -> None:
    shown = {"LookAround", "CreateClient", "CreateHub", "WatchHub", "Calibrate"}
    sent = {"Me", "SignIn", "SignUp", "SignOut", "FirstIds"}
    assert set(_operations()) == shown | sent


@pytest.mark.parametrize("name", sorted(_operations()))
def test_operation_of_the_page_fits_the_schema(name: str) -> None:
    schema = build_schema((_ROOT / "graphql_schema" / "schema.graphql").read_text())
    assert [error.message for error in validate(schema, parse(_operations()[name]))] == []
