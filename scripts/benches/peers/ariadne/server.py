"""Ariadne with aiosqlite and dataloaders made for each request. Arguments: port, folder of the files, schema."""

import asyncio
import hashlib
import json
import sys
import time
from collections import defaultdict
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import aiosqlite
import uvicorn
from aiodataloader import DataLoader
from ariadne import MutationType, ObjectType, QueryType, make_executable_schema
from ariadne.asgi import GraphQL
from graphql import GraphQLError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

SESSION = """
    SELECT u.id, u.account_id, u.role IN ('owner', 'admin') FROM sessions s JOIN users u ON u.id = s.user_id
    WHERE s.token_hash = ? AND s.revoked_at IS NULL AND s.expires_at > ?"""
MAY_SEE = "c.account_id = ? AND (? OR EXISTS (SELECT 1 FROM client_members WHERE user_id = ? AND client_id = c.id))"
CLIENT = f"SELECT c.id FROM clients c WHERE c.id = ? AND {MAY_SEE}"
CLIENT_OF_HUB = f"SELECT c.id FROM hub_registry r JOIN clients c ON c.id = r.client_id WHERE r.id = ? AND {MAY_SEE}"
HUB = "SELECT id, title, source_type, status, themes, claims, created_at FROM hubs WHERE id = ?"
PILLAR = "SELECT id, hub_id, title, angle, key_points, order_index, status FROM pillars"
SPOKE = """
    SELECT id, pillar_id, platform, content_type, content, content_json, character_count, status, is_mutated,
        is_creative_conflict, created_at FROM spokes"""
SCORE = """
    SELECT spoke_id, g2_hook_strength, g4_voice_alignment, g5_platform_compliance, g6_visual_metaphor,
        g7_engagement_prediction, g_compliance_status, overall_pass, evaluated_at FROM quality_scores"""
TO_APPROVE = """
    SELECT s.status, q.overall_pass FROM spokes s LEFT JOIN quality_scores q ON q.spoke_id = s.id
    WHERE s.id = ? AND s.is_settled"""
APPROVED = "UPDATE spokes SET status = 'approved', approved_at = ?, approved_by = ?, updated_at = ? WHERE id = ?"
ENUMS = {"source_type", "platform", "content_type", "status", "g_compliance_status"}
LISTS = {"themes", "claims", "key_points"}
BOOLEANS = {"is_mutated", "is_creative_conflict", "g4_voice_alignment", "g5_platform_compliance", "overall_pass"}
TIMES = {"created_at", "evaluated_at"}

Row = dict[str, Any]
query, mutation = QueryType(), MutationType()
hub_type, pillar_type, spoke_type = ObjectType("Hub"), ObjectType("Pillar"), ObjectType("Spoke")
client_type = ObjectType("Client")


class Files:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.open: dict[str, aiosqlite.Connection] = {}
        self.writing: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)  # one transaction on a connection

    async def connection(self, name: str) -> aiosqlite.Connection:
        if name not in self.open:
            db = await aiosqlite.connect(self.folder / name, isolation_level=None)
            db.row_factory = aiosqlite.Row
            await db.execute("PRAGMA synchronous=NORMAL")
            self.open[name] = db
        return self.open[name]

    async def rows(self, name: str, statement: str, *parameters: Any) -> list[Row]:
        db = await self.connection(name)
        return [_shaped(row) for row in await db.execute_fetchall(statement, parameters)]

    async def one(self, statement: str, *parameters: Any) -> tuple[Any, ...] | None:
        """Of the global database, as it is."""
        db = await self.connection("global.db")
        return next((tuple(row) for row in await db.execute_fetchall(statement, parameters)), None)


def _shaped(row: aiosqlite.Row) -> Row:
    return {_field(name): _value(name, row[name]) for name in tuple(row.keys())}


@cache
def _field(column: str) -> str:
    first, *rest = column.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _value(name: str, value: Any) -> Any:
    if name in LISTS:
        return json.loads(value or "[]")
    if value is None:
        return None
    if name in ENUMS:
        return "NOT_APPLICABLE" if value == "n/a" else value.upper()
    if name in TIMES:
        return datetime.fromtimestamp(value / 1000, UTC).isoformat()
    if name in BOOLEANS:
        return value == 1
    return json.loads(value) if name == "content_json" else value


