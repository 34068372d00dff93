"""Hubs: taking a source in, and reading what came of it."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

import tenancy
from app import resources
from app.accounts.policy import Permission
from app.accounts.viewer import Viewer
from app.billing import service as billing
from app.billing.models import UsageEvent
from app.clients.access import ClientAccess, access_where
from app.errors import Conflict, NotFound, StillProcessing, ValidationFailed
from app.hubs import jobs
from app.hubs.jobs import Ticket
from app.hubs.models import Hub, Job
from app.hubs.received import Received, note, original_key
from app.hubs.registry import HubRegistry
from app.kit import clock, ids
from app.objects import keys
from app.trail.service import Deed, noted
from app.vocabulary import HubStatus, Platform, RegistryStatus, SourceType, UsageType
from tenancy import global_transaction

MAX_TITLE = 300
MAX_URL = 2_048
MAX_SOURCE_CHARACTERS = 2_000_000
INGEST = "hub.ingest"
CREATE = "hub.create"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it arrives: read once, in pieces."""

    filename: str
    content_type: str | None
    pieces: AsyncIterator[bytes]


@dataclass(frozen=True, slots=True)
class NewHub:
    """Exactly one of text, url and upload."""

    source_type: SourceType
    title: str | None = None
    text: str | None = None
    url: str | None = None
    upload: Upload | None = None
    platforms: Sequence[Platform] | None = None
    generate: bool = True


async def create_hub(access: ClientAccess, new: NewHub) -> tuple[Hub, Job]:
    """Keeps the source and queues the work on it: reading it, finding its angles, and unless told otherwise writing.

    Raises:
        Forbidden, Conflict, QuotaExceeded: the role, a paused client, the plan.
        ValidationFailed: not exactly one source, or one that does not fit its type.
    """
    access.require(Permission.CREATE)
    access.require_active()
    check_new(new)
    await billing.require_hub_quota(access.account_id)
    hub_id, job_id = ids.new_id(), ids.new_id()
    async with access.bind():  # so that no object is left behind of a client that is being erased
        key = await _keep_source(access, hub_id, new)
    try:
        await register(access, hub_id, new.source_type)
    except BaseException:
        await resources.current().objects.delete_prefix(keys.source_prefix(access.client_id, hub_id))
        raise
    ticket = Ticket(access.client_id, access.account_id, hub_id, job_id, 1)
    async with access.bind(), tenancy.transaction():
        hub, job = await _write_hub(ticket, new, key)
        detail = {"source_type": new.source_type, "job_id": job.id}
        await noted(access.viewer, [Deed("hub.created", hub.id, detail=detail)])
    await resources.current().engine.start(job.kind, ticket.workflow_id, access.client_id, ticket.plain())
    return hub, job


async def register(access: ClientAccess, hub_id: str, source_type: SourceType) -> None:
    """The global plane's part, and the first that is written: the sweep mends what a crash leaves after it."""
    async with global_transaction():
        await billing.require_hub_quota(access.account_id)
        await HubRegistry.create(
            id=hub_id,
            account_id=access.account_id,
            client_id=access.client_id,
            source_type=source_type,
            status=RegistryStatus.PROCESSING,
        )
        await billing.record_usage(hub_id, access.account_id, access.client_id, UsageType.HUB_CREATED)


async def forget(client_id: str, hub_id: str) -> None:
    """What `register` wrote of a hub that came to nothing."""
    async with global_transaction():
        await UsageEvent.filter(id=hub_id, client_id=client_id).delete()
        await HubRegistry.filter(id=hub_id, client_id=client_id).delete()


def check_new(new: NewHub) -> None:
    """Raises ValidationFailed."""
    given = [name for name in ("text", "url", "upload") if getattr(new, name) is not None]
    if len(given) != 1:
        raise ValidationFailed(("input", "Give exactly one of text, url and file."))
    if new.source_type is SourceType.URL and new.url is None:
        raise ValidationFailed(("input.url", "A source of type URL needs a url."))
    if new.source_type is not SourceType.URL and new.url is not None:
        raise ValidationFailed(("input.url", "Only a source of type URL takes a url."))
    if new.url is not None:
        _check_url(new.url)
    if new.source_type is SourceType.PDF and new.upload is None:
        raise ValidationFailed(("input.file", "A source of type PDF needs a file."))
    if new.text is not None:
        _check_text(new.text)
    if new.title is not None:
        checked_title(new.title)
    if new.platforms is not None and not new.platforms:
        raise ValidationFailed(("input.platforms", "Name at least one platform, or leave this out for all."))


