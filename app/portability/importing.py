"""A client taken in from one file: all of it or nothing, and nothing before everything was checked.

In this order: the package is read and checked; its database is checked, brought up to date and put in its place; so
are its objects; what was under way is ended; and in one transaction of the global plane the client is there. Whatever
is cut off before that is swept away (`staging`).
"""

import asyncio
import mimetypes
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import tenancy
from app.audit import service as audit
from app.audit.models import AuditPosition
from app.audit.service import Actor
from app.billing import service as billing
from app.clients.models import Client
from app.clients.service import checked_name
from app.errors import Conflict
from app.hubs.registry import HubRegistry
from app.kit import clock
from app.objects import ObjectStore, keys
from app.portability.manifest import DATABASE, HubFacts, Manifest, refused
from app.portability.package import Package, in_threads, opened_package
from app.portability.settling import settle
from app.portability.staging import begun
from app.portability.stored import check_rows, newest_entry
from app.recall.marking import mark_all

ROOM_BYTES = 100_000_000
"""What has to stay free of the disk."""
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Imported:
    """`from_version` is the version that its database came with; `ended` are jobs and exports that were under way."""

    client_id: str
    name: str
    objects: int
    bytes: int
    from_version: int
    ended: int


ActorOf = Callable[[Manifest], Awaitable[Actor]]


async def import_client(
    data: Path, objects: ObjectStore, source: Path, actor_of: ActorOf, name: str | None = None
) -> Imported:
    """`actor_of` says who takes the client into which account; `name` is what it is called here.

    Raises:
        ValidationFailed, tenancy's errors: the package, or its database, is not sound; or newer than this program.
        Conflict, QuotaExceeded: the client or one of its hubs is here already; the account may have no more.
        OSError: the file cannot be read, or the disk is full.
    """
    with opened_package(source) as package:
        manifest = package.manifest
        actor = await actor_of(manifest)
        name = checked_name(name if name is not None else manifest.client.name)
        await _check_room(data, manifest)
        await _require_welcome(actor, manifest)
        await asyncio.to_thread(package.verify)
        async with begun(data, objects, manifest.client.id) as folder:
            version = await _put_database(package, folder / DATABASE)
            await _put_objects(package, objects)
            ended = await settle(manifest.client.id)
            await _enter(actor, manifest, name)
    return Imported(manifest.client.id, name, len(manifest.objects), manifest.total_bytes, version, ended)


async def _check_room(data: Path, manifest: Manifest) -> None:
    """Raises ValidationFailed: what says that it is larger than the disk is not unpacked."""
    free = (await asyncio.to_thread(shutil.disk_usage, data)).free
    if manifest.total_bytes + ROOM_BYTES > free:
        raise refused(f"It holds {manifest.total_bytes:,} bytes, and {free:,} are free.")


async def _require_welcome(actor: Actor, manifest: Manifest) -> None:
    """Raises Conflict, QuotaExceeded."""
    client_id = manifest.client.id
    if await Client.filter(id=client_id).exists() or tenancy.exists(client_id):
        raise Conflict("This client is here already.", state="exists")
    for first in range(0, len(manifest.hubs), _AT_ONCE):
        ids = [hub.id for hub in manifest.hubs[first : first + _AT_ONCE]]
        if await HubRegistry.filter(id__in=ids).exists():
            raise Conflict("A hub of this client is another client's here.", state="hub_exists")
    await billing.require_client_quota(actor.account_id, await Client.filter(account_id=actor.account_id).count())


async def _put_database(package: Package, staged: Path) -> int:
    manifest = package.manifest
    await asyncio.to_thread(package.extract_database, staged)
    version = await tenancy.make_sound(manifest.client.id, staged)
    if version != manifest.schema_version:
        raise refused("Its database has another version than its manifest says.")
    await check_rows(staged, manifest)
    await tenancy.take_in(manifest.client.id, staged)
    await mark_all(manifest.client.id)
    return version


async def _put_objects(package: Package, objects: ObjectStore) -> None:
    """Objects that lie about under the client's prefix are nobody's: they go first."""
    await objects.delete_prefix(keys.client_prefix(package.manifest.client.id))
    for part in package.manifest.objects:
        kind = mimetypes.guess_type(part.name)[0] or "application/octet-stream"
        await objects.put(package.key_of(part), in_threads(package.pieces(part)), kind)


async def _enter(actor: Actor, manifest: Manifest, name: str) -> None:
    """From here on the client is one of the account's. What is in its trail stays there: it was done elsewhere."""
    facts = manifest.client
    place = await newest_entry(facts.id)
    async with tenancy.global_transaction():
        await _require_welcome_still(actor, manifest)
        await Client.create(
            id=facts.id,
            account_id=actor.account_id,
            name=name,
            durable_object_id=facts.id,
            vectorize_namespace=f"client:{facts.id}/",
            r2_prefix=keys.client_prefix(facts.id),
            status=facts.status,
            industry=facts.industry,
            brand_color=facts.brand_color,
            contact_email=facts.contact_email,
            writer_fallback=facts.writer_fallback,
            rescoring=facts.rescoring,
            created_at=clock.from_millis(facts.created_at),
            provisioned_at=clock.now(),
        )
        await HubRegistry.bulk_create([_row(actor, facts.id, hub) for hub in manifest.hubs], batch_size=_AT_ONCE)
        if place is not None:
            await AuditPosition.create(client_id=facts.id, number=place.number, entry_id=place.entry_id)
        hubs, account = len(manifest.hubs), facts.account_id
        await audit.record(actor, audit.IMPORTED, client_id=facts.id, hubs=hubs, from_account=account)


async def _require_welcome_still(actor: Actor, manifest: Manifest) -> None:
    """Somebody may have made a client meanwhile. Raises Conflict, QuotaExceeded."""
    if await Client.filter(id=manifest.client.id).exists():
        raise Conflict("This client is here already.", state="exists")
    await billing.require_client_quota(actor.account_id, await Client.filter(account_id=actor.account_id).count())


def _row(actor: Actor, client_id: str, hub: HubFacts) -> HubRegistry:
    return HubRegistry(
        id=hub.id,
        account_id=actor.account_id,
        client_id=client_id,
        source_type=hub.source_type,
        status=hub.status,
        spoke_count=hub.spoke_count,
        created_at=clock.from_millis(hub.created_at),
        completed_at=clock.from_millis(hub.completed_at) if hub.completed_at is not None else None,
    )
