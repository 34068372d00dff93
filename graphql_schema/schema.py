"""The schema: every domain's part put together, with limits, and errors told the same way everywhere."""

from collections.abc import AsyncIterator, Iterable
from typing import Any

import strawberry
from graphql import GraphQLError
from graphql import OperationType as CoreOperationType
from strawberry.extensions import SchemaExtension
from strawberry.schema.config import StrawberryConfig
from strawberry.schema.name_converter import NameConverter
from strawberry.schema.schema import StreamResult
from strawberry.types import ExecutionContext
from strawberry.types.graphql import OperationType

import graphql_schema.scalars  # noqa: F401  # enumerations become GraphQL's before any type names them
from app.settings import Settings
from graphql_schema import errors, reading
from graphql_schema.accounts import AccountMutations, AccountQueries
from graphql_schema.brand import BrandMutations
from graphql_schema.calibration import CalibrationMutations
from graphql_schema.clients import ClientMutations, ClientQueries
from graphql_schema.dna import DnaMutations
from graphql_schema.documents import Documents, KnownDocuments, Question
from graphql_schema.exports import ExportMutations
from graphql_schema.grounding import GroundingMutations
from graphql_schema.hubs import HubMutations, HubQueries
from graphql_schema.jobs import JobMutations, JobQueries
from graphql_schema.killing import KillMutations
from graphql_schema.permissions import KEY
from graphql_schema.planner import Planner
from graphql_schema.review import ReviewMutations
from graphql_schema.rules import RuleMutations
from graphql_schema.samples import SampleMutations
from graphql_schema.scalars import SCALARS
from graphql_schema.sharing import SharingMutations, SharingQueries
from graphql_schema.spokes import SpokeMutations
from graphql_schema.streaming import Broadcast
from graphql_schema.subscriptions import Subscription


@strawberry.type
class Query(AccountQueries, ClientQueries, HubQueries, JobQueries, SharingQueries):
    pass


@strawberry.type
class Mutation(
    AccountMutations,
    ClientMutations,
    BrandMutations,
    DnaMutations,
    SampleMutations,
    CalibrationMutations,
    HubMutations,
    JobMutations,
    ReviewMutations,
    RuleMutations,
    SpokeMutations,
    SharingMutations,
    ExportMutations,
    KillMutations,
    GroundingMutations,
):
    pass


class OwnBeginning(SchemaExtension):
    """A WebSocket's context serves many operations; none may rest on what an earlier one was allowed, or has cached."""

    async def on_operation(self) -> AsyncIterator[None]:
        context = self.execution_context.context
        if context is not None:
            await context.begin()
        yield


class Names(NameConverter):
    """Strawberry works out the name of an input's field each time that it reads one."""

    def __init__(self) -> None:
        super().__init__(auto_camel_case=True)
        self._known: dict[str, str] = {}

    def apply_naming_config(self, name: str) -> str:
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = super().apply_naming_config(name)
        return known


class FoundrySchema(strawberry.Schema):
    """Every transport asks the same `documents`."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(
            query=Query,
            mutation=Mutation,
            subscription=Subscription,
            extensions=[OwnBeginning, lambda: KnownDocuments(self.documents)],
            config=StrawberryConfig(
                disable_field_suggestions=not settings.introspection, name_converter=Names(), scalar_map=SCALARS
            ),
        )
        reading.connect(self._schema)
        self.documents = Documents(self._schema, settings)
        self._broadcast = Broadcast(self)
        self.planner = (
            Planner(
                self,
                strict=settings.strict_reads,
                cache_bytes=settings.answer_cache_bytes,
                max_rows=settings.max_rows,
            )
            if settings.planned_reads
            else None
        )

    async def stream(
        self,
        query: str | None,
        variable_values: dict[str, Any] | None = None,
        context_value: Any = None,
        root_value: Any | None = None,
        operation_name: str | None = None,
        operation_extensions: dict[str, Any] | None = None,
        allowed_operation_types: Iterable[OperationType] | None = None,
    ) -> StreamResult:
        """A valid subscription shares what it is told with its like; everything else goes the ordinary way."""
        document = self.documents.find(query) if query else None
        operation = document.operation(operation_name) if document else None
        is_allowed = allowed_operation_types is None or OperationType.SUBSCRIPTION in allowed_operation_types
        if document and operation and is_allowed and operation.operation is CoreOperationType.SUBSCRIPTION:
            return self._broadcast.stream(Question(document, operation, variable_values), context_value)
        return await super().stream(
            query,
            variable_values,
            context_value,
            root_value,
            operation_name,
            operation_extensions,
            allowed_operation_types,
        )

    def process_errors(self, errors_: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        errors.tell(errors_, execution_context)


def build_schema(settings: Settings | None = None) -> FoundrySchema:
    """Raises TypeError for a mutation or subscription that does not say what it takes."""
    settings = settings or Settings()
    for root in (Mutation, Subscription):
        _require_permissions(root)
    return FoundrySchema(settings)


def _require_permissions(root: Any) -> None:
    for field in root.__strawberry_definition__.fields:
        if KEY not in field.metadata:
            raise TypeError(f"{root.__name__}.{field.python_name} declares no permission")


def sdl() -> str:
    return build_schema(Settings()).as_str() + "\n"