def _check_url(url: str) -> None:
    """Whether it may be fetched is judged when it is: here, whether it is a web address at all."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        parts = SplitResult("", "", "", "", "")
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname or len(url) > MAX_URL:
        raise ValidationFailed(("input.url", f"Give a web address (http, https) of at most {MAX_URL:,} characters."))


def _check_text(text: str) -> None:
    if not text.strip():
        raise ValidationFailed(("input.text", "The text is empty."))
    if len(text) > MAX_SOURCE_CHARACTERS:
        raise ValidationFailed(
            ("input.text", f"A source has at most {MAX_SOURCE_CHARACTERS:,} characters; this one has {len(text):,}.")
        )


async def _keep_source(access: ClientAccess, hub_id: str, new: NewHub) -> str | None:
    """Stores text or file as it came; a URL is fetched by the workflow. Returns the object's key."""
    settings, objects = resources.current().settings, resources.current().objects
    if new.text is not None:
        received = Received(content_type="text/plain; charset=utf-8")
        key = original_key(access.client_id, hub_id, received)
        await objects.put(key, new.text.encode(), "text/plain; charset=utf-8")
        await note(objects, access.client_id, hub_id, received)
        return key
    if new.upload is not None:
        received = Received(new.upload.content_type, new.upload.filename)
        key = original_key(access.client_id, hub_id, received, b"%PDF-" if new.source_type is SourceType.PDF else b"")
        content_type = new.upload.content_type or "application/octet-stream"
        stored = await objects.put(key, new.upload.pieces, content_type, max_bytes=settings.max_upload_bytes)
        if not stored.size:
            await objects.delete(key)
            raise ValidationFailed(("input.file", "The file is empty."))
        await note(objects, access.client_id, hub_id, received)
        return key
    return None


async def _write_hub(ticket: Ticket, new: NewHub, key: str | None) -> tuple[Hub, Job]:
    hub = await Hub.create(
        id=ticket.hub_id,
        registry_id=ticket.hub_id,
        title=checked_title(new.title) if new.title else None,
        source_type=new.source_type,
        source_url=new.url,
        source_r2_key=key,
        status=HubStatus.PROCESSING,
    )
    platforms = [str(platform) for platform in new.platforms] if new.platforms else None
    return hub, await jobs.queue(ticket, CREATE if new.generate else INGEST, {"platforms": platforms})


async def require_hub(hub_id: str) -> Hub:
    """Of the bound client. Raises NotFound."""
    hub = await Hub.get_or_none(id=hub_id)
    if hub is None:
        raise NotFound("hub", hub_id)
    return hub


async def ready_hub(hub_id: str) -> Hub:
    """A hub of the bound client that more can be written for. Raises NotFound, Conflict, StillProcessing."""
    hub = await living_hub(hub_id)
    active = await jobs.active_job(hub_id)
    if active is not None:
        raise StillProcessing(active.id)
    if hub.status is not HubStatus.READY:
        raise Conflict("The hub has not been read; retry its job first.", state=str(hub.status))
    return hub


async def update_hub(
    access: ClientAccess,
    hub_id: str,
    *,
    title: str | None = None,
    themes: Sequence[str] | None = None,
    claims: Sequence[str] | None = None,
) -> Hub:
    """Changes what is given. Raises NotFound, Forbidden, ValidationFailed, Conflict for a killed hub."""
    access.require(Permission.CREATE)
    changes: dict[str, object] = {}
    if title is not None:
        changes["title"] = checked_title(title)
    if themes is not None:
        changes["themes"] = cleaned(themes)
    if claims is not None:
        changes["claims"] = cleaned(claims)
    async with access.bind(), tenancy.transaction():
        hub = await living_hub(hub_id)
        if changes:
            hub.update_from_dict({**changes, "updated_at": clock.now()})
            await hub.save(update_fields=[*changes, "updated_at"])
            await noted(access.viewer, [Deed("hub.updated", hub.id, detail={"changed": sorted(changes)})])
    return hub


async def living_hub(hub_id: str) -> Hub:
    """Of the bound client. Raises NotFound, Conflict."""
    hub = await require_hub(hub_id)
    if hub.status is HubStatus.KILLED:
        raise Conflict("The hub has been killed.", state=str(hub.status))
    return hub


def checked_title(title: str) -> str:
    """Raises ValidationFailed."""
    title = title.strip()
    if not 1 <= len(title) <= MAX_TITLE:
        raise ValidationFailed(("input.title", f"A title has 1 to {MAX_TITLE} characters."))
    return title


def required(text: str, path: str) -> str:
    if not text.strip():
        raise ValidationFailed((path, "This may not be empty."))
    return text.strip()


def cleaned(lines: Sequence[str]) -> list[str]:
    return [line.strip() for line in lines if line.strip()]


async def access_to_hub(viewer: Viewer, hub_id: str) -> ClientAccess:
    """The hub's client, found through the registry.

    Raises:
        NotFound: in the same words for a hub that does not exist and one of a client that the viewer cannot see.
    """
    found = "(SELECT client_id FROM hub_registry WHERE id = ? AND account_id = ?)"
    access = await access_where(viewer, found, hub_id, viewer.account_id)
    if access is None:
        raise NotFound("hub", hub_id)
    return access
