"""What the rows of a database that was brought here say of things outside of it: objects and hubs."""

from pathlib import Path

import tenancy
from app.audit.service import Place
from app.objects import keys
from app.portability.manifest import Manifest, refused

_NAMES = """
SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c
WHERE m.type = 'table' AND c.name LIKE '%r2\\_key' ESCAPE '\\'"""
_NEWEST = "SELECT number, id FROM audit_trail ORDER BY number DESC LIMIT 1"


async def check_rows(database: Path, manifest: Manifest) -> None:
    """Raises ValidationFailed where a row names another's object, or the manifest a hub that is not there."""
    prefix = keys.client_prefix(manifest.client.id)
    for table, column in await tenancy.rows_of(database, _NAMES):
        for (key,) in await tenancy.rows_of(database, f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL"):
            if not _is_under(prefix, key):
                raise refused(f"A row of {table} names an object that is not the client's.")
    hubs = {str(id) for (id,) in await tenancy.rows_of(database, "SELECT id FROM hubs")}
    if not {hub.id for hub in manifest.hubs} <= hubs:
        raise refused("Its manifest names hubs that its database does not have.")


def _is_under(prefix: str, key: object) -> bool:
    try:
        return isinstance(key, str) and keys.checked(key).startswith(prefix)
    except ValueError:
        return False


async def newest_entry(client_id: str) -> Place | None:
    """Of the client's trail."""
    async with tenancy.look(client_id) as reads:
        rows = await reads.snapshot(lambda snapshot: snapshot.fetch(_NEWEST))
    return Place(*rows[0]) if rows else None
