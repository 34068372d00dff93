"""A client written to one file, whole, while people work in it: one state of its database, then its objects.

Objects are there before the rows that name them, so the copy lacks none that its rows name, but for one that somebody
deletes meanwhile. What belongs to the account stays: people, assignments, usage, the account's audit log.
"""

import tempfile
from dataclasses import dataclass
from pathlib import Path

import tenancy
from app.audit import service as audit
from app.audit.service import Actor
from app.clients.models import Client
from app.errors import NotFound
from app.hubs.registry import HubRegistry
from app.kit import clock
from app.objects import ObjectStore
from app.portability.manifest import DATABASE, OBJECTS, ClientFacts, HubFacts, Manifest, millis
from app.portability.package import Writing, written_aside

EXPORTED = "client.exported"
_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"


@dataclass(frozen=True, slots=True)
class Exported:
    """`bytes` are those of the parts, before they were compressed."""

    objects: int
    bytes: int
    tables: dict[str, int]


async def export_client(objects: ObjectStore, actor: Actor, client: Client, target: Path) -> Exported:
    """Raises: FileExistsError, OSError, NotFound; tenancy's errors for a client that cannot be opened."""
    with written_aside(target) as writing:
        with tempfile.TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as folder:
            copy = Path(folder) / DATABASE
            version = await tenancy.copy_client(client.id, copy)
            tables = {str(name): await _count(copy, str(name)) for (name,) in await tenancy.rows_of(copy, _TABLES)}
            hubs = {str(id) for (id,) in await tenancy.rows_of(copy, "SELECT id FROM hubs")}
            writing.add_file(DATABASE, copy)
        await _add_objects(writing, objects, client.r2_prefix)
        manifest = Manifest(
            exported_at=clock.now_millis(),
            schema_version=version,
            client=_facts(client),
            hubs=[_hub(row) for row in await HubRegistry.filter(client_id=client.id).order_by("id") if row.id in hubs],
            tables=tables,
            parts=writing.parts,
        )
        writing.finish(manifest)
        # Where it was erased meanwhile, some of its objects may have gone before they were read.
        if not await Client.exists(id=client.id):
            raise NotFound("client", client.id)
        async with tenancy.global_transaction():
            await audit.record(actor, EXPORTED, client_id=client.id, parts=len(writing.parts))
    return Exported(len(manifest.objects), manifest.total_bytes, tables)


async def _count(copy: Path, table: str) -> int:
    [(count,)] = await tenancy.rows_of(copy, f"SELECT count(*) FROM {table}")
    return int(str(count))


async def _add_objects(writing: Writing, objects: ObjectStore, prefix: str) -> None:
    for key in await objects.list(prefix):
        try:
            await writing.add_object(OBJECTS + key.removeprefix(prefix), objects.open(key))
        except NotFound:
            continue  # deleted since it was listed


def _facts(client: Client) -> ClientFacts:
    return ClientFacts(
        id=client.id,
        account_id=client.account_id,
        name=client.name,
        status=client.status,
        industry=client.industry,
        brand_color=client.brand_color,
        contact_email=client.contact_email,
        writer_fallback=client.writer_fallback,
        created_at=clock.to_millis(client.created_at),
        rescoring=client.rescoring,
    )


def _hub(row: HubRegistry) -> HubFacts:
    return HubFacts(
        id=row.id,
        source_type=row.source_type,
        status=row.status,
        spoke_count=row.spoke_count,
        created_at=clock.to_millis(row.created_at),
        completed_at=millis(row.completed_at),
    )
