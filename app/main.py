"""The composition root: settings become open resources, and these a Starlette application."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import structlog
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Route, WebSocketRoute

import app.calibration.workflow
import app.exports.workflow
import app.generation.rescoring_workflow
import app.generation.workflow
import app.grounding.workflow  # noqa: F401  # registers the workflows
from app import resources
from app.accounts.credentials import OutsideProvider
from app.audit.retention import keep_pruning
from app.clients import service as clients
from app.exports import sweep as exports
from app.generation import sweep
from app.grounding.watching import keep_watching
from app.http import downloads, graphiql, health, review
from app.http.middleware import BodyLimit, Metrics
from app.kit.background import Background
from app.kit.changes import Changes
from app.llm import WritingModel, open_model
from app.mail import open_mailer
from app.objects.files import FileStore
from app.planes import GLOBAL_MODELS, GLOBAL_STEPS, TENANT_MODELS, TENANT_STEPS
from app.portability import staging
from app.progress import MemoryBus
from app.recall.keeping import keep
from app.resources import Resources
from app.settings import Settings
from app.speech import Transcriber
from app.speech.opening import open_transcriber
from app.trail.relaying import keep_relaying
from app.vectors import vectors_of
from app.workflows import Concurrency, Engine
from graphql_schema.lean import ShortWay
from graphql_schema.schema import FoundrySchema, build_schema
from graphql_schema.server import FoundryGraphQL
from tenancy import Tenancy, load_steps

log = logging.getLogger(__name__)
PAGE = Path(__file__).parent / "web" / "graphiql" / "dist"
FORM_OVERHEAD = 1_000_000
GRAPHQL = "/graphql"


async def open_tenancy(settings: Settings) -> Tenancy:
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    return await Tenancy.open(
        settings.global_url,
        settings.clients_dir,
        global_modules=GLOBAL_MODELS,
        tenant_modules=TENANT_MODELS,
        global_steps=load_steps(GLOBAL_STEPS),
        tenant_steps=load_steps(TENANT_STEPS),
        max_open=settings.max_open_clients,
    )


@asynccontextmanager
async def at_rest(settings: Settings) -> AsyncIterator[Resources]:
    """Everything open that a command needs beside a server, or without one: nothing is mended, and no work goes on."""
    async with AsyncExitStack() as stack:
        tenancy = await open_tenancy(settings)
        stack.push_async_callback(tenancy.close)
        data = settings.data_dir.resolve()
        bus = MemoryBus()
        writers = asyncio.Semaphore(settings.pieces_at_once)
        objects = FileStore(data / "objects", data / "objects.key")
        vectors = vectors_of(settings)
        stack.push_async_callback(vectors.close)
        provider = OutsideProvider.of(settings.jwks_url, settings.jwt_issuer, settings.jwt_audience)
        model, transcriber = open_model(settings), open_transcriber(settings)
        _close_in_the_end(stack, model, transcriber)
        # The engine takes up old work as it opens, so what that work needs is installed before.
        engine = Engine()
        background, mailer = Background(), open_mailer(settings)
        opened_resources = Resources(
            settings,
            objects,
            bus,
            engine,
            writers,
            vectors,
            Changes(),
            Changes(),
            background,
            mailer,
            provider,
            model,
            transcriber,
        )
        resources.install(opened_resources)
        stack.callback(resources.install, None)
        stack.push_async_callback(background.close)
        yield opened_resources


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Resources]:
    """Everything open, work that was cut off mended and going on; all of it closed in the end."""
    async with AsyncExitStack() as stack:
        opened_resources = await stack.enter_async_context(at_rest(settings))
        data, engine, vectors = settings.data_dir.resolve(), opened_resources.engine, opened_resources.vectors
        if vectors.is_local:
            await vectors.require_model()
        await staging.sweep(data, opened_resources.objects)
        await clients.mend()
        await engine.open(data / "workflows.db", Concurrency(settings.workers, settings.workers_per_client))
        stack.push_async_callback(engine.close)
        await sweep.restart_lost_jobs()
        await exports.restart_lost_exports()
        stack.push_async_callback(_ended, asyncio.create_task(keep_relaying()))
        if settings.drift_check_s:
            stack.push_async_callback(_ended, asyncio.create_task(keep_watching(settings.drift_check_s)))
        if settings.audit_days:
            stack.push_async_callback(_ended, asyncio.create_task(keep_pruning(settings.audit_days)))
        if settings.index_texts:
            stack.push_async_callback(_ended, asyncio.create_task(keep(vectors)))
        yield opened_resources


def _close_in_the_end(stack: AsyncExitStack, *others: WritingModel | Transcriber | None) -> None:
    for other in others:
        if other is not None:
            stack.push_async_callback(other.close)


async def _ended(task: asyncio.Task[None]) -> None:
    """Cut off: what it had not done stands in the databases."""
    task.cancel()
    await asyncio.wait([task])


def build_app(settings: Settings) -> Starlette:
    """The application; its resources open with its lifespan."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with opened(settings):
            yield

    schema = build_schema(settings)
    graphql = FoundryGraphQL(schema, settings)
    return Starlette(
        routes=[
            Route(GRAPHQL, graphql, methods=["GET", "POST", "PUT", "DELETE", "HEAD"]),
            WebSocketRoute(GRAPHQL, graphql),
            *health.routes,
            *downloads.routes,
            *graphiql.routes(PAGE),
            *review.routes,
        ],
        middleware=_middleware(settings, schema),
        lifespan=lifespan,
    )


def _middleware(settings: Settings, schema: FoundrySchema) -> list[Middleware]:
    """Outermost first. The short way comes before all but CORS, whose headers its answers need as well."""
    cors = Middleware(
        CORSMiddleware,
        allow_origins=list(settings.cors_origins),
        allow_methods=["GET", "POST"],
        allow_headers=["authorization", "content-type", "graphql-require-preflight", "x-requested-with"],
        max_age=3600,
    )
    limit = Middleware(
        BodyLimit, max_bytes=settings.max_body_bytes, max_form_bytes=settings.max_upload_bytes + FORM_OVERHEAD
    )
    short = Middleware(ShortWay, schema=schema, path=GRAPHQL, max_bytes=settings.max_body_bytes)
    return [*([cors] if settings.cors_origins else []), short, Middleware(Metrics), limit]


def configure_logging(settings: Settings) -> None:
    """One format for our own log and the libraries'."""
    shared: list[Any] = [structlog.stdlib.add_log_level, structlog.processors.TimeStamper(fmt="iso", utc=True)]
    renderer = structlog.processors.JSONRenderer() if settings.log_json else structlog.dev.ConsoleRenderer(colors=False)
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                renderer,
            ],
            foreign_pre_chain=shared,
        )
    )
    logging.basicConfig(handlers=[handler], level=settings.log_level.upper(), force=True)
    for noisy in ("uvicorn.access", "uvicorn.error", "httpx", "httpx2", "dbos"):  # of the second, two lines a socket
        logging.getLogger(noisy).setLevel(logging.WARNING)
