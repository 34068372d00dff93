"""Live progress: what happens in a client, told as it is committed."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from functools import partial
from typing import Annotated, Any, Generic, TypeVar, Union

import strawberry

import tenancy
from app.accounts.credentials import refreshed
from app.accounts.policy import Permission
from app.clients.access import ClientAccess, authorize
from app.errors import NotFound
from app.hubs import watching
from app.hubs.service import access_to_hub
from app.hubs.watching import Standing, Watching
from app.kit import clock
from app.progress import events
from app.review.commenting import get_comment
from app.spokes.service import get_spoke
from app.vocabulary import Gate, JobStatus, Platform
from graphql_schema.calibration import CalibrationComplete, calibrated
from graphql_schema.context import Context, Info
from graphql_schema.exports import ExportComplete, completed
from graphql_schema.permissions import subscription
from graphql_schema.sharing import Comment
from graphql_schema.spokes import Spoke
from tenancy import Version

T = TypeVar("T")
Find = Callable[[], Awaitable[ClientAccess]]
Watch = Callable[[ClientAccess, Standing], Watching[Any]]


@strawberry.type(description="Where a job is.")
class JobProgress:
    job_id: strawberry.ID
    client_id: strawberry.ID
    hub_id: strawberry.ID | None
    status: JobStatus
    phase: str | None
    percent: int
    message: str | None
    spokes_done: int
    spokes_total: int
    at: datetime

    @classmethod
    def of(cls, client_id: str, event: events.JobChanged) -> "JobProgress":
        return cls(
            job_id=strawberry.ID(event.job_id or ""),
            client_id=strawberry.ID(client_id),
            hub_id=_id(event.hub_id),
            status=event.status,
            phase=event.phase,
            percent=event.percent,
            message=event.message,
            spokes_done=event.spokes_done,
            spokes_total=event.spokes_total,
            at=event.at,
        )


@strawberry.type(description="The plan of a job is made; writing begins.")
class GenerationStarted:
    job_id: strawberry.ID
    hub_id: strawberry.ID
    platforms: list[Platform]
    spokes_total: int
    at: datetime


@strawberry.type(description="Every planned spoke is there; `failedCount` of them wait for a person.")
class GenerationComplete:
    job_id: strawberry.ID
    hub_id: strawberry.ID
    spoke_count: int
    failed_count: int
    at: datetime


@strawberry.type(description="The Critic has scored a piece; attempt 0 is the first writing.")
class SpokeEvaluated:
    spoke: Spoke
    attempt_number: int
    at: datetime


@strawberry.type(description="A person has approved or rejected a piece.")
class SpokeDecided:
    spoke: Spoke
    actor_label: str
    comment: str | None
    at: datetime


@strawberry.type(description="The team, or somebody who came by a review link, said something of a piece.")
class CommentAdded:
    spoke_id: strawberry.ID
    new_comment: Comment
    at: datetime


@strawberry.type(description="Three regenerations failed at this gate.")
class CreativeConflict:
    spoke_id: strawberry.ID
    gate: Gate
    reason: str
    at: datetime


@strawberry.type(
    description="A hub, an angle of it or a piece was killed, and what was made of it; edited pieces survived."
)
class ContentKilled:
    hub_id: strawberry.ID | None
    pillar_id: strawberry.ID | None = strawberry.field(description="Null unless just this angle was killed.")
    spoke_id: strawberry.ID | None = strawberry.field(description="Null unless just this piece was killed.")
    killed: int
    survived: int
    reason: str | None
    at: datetime


@strawberry.type(description="A bound of drift was crossed just now; told once, until it was crossed back.")
class DriftAlert:
    drift_score: float
    trigger: str = strawberry.field(
        description="high_edit_distance or low_zero_edit_rate where drift is above 0.4, zero_edit_drop where fewer "
        "than 0.4 of the approved pieces are as they were written."
    )
    suggestion: str
    at: datetime


@strawberry.type(description="A kill was undone.")
class ContentRestored:
    hub_id: strawberry.ID | None
    pillar_id: strawberry.ID | None
    spoke_id: strawberry.ID | None
    restored: int = strawberry.field(description="Pieces that are what they were before the kill.")
    rejoined: int = strawberry.field(description="Survivors that belong where they came from again.")
    at: datetime


ClientEvent = Annotated[
    Union[  # noqa: UP007
        GenerationStarted,
        JobProgress,
        GenerationComplete,
        SpokeEvaluated,
        SpokeDecided,
        CommentAdded,
        CreativeConflict,
        ExportComplete,
        ContentKilled,
        ContentRestored,
        CalibrationComplete,
        DriftAlert,
    ],
    strawberry.union("ClientEvent", description="Something that happened in a client."),
]


class Happenings(Generic[T]):
    """What one watcher is told. Its events are everybody's; showing one costs, and can be done once for many.

    An iterator for one task; one that is not read to its end wants to be closed.
    """

    __slots__ = ("_find", "_version", "_watch", "access", "context", "events")
    access: ClientAccess

    def __init__(self, context: Context, find: Find, watch: Watch) -> None:
        self.context = context
        self._find = find
        self._watch = watch
        self.events: Watching[Any] | None = None
        self._version: Version | None = None

    def __aiter__(self) -> "Happenings[T]":
        return self

    async def __anext__(self) -> T:
        while True:
            shown: T | None = await self.shown(await self.event())
            if shown is not None:
                self.context.fresh_loaders()
                return shown

    async def aclose(self) -> None:
        if self.events is not None:
            self.events.close()

    def event(self) -> Awaitable[events.Event]:
        """The next one. Raises StopAsyncIteration at the end, and AppError for who may not watch, or no longer."""
        return self.events.__anext__() if self.events is not None else self._first()

    async def _first(self) -> events.Event:
        self.access = await self._find()
        every_s = self.context.resources.settings.recheck_s
        self.events = self._watch(self.access, Standing(self._recheck, every_s))
        event: events.Event = await anext(self.events)
        return event

    async def shown(self, event: events.Event) -> Any:
        """The event as the API tells it; None when what it speaks of is gone."""
        return await _shown(self.access, event)

    async def _recheck(self) -> None:
        """The watcher must stay signed in, and the client theirs to see. `access` is a new one where it differs.

        Where nothing was written since the last look, only time can have changed anything.
        """
        version = await tenancy.global_reader().version()
        lapses = self.access.viewer.expires_at
        if version is not None and version == self._version and not (lapses and lapses <= clock.now()):
            return
        access = await authorize(await refreshed(self.access.viewer), self.access.client_id)
        if access != self.access:
            self.access = access
        self._version = version


@strawberry.type
class Subscription:
    @subscription(Permission.READ, "A job to its end: the first event is the state now, the last one is terminal.")
    def job_progress(self, info: Info, client_id: strawberry.ID, job_id: strawberry.ID) -> AsyncIterator[JobProgress]:
        def watch(access: ClientAccess, standing: Standing) -> Watching[Any]:
            return watching.watch_job(access, str(job_id), standing)

        return Happenings(info.context, partial(info.context.access, client_id), watch)

    @subscription(
        Permission.READ,
        "The newest job of a hub, likewise. Where that is over, a job that starts later is followed to its end.",
    )
    def hub_progress(self, info: Info, hub_id: strawberry.ID) -> AsyncIterator[JobProgress]:
        def watch(access: ClientAccess, standing: Standing) -> Watching[Any]:
            return watching.watch_hub(access, str(hub_id), standing)

        return Happenings(info.context, partial(access_to_hub, info.context.viewer, str(hub_id)), watch)

    @subscription(Permission.READ, "The jobs at work in a client, then everything that happens there.")
    def client_events(self, info: Info, client_id: strawberry.ID) -> AsyncIterator[ClientEvent]:
        return Happenings(info.context, partial(info.context.access, client_id), watching.watch_client)


async def _shown(access: ClientAccess, event: events.Event) -> Any:
    """The event as the API tells it; None when what it speaks of is gone."""
    common: dict[str, Any] = {"job_id": _id(event.job_id), "hub_id": _id(event.hub_id), "at": event.at}
    match event:
        case events.JobChanged():
            return JobProgress.of(access.client_id, event)
        case events.GenerationStarted():
            return GenerationStarted(**common, platforms=list(event.platforms), spokes_total=event.spokes_total)
        case events.GenerationComplete():
            return GenerationComplete(**common, spoke_count=event.spoke_count, failed_count=event.failed_count)
        case events.CreativeConflict():
            return CreativeConflict(
                spoke_id=strawberry.ID(event.spoke_id), gate=event.gate, reason=event.reason, at=event.at
            )
        case events.SpokeEvaluated() | events.SpokeDecided():
            return await _about_spoke(access, event)
        case events.CommentAdded():
            return await _about_comment(access, event)
        case events.ContentKilled() | events.ContentRestored():
            return _about_kill(event)
    return await _about_client(access, event)


async def _about_client(access: ClientAccess, event: events.Event) -> Any:
    match event:
        case events.ExportComplete():
            return await completed(access, event)
        case events.CalibrationComplete():
            return await calibrated(access, event)
        case events.DriftAlert():
            return DriftAlert(
                drift_score=event.drift_score, trigger=event.trigger, suggestion=event.suggestion, at=event.at
            )
    return None


def _about_kill(event: events.ContentKilled | events.ContentRestored) -> ContentKilled | ContentRestored:
    place: dict[str, Any] = {name: _id(getattr(event, name)) for name in ("hub_id", "pillar_id", "spoke_id")}
    if isinstance(event, events.ContentKilled):
        return ContentKilled(**place, killed=event.killed, survived=event.survived, reason=event.reason, at=event.at)
    return ContentRestored(**place, restored=event.restored, rejoined=event.rejoined, at=event.at)


async def _about_spoke(access: ClientAccess, event: events.SpokeEvaluated | events.SpokeDecided) -> Any:
    try:
        spoke = Spoke.of(await get_spoke(access, event.spoke_id), access)
    except (NotFound, tenancy.UnknownClient):  # of a client that was deleted the next look at the rights tells
        return None
    if isinstance(event, events.SpokeEvaluated):
        return SpokeEvaluated(spoke=spoke, attempt_number=event.attempt_number, at=event.at)
    return SpokeDecided(spoke=spoke, actor_label=event.actor_label, comment=event.comment, at=event.at)


async def _about_comment(access: ClientAccess, event: events.CommentAdded) -> CommentAdded | None:
    try:
        comment = Comment.of(await get_comment(access, event.comment_id), access)
    except (NotFound, tenancy.UnknownClient):
        return None
    return CommentAdded(spoke_id=strawberry.ID(event.spoke_id), new_comment=comment, at=event.at)


def _id(id: str | None) -> strawberry.ID | None:
    return strawberry.ID(id) if id else None
