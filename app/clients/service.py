"""Clients: making, changing, erasing them, and who may see which.

The row and the database live in two planes that share no transaction: the row comes first, `mend` finishes the rest.
"""

import asyncio
import logging
import shutil
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import tenancy
from app import resources
from app.accounts.invitations import forget_client
from app.accounts.models import User
from app.accounts.policy import Permission, may
from app.accounts.viewer import Viewer
from app.audit import service as audit
from app.audit.models import AuditEntry
from app.audit.service import Actor
from app.billing import service as billing
from app.clients.access import ClientAccess, access_to, visible_client
from app.clients.models import Client, ClientMember
from app.errors import Conflict, NotFound, Unavailable, ValidationFailed
from app.kit import clock, ids, memory
from app.objects import keys
from app.trail.relaying import relay, relay_last
from app.vocabulary import ClientStatus, Role
from tenancy import global_transaction

log = logging.getLogger(__name__)


async def create_client(
    viewer: Viewer,
    *,
    name: str,
    industry: str | None = None,
    brand_color: str | None = None,
    contact_email: str | None = None,
) -> ClientAccess:
    """A client with its own empty database.

    Raises:
        Forbidden, QuotaExceeded, Conflict: the role, the tier's limit, a subscription that is not active.
        ValidationFailed: no name.
    """
    viewer.require(Permission.CLIENTS)
    client = _new_client(viewer, checked_name(name))
    client.update_from_dict({"industry": industry, "brand_color": brand_color, "contact_email": contact_email})
    async with global_transaction():
        count = await Client.filter(account_id=viewer.account_id).count()
        await billing.require_client_quota(viewer.account_id, count)
        await client.save(force_create=True)
        await audit.record(viewer, "client.created", client_id=client.id)
    await _provision(client)
    return access_to(viewer, client)


def _new_client(viewer: Viewer, name: str) -> Client:
    id = ids.new_id()
    return Client(
        id=id,
        account_id=viewer.account_id,
        name=name,
        durable_object_id=id,
        vectorize_namespace=f"client:{id}/",
        r2_prefix=keys.client_prefix(id),
        status=ClientStatus.ACTIVE,
    )


async def visible_to(viewer: Viewer) -> dict[str, Any]:
    """The conditions for the clients that the viewer may see."""
    return await _seen_by(viewer.account_id, {viewer.user_id: viewer.role})


async def seen_by_both(viewer: Viewer, user_id: str, role: str, account_id: str) -> dict[str, Any]:
    """The conditions for what a colleague sees, without what the viewer may not see.

    Somebody of another account sees none of them.
    """
    if account_id != viewer.account_id:
        return {"id__in": ()}
    return await _seen_by(account_id, {viewer.user_id: viewer.role, user_id: Role(role)})


async def _seen_by(account_id: str, people: Mapping[str, Role]) -> dict[str, Any]:
    """What every one of the people sees."""
    conditions: dict[str, Any] = {"account_id": account_id}
    for user_id, role in people.items():
        if not may(role, Permission.ALL_CLIENTS):
            assigned = set(await _column("SELECT client_id FROM client_members WHERE user_id = ?", user_id))
            conditions["id__in"] = tuple(sorted(assigned & set(conditions.get("id__in", assigned))))
    return conditions


async def assigned_to(client_id: str) -> tuple[str, ...]:
    """The people assigned, by id; owners and admins see every client and are not listed."""
    return tuple(sorted(await _column("SELECT user_id FROM client_members WHERE client_id = ?", client_id)))


async def _column(sql: str, value: str) -> list[str]:
    return [row[0] for row in await tenancy.global_reader().rows(sql, (value,))]


async def update_client(
    viewer: Viewer,
    client_id: str,
    *,
    name: str | None = None,
    status: ClientStatus | None = None,
    **about: str | bool | None,
) -> Client:
    """Changes what is given; `about` holds industry, brand_color, contact_email and writer_fallback.

    Raises NotFound, Forbidden, ValidationFailed.
    """
    client = await visible_client(viewer, client_id)
    viewer.require(Permission.CLIENTS)
    changes: dict[str, object] = {key: value for key, value in about.items() if value is not None}
    if name is not None:
        changes["name"] = checked_name(name)
    if status is not None:
        changes["status"] = status
    if not changes:
        return client
    client.update_from_dict(changes)
    async with global_transaction():
        await client.save(update_fields=list(changes))
        await audit.record(viewer, "client.updated", client_id=client.id, changed=sorted(changes))
    return client


async def falls_back(client_id: str) -> bool:
    """Whether the client allows the built-in writer where the configured model cannot be had."""
    return await Client.filter(id=client_id, writer_fallback=True).exists()


async def delete_client(viewer: Viewer, client_id: str, confirm_name: str) -> None:
    """Erases the client for good: its objects, its database, its row; what the audit log says of it stays.

    Raises:
        NotFound, Forbidden: as always.
        ValidationFailed: the name is not repeated as it is.
        Conflict: the client is in use this moment.
    """
    client = await visible_client(viewer, client_id)
    viewer.require(Permission.CLIENTS)
    await erase_client(viewer, client, confirm_name)


