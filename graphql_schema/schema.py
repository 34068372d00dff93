"""The schema: every domain's part put together, with limits, and errors told the same way everywhere."""

from collections.abc import AsyncIterator
from typing import Any

import strawberry
from graphql import GraphQLError
from strawberry.extensions import SchemaExtension
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionContext

import graphql_schema.scalars  # noqa: F401  # enumerations become GraphQL's before any type names them
from app.settings import Settings
from graphql_schema import errors, reading
from graphql_schema.accounts import AccountMutations, AccountQueries
from graphql_schema.clients import ClientMutations, ClientQueries
from graphql_schema.documents import Documents, KnownDocuments
from graphql_schema.hubs import HubMutations, HubQueries
from graphql_schema.jobs import JobMutations, JobQueries
from graphql_schema.permissions import KEY
from graphql_schema.planner import Planner
from graphql_schema.spokes import SpokeMutations
from graphql_schema.subscriptions import Subscription


@strawberry.type
class Query(AccountQueries, ClientQueries, HubQueries, JobQueries):
    pass


@strawberry.type
class Mutation(AccountMutations, ClientMutations, HubMutations, JobMutations, SpokeMutations):
    pass


class OwnBeginning(SchemaExtension):
    """A WebSocket's context serves many operations; none may rest on what an earlier one was allowed, or has cached."""

    async def on_operation(self) -> AsyncIterator[None]:
        context = self.execution_context.context
        if context is not None:
            await context.begin()
        yield


class FoundrySchema(strawberry.Schema):
    """Every transport asks the same `documents`."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(
            query=Query,
            mutation=Mutation,
            subscription=Subscription,
            extensions=[OwnBeginning, lambda: KnownDocuments(self.documents)],
            config=StrawberryConfig(disable_field_suggestions=not settings.introspection),
        )
        reading.connect(self._schema)
        self.documents = Documents(self._schema, settings)
        self.planner = (
            Planner(self, strict=settings.strict_reads, cache_bytes=settings.answer_cache_bytes)
            if settings.planned_reads
            else None
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