class Context(dict[str, Any]):
    """What one request shares: who asks, and a loader for each client and kind of row."""

    def __init__(self, files: Files, viewer: tuple[Any, ...]) -> None:
        super().__init__()
        self.files, self.viewer = files, viewer

    async def client(self, statement: str, id: str) -> str:
        user, account, every_client = self.viewer
        found = await self.files.one(statement, id, account, every_client, user)
        if found is None:
            raise GraphQLError("There is no such thing.")
        return f"clients/{found[0]}.db"

    def load(self, parent: Row, statement: str, key: str, order: str) -> Any:
        loader = self.get((parent["file"], key))
        if loader is None:
            loader = self[parent["file"], key] = self._loader(parent["file"], statement, key, order)
        return loader.load(parent["id"])

    def _loader(self, file: str, statement: str, key: str, order: str) -> DataLoader[str, list[Row]]:
        async def batch(ids: list[str]) -> list[list[Row]]:
            groups = defaultdict(list)
            sql = f"{statement} WHERE {key} IN (SELECT value FROM json_each(?)) ORDER BY {order}"
            for row in await self.files.rows(file, sql, json.dumps(ids)):
                groups[row[_field(key)]].append({**row, "file": file})
            return [groups[id] for id in ids]

        return DataLoader(batch, cache=False)


@query.field("hub")
async def hub(_: Any, info: Any, id: str) -> Row:
    file = await info.context.client(CLIENT_OF_HUB, id)
    return {**(await info.context.files.rows(file, HUB, id))[0], "file": file}


@query.field("client")
async def client(_: Any, info: Any, id: str) -> Row:
    return {"id": id, "file": await info.context.client(CLIENT, id)}


@hub_type.field("pillars")
async def pillars(hub: Row, info: Any) -> list[Row]:
    return await info.context.load(hub, PILLAR, "hub_id", "order_index")


@pillar_type.field("spokes")
async def spokes(pillar: Row, info: Any) -> list[Row]:
    return await info.context.load(pillar, SPOKE, "pillar_id", "platform, id")


@spoke_type.field("qualityScore")
async def quality_score(spoke: Row, info: Any) -> Row | None:
    found = await info.context.load(spoke, SCORE, "spoke_id", "spoke_id")
    return found[0] if found else None


@client_type.field("spokes")
async def queue(client: Row, info: Any, filter: Row, first: int) -> Row:
    file, status = client["file"], filter["status"].lower()
    rows = info.context.files.rows
    found = await rows(file, f"{SPOKE} WHERE status = ? ORDER BY id LIMIT ?", status, first + 1)
    total = await rows(file, "SELECT count(*) AS number FROM spokes WHERE status = ?", status)
    nodes = [{**row, "file": file} for row in found[:first]]
    page_info = {"hasNextPage": len(found) > first}
    return {"nodes": nodes, "totalCount": total[0]["number"], "pageInfo": page_info}


@mutation.field("approveSpoke")
async def approve_spoke(_: Any, info: Any, input: Row) -> Row:
    file, spoke_id = await info.context.client(CLIENT, input["clientId"]), input["spokeId"]
    files = info.context.files
    async with files.writing[file]:
        await _approve(await files.connection(file), spoke_id, info.context.viewer[0])
    return (await files.rows(file, f"{SPOKE} WHERE id = ?", spoke_id))[0]


async def _approve(db: aiosqlite.Connection, spoke_id: str, user_id: str) -> None:
    await db.execute("BEGIN IMMEDIATE")
    found = next(iter(await db.execute_fetchall(TO_APPROVE, (spoke_id,))), None)
    if found is None or found["status"] not in ("pending", "rejected") or not found["overall_pass"]:
        await db.execute("ROLLBACK")
        raise GraphQLError("This cannot be approved.")
    now = int(time.time() * 1000)
    await db.execute(APPROVED, (now, user_id, now, spoke_id))
    await db.execute("COMMIT")


async def healthz(request: Request) -> PlainTextResponse:
    return PlainTextResponse("ok")


def main() -> None:
    port, folder, schema_file = int(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])
    files = Files(folder)
    types = [query, mutation, hub_type, pillar_type, spoke_type, client_type]
    schema = make_executable_schema(schema_file.read_text(), *types)

    async def context(request: Request, data: Any = None) -> Context:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        known = (hashlib.sha256(token.encode()).hexdigest(), int(time.time() * 1000))
        viewer = await files.one(SESSION, *known)
        if viewer is None:
            raise GraphQLError("Sign in first.")
        return Context(files, viewer)

    api = GraphQL(schema, context_value=context)
    app = Starlette(routes=[Route("/healthz", healthz), Route("/graphql", api)])
    uvicorn.run(app, port=port, log_config=None, access_log=False)


if __name__ == "__main__":
    main()
