"""Documents that are known: good ones are kept within bounds, and a flood of bad ones leaves them alone."""

from pathlib import Path

import pytest

from app.settings import Settings
from graphql_schema.documents import KEPT_DOCUMENTS, KEPT_LETTERS, Document, Documents, Faulty
from graphql_schema.schema import FoundrySchema, build_schema

TWO = "query A { me { ...F } } query B { __typename } fragment F on User { id }"


@pytest.fixture(scope="module")
def schema() -> FoundrySchema:
    return build_schema(Settings(data_dir=Path("unused")))


@pytest.fixture
def documents(schema: FoundrySchema) -> Documents:
    return documents_with(schema)


def documents_with(schema: FoundrySchema, **changes: object) -> Documents:
    return Documents(schema._schema, Settings(data_dir=Path("unused"), **changes))  # type: ignore[arg-type]  # by name


def good(documents: Documents, text: str) -> Document:
    found = documents.find(text)
    assert found is not None
    return found


def words(documents: Documents, text: str) -> list[str]:
    found = documents.look(text)
    assert isinstance(found, Faulty)
    return [error.message for error in found.errors]


def test_a_document_is_parsed_once(documents: Documents) -> None:
    first = good(documents, TWO)

    assert good(documents, "".join(TWO)) is first
    assert good(documents, TWO + " ") is not first


def test_operations_and_fragments_are_found_by_name(documents: Documents) -> None:
    document = good(documents, TWO)
    first, second, fragment = document.ast.definitions

    assert document.operation("A") is first
    assert document.operation("B") is second
    assert document.operation(None) is first
    assert document.operation("C") is None
    assert document.operation("") is None
    assert {name: details.definition for name, details in document.fragments.items()} == {"F": fragment}
    assert dict(document.plans) == {}


def test_a_document_without_an_operation_has_none(documents: Documents) -> None:
    assert documents.find("fragment F on User { id }") is None  # nothing uses it
    assert good(documents, "{ __typename }").operation(None) is not None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{ me {", "Syntax Error: Expected Name, found <EOF>."),
        ("", "Syntax Error: Unexpected <EOF>."),
        ("{ me { nothing } }", "Cannot query field 'nothing' on type 'User'."),
        (
            "{ clients(first: null) { nodes { id } } me }",
            "Field 'me' of type 'User!' must have a selection of subfields. Did you mean 'me { ... }'?",
        ),
        ("{" + " ".join(f"a{n}: __typename" for n in range(61)) + "}", "The document has 61 aliases; 60 are allowed."),
    ],
)
def test_a_document_with_errors_is_told_apart(documents: Documents, text: str, message: str) -> None:
    assert documents.find(text) is None
    assert message in words(documents, text)


def test_the_numbers_are_the_settings(schema: FoundrySchema) -> None:
    documents = documents_with(schema, max_tokens=10, max_depth=2)

    good(documents, "{ me { id id id id } }")
    assert "10 tokens" in words(documents, "{ me { id id id id id id id } }")[0]
    assert words(documents, "{ me { clients { id } } }") == ["The operation nests fields 3 levels deep; 2 are allowed."]


def test_the_schema_is_kept_where_it_should_be(schema: FoundrySchema) -> None:
    query = '{ __type(name: "User") { name } }'

    good(documents_with(schema), query)
    assert "introspection" in words(documents_with(schema, introspection=False), query)[0]


def test_a_chain_of_fragments_too_long_to_follow_is_refused(schema: FoundrySchema) -> None:
    chain = [f"fragment F{n} on User {{ ...F{n + 1} }}" for n in range(900)]
    text = "{ me { ...F0 } } " + " ".join(chain) + " fragment F900 on User { id }"

    documents = documents_with(schema, max_tokens=100_000)
    assert words(documents, text) == ["The document's fragments lie too deep in each other."]


def test_the_least_recently_used_is_forgotten_at_the_bound_of_number(documents: Documents) -> None:
    first, second = good(documents, TWO), good(documents, "{ me { id } }")
    for number in range(KEPT_DOCUMENTS - 2):
        good(documents, f"query Q{number} {{ __typename }}")
    assert documents.find(TWO) is first

    good(documents, "query One { __typename }")
    assert documents.find(TWO) is first
    assert documents.find("{ me { id } }") is not second


def test_the_least_recently_used_is_forgotten_at_the_bound_of_letters(documents: Documents) -> None:
    first = good(documents, TWO)
    padding = "#" + "x" * (KEPT_LETTERS // 3)
    for number in range(3):
        good(documents, f"query Q{number} {{ __typename }} {padding}")

    assert documents.find(TWO) is not first


def test_a_huge_document_takes_no_place(documents: Documents) -> None:
    first = good(documents, TWO)
    huge = "{ __typename } #" + "x" * KEPT_LETTERS

    assert good(documents, huge) is not good(documents, huge)
    assert documents.find(TWO) is first


def test_bad_documents_take_no_place_of_good_ones(documents: Documents) -> None:
    first = good(documents, TWO)
    for number in range(KEPT_DOCUMENTS + 1):
        assert documents.find(f"query Q{number} {{ nothing }}") is None

    assert documents.find(TWO) is first