async def erase_client(actor: Actor, client: Client, confirm_name: str) -> None:
    """As `delete_client`, for who may. Raises ValidationFailed, Conflict."""
    client_id = client.id
    if confirm_name != client.name:
        raise ValidationFailed(("input.confirmName", "This is not the client's name."))
    is_readable = await _is_relayed(client_id)
    async with global_transaction():
        await Client.filter(id=client_id).update(status=ClientStatus.ARCHIVED)
        await audit.record(actor, audit.DELETED, client_id=client_id)
    try:
        await tenancy.destroy(client_id, before=partial(relay_last, client_id) if is_readable else None)
    except tenancy.ClientInUse as error:
        async with global_transaction():
            await Client.filter(id=client_id).update(status=client.status)
            await audit.record(actor, audit.NOT_DELETED, client_id=client_id, reason="in_use")
        raise Conflict("The client is in use; try again in a moment.", state="in_use") from error
    await _erase_rest(client)


async def _is_relayed(client_id: str) -> bool:
    """Whether its trail is in the log. A database that cannot be opened shows none, and is no reason to keep it."""
    try:
        await relay(client_id)
    except tenancy.TenancyError as error:
        log.error("the trail of client %s could not be read before it was erased: %s", client_id, error)
        return False
    return True


async def _erase_rest(client: Client) -> None:
    """What is left of a client when its database is gone: the row goes last, so that `mend` finds what is left here.

    What was at work for it ends first, so that nothing is written any more of what goes then.
    """
    opened = resources.current()
    await opened.engine.forget_client(client.id)
    await opened.vectors.drop_client(client.id)
    await opened.objects.delete_prefix(client.r2_prefix)
    await asyncio.to_thread(_remove_folder, opened.settings.exporting_dir(client.id))
    memory.forget_all()
    await audit.forget_place(client.id)
    await forget_client(client.account_id, client.id)
    await Client.filter(id=client.id).delete()
    await tenancy.carry_over_global()


def _remove_folder(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)


async def assign(viewer: Viewer, client_id: str, user_id: str) -> Client:
    """Lets a person see a client; assigning twice changes nothing. Raises NotFound, Forbidden."""
    client, user = await _client_and_colleague(viewer, client_id, user_id)
    async with global_transaction():
        if await assign_all(user, [client.id]):
            await audit.record(viewer, "client.assigned", client_id=client.id, subject_id=user.id)
    return client


async def unassign(viewer: Viewer, client_id: str, user_id: str) -> Client:
    """Raises NotFound, Forbidden."""
    client, user = await _client_and_colleague(viewer, client_id, user_id)
    async with global_transaction():
        if await ClientMember.filter(user_id=user.id, client_id=client.id).delete():
            await audit.record(viewer, "client.unassigned", client_id=client.id, subject_id=user.id)
    return client


async def assign_all(user: User, client_ids: Sequence[str]) -> int:
    """Assigns the clients that are still the account's, and returns how many had not been.

    Call it inside a global transaction.
    """
    present = await Client.filter(id__in=list(client_ids), account_id=user.account_id).values_list("id", flat=True)
    made = 0
    for client_id in present:
        _, is_new = await ClientMember.get_or_create(
            user_id=user.id, client_id=client_id, defaults={"id": ids.derived_id(user.id, str(client_id))}
        )
        made += is_new
    return made


async def require_all_visible(viewer: Viewer, client_ids: Sequence[str]) -> None:
    """Raises NotFound for the first that is not the viewer's to see."""
    for client_id in client_ids:
        await visible_client(viewer, client_id)


async def mend() -> int:
    """Ends what was cut off: makes the database of a new client, erases the rest of a deleted one; returns how many.

    A database that was there and is gone is told to the log and left to be restored: an empty one in its place would
    look like data that never was.
    """
    present = set(tenancy.known_clients())
    mended = 0
    for client in await Client.all():
        if client.id in present and client.provisioned_at is not None:
            continue
        if client.id not in present and await _was_deleted(client.id):
            try:
                await _erase_rest(client)
            except Unavailable as error:
                log.error("the rest of client %s is erased at the next start: %s", client.id, error)
                continue
        elif client.provisioned_at is None:
            await _provision(client)
        else:
            log.error("the database of client %s is missing: restore it from a backup", client.id)
            continue
        mended += 1
    return mended


async def _provision(client: Client) -> None:
    await tenancy.provision(client.id)
    await Client.filter(id=client.id).update(provisioned_at=clock.now())


async def _was_deleted(client_id: str) -> bool:
    about = AuditEntry.filter(client_id=client_id, action__in=audit.FOR_EVER)
    newest = await about.order_by("-id").first()
    return newest is not None and newest.action == audit.DELETED


def checked_name(name: str) -> str:
    """Raises ValidationFailed."""
    name = name.strip()
    if not 1 <= len(name) <= 200:
        raise ValidationFailed(("input.name", "A client's name has 1 to 200 characters."))
    return name


async def _client_and_colleague(viewer: Viewer, client_id: str, user_id: str) -> tuple[Client, User]:
    client = await visible_client(viewer, client_id)
    viewer.require(Permission.TEAM)
    user = await User.get_or_none(id=user_id, account_id=viewer.account_id)
    if user is None:
        raise NotFound("user", user_id)
    return client, user
