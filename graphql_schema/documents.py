"""Documents that are known: parsed, within the limits and valid, so that neither is done again for the next request.

Found by their text alone. One with errors is told apart and never takes a good one's place: anybody can write thousands
of bad ones.
"""

from collections import OrderedDict
from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Protocol, TypeVar, cast

from graphql import (
    DirectiveNode,
    DocumentNode,
    ExecutionResult,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    NoSchemaIntrospectionCustomRule,
    OperationDefinitionNode,
    OperationType,
    VariableNode,
    Visitor,
    parse,
    specified_rules,
    visit,
)
from graphql.execution.collect_fields import FragmentDetails
from strawberry.extensions import SchemaExtension
from strawberry.schema.schema import validate_document

from app.settings import Settings
from graphql_schema.limits import refusals

if TYPE_CHECKING:
    from graphql_schema.schema import FoundrySchema

# A tree takes some hundred bytes for each letter of its text, so these are about 40 MB, and 140 MB at the worst.
KEPT_DOCUMENTS = 500
KEPT_LETTERS = 500_000
# Only so that one request does not look twice: first by the short way, then by the one that words its errors.
KEPT_FAULTY = 20
KEPT_FAULTY_LETTERS = 100_000


class Document:
    """One that may be executed. `plans` and `variables` are the planner's; `switches` are what directives ask."""

    __slots__ = ("ast", "fragments", "operations", "plans", "switches", "text", "variables")

    def __init__(self, text: str, ast: DocumentNode) -> None:
        self.text = text
        self.ast = ast
        self.fragments = {
            node.name.value: FragmentDetails(node)
            for node in ast.definitions
            if isinstance(node, FragmentDefinitionNode)
        }
        operations = [node for node in ast.definitions if isinstance(node, OperationDefinitionNode)]
        # Without a name the first is meant: that is how Strawberry reads a document of several.
        self.operations: dict[str | None, OperationDefinitionNode] = {None: operations[0]} if operations else {}
        self.operations.update({node.name.value: node for node in operations if node.name})
        self.plans: OrderedDict[Any, Any] = OrderedDict()
        self.variables: OrderedDict[Any, Any] = OrderedDict()
        self.switches = tuple(sorted(_switches(ast)))

    def operation(self, name: str | None) -> OperationDefinitionNode | None:
        """The one of that name, the first one without; None where there is none."""
        return self.operations.get(name)


class Question(NamedTuple):
    """One operation of a document, as somebody asks for it."""

    document: Document
    operation: OperationDefinitionNode
    variables: dict[str, Any] | None

    @property
    def name(self) -> str | None:
        return self.operation.name.value if self.operation.name else None


def _switches(ast: DocumentNode) -> set[str]:
    found: set[str] = set()

    class Switches(Visitor):
        def enter_directive(self, node: DirectiveNode, *_: Any) -> None:
            for argument in node.arguments or ():
                if isinstance(argument.value, VariableNode):
                    found.add(argument.value.name.value)

    visit(ast, Switches())
    return found


class Faulty:
    """One with errors, one at least. Without a tree its syntax is wrong."""

    __slots__ = ("ast", "errors", "text")

    def __init__(self, text: str, ast: DocumentNode | None, errors: tuple[GraphQLError, ...]) -> None:
        self.text = text
        self.ast = ast
        self.errors = errors


class Documents:
    """Bound to one schema and its limits."""

    def __init__(self, schema: GraphQLSchema, settings: Settings) -> None:
        self._schema = schema
        self._settings = settings
        hidden = () if settings.introspection else (NoSchemaIntrospectionCustomRule,)
        self._rules = (*specified_rules, *hidden)
        self._good: _Kept[Document] = _Kept(KEPT_DOCUMENTS, KEPT_LETTERS)
        self._faulty: _Kept[Faulty] = _Kept(KEPT_FAULTY, KEPT_FAULTY_LETTERS)

    @property
    def max_tokens(self) -> int:
        return self._settings.max_tokens

    def find(self, text: str) -> Document | None:
        """None for one with errors; the ordinary way words them."""
        found = self.look(text)
        return found if isinstance(found, Document) else None

    def look(self, text: str) -> Document | Faulty:
        found = self._good.get(text) or self._faulty.get(text)
        if found is None:
            found = self._examined(text)
            if isinstance(found, Document):
                self._good.put(found)
            else:
                self._faulty.put(found)
        return found

    def _examined(self, text: str) -> Document | Faulty:
        try:
            ast = parse(text, max_tokens=self.max_tokens)
        except GraphQLError as error:
            return Faulty(text, None, (error,))
        errors = self._errors(ast)
        return Faulty(text, ast, tuple(errors)) if errors else Document(text, ast)

    def _errors(self, ast: DocumentNode) -> list[GraphQLError]:
        """A document that is too much is not validated: comparing its fields with each other is what would be slow."""
        refused = refusals(ast, self._settings.max_depth, self._settings.max_aliases)
        return [GraphQLError(words) for words in refused] or validate_document(self._schema, ast, self._rules)


class KnownDocuments(SchemaExtension):
    """Where Strawberry executes: hands it the tree, the verdict and what the planner reads. Made once an operation."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        self._found: Document | Faulty | None = None

    def on_operation(self) -> Iterator[None]:
        execution = self.execution_context
        execution.parse_options["max_tokens"] = self._documents.max_tokens
        if isinstance(execution.query, str) and execution.query:
            self._found = self._documents.look(execution.query)
            execution.graphql_document = self._found.ast
        yield

    def on_validate(self) -> Iterator[None]:
        """An empty list says that there is nothing to look for any more."""
        errors = self._found.errors if isinstance(self._found, Faulty) else ()
        self.execution_context.pre_execution_errors = list(errors)
        yield

    async def on_execute(self) -> AsyncIterator[None]:
        """Where there is a result, nothing is executed."""
        execution, document = self.execution_context, self._found
        planner = cast("FoundrySchema", execution.schema).planner
        if planner is not None and isinstance(document, Document):
            operation = document.operation(execution.operation_name)
            if operation is not None and operation.operation is OperationType.QUERY:
                question = Question(document, operation, execution.variables)
                data = await planner.data(question, execution.context)
                execution.result = None if data is None else ExecutionResult(data, None)
        yield


class _Sized(Protocol):
    @property
    def text(self) -> str: ...


_T = TypeVar("_T", bound=_Sized)


class _Kept(Generic[_T]):
    """The most recently used by their text, bounded by number and by letters of text in all."""

    def __init__(self, most: int, letters: int) -> None:
        self._most = most
        self._letters = letters
        self._by_text: OrderedDict[str, _T] = OrderedDict()
        self._used = 0

    def get(self, text: str) -> _T | None:
        found = self._by_text.get(text)
        if found is not None:
            self._by_text.move_to_end(text)
        return found

    def put(self, item: _T) -> None:
        """One that would fill half the room is not kept."""
        if len(item.text) > self._letters // 2:
            return
        self._by_text[item.text] = item
        self._used += len(item.text)
        while self._used > self._letters or len(self._by_text) > self._most:
            _, gone = self._by_text.popitem(last=False)
            self._used -= len(gone.text)
