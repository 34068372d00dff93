"""The peers that Foundry is compared with: known GraphQL servers over the same rows, each as its users would tune it.

They check the session and the client as Foundry does. Those on SQLite serve files of their own, PostGraphile a Postgres
server with the rows copied, whose processes count as its own.
"""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

import orjson

from scripts.benches import installing, questions
from scripts.benches.contestants import (
    APPROVE,
    HUB,
    MERCURIUS,
    MERCURIUS_LOADED,
    POSTGRAPHILE,
    QUEUE,
    Bodies,
    Contestant,
    Store,
    all_bodies,
)
from scripts.benches.load import request
from scripts.benches.postgres import DATABASE, Postgres, postgres
from scripts.benches.servers import Served, free_port, launched
from scripts.benches.world import World

Words = Sequence[str | Path]
SCHEMA = installing.SOURCES / "schema.graphql"
PORT, FILES = "PORT", "FILES"
"""Stand for the number of the port, and for the folder of the contestant's files, in a command."""
PRODUCTION = {"NODE_ENV": "production", "GRAPHILE_ENV": "production"}
POSTGRAPHILE_SPOKE = questions.SPOKE.replace("qualityScore", "qualityScore: qualityScoreBySpokeId")
POSTGRAPHILE_HUB = f"""query($id: String!) {{ hub: hubById(id: $id) {{
    id title sourceType status themes claims createdAt
    pillars: pillarsByHubIdList(orderBy: ORDER_INDEX_ASC) {{ id title angle keyPoints orderIndex status
        spokes: spokesByPillarIdList(orderBy: [PLATFORM_ASC, ID_ASC]) {{ {POSTGRAPHILE_SPOKE} }} }}
}} }}"""
POSTGRAPHILE_QUEUE = f"""query($id: String!, $first: Int!) {{ client: clientById(id: $id) {{
    spokes: spokesByClientId(condition: {{status: PENDING}}, first: $first, orderBy: ID_ASC) {{
        nodes {{ {POSTGRAPHILE_SPOKE} }} totalCount pageInfo {{ hasNextPage }} }}
}} }}"""
POSTGRAPHILE_APPROVE = """mutation($input: ApproveSpokeInput!) {
    approveSpoke(input: $input) { spoke { id status } }
}"""


def peers(stack: ExitStack, world: World, folder: Path) -> Sequence[Contestant]:
    """All of them, started; they end with the stack. Raises RuntimeError when one cannot be installed or started."""
    node = installing.installed_node_peers()
    on_files: dict[str, tuple[Path, Words]] = {
        MERCURIUS: (node, [installing.node(), "mercurius.mjs"]),
        MERCURIUS_LOADED: (node, [installing.node(), "mercurius.mjs", PORT, FILES, SCHEMA, "dataloader"]),
        "graphql-yoga": (node, [installing.node(), "yoga.mjs"]),
        "Ariadne": (installing.installed_ariadne(), ["venv/bin/python", "server.py"]),
    }
    found = [_on_files(stack, name, *how, world.copy(folder / name)) for name, how in on_files.items()]
    database = stack.enter_context(postgres(world))
    return found + [_postgraphile(stack, name, database, world) for name in POSTGRAPHILE]


def _on_files(stack: ExitStack, name: str, home: Path, command: Words, world: World) -> Contestant:
    words = command if PORT in command else [*command, PORT, FILES, SCHEMA]
    server = _started(stack, name, home, words, world)
    return _contestant(name, server, (server.pid,), world, all_bodies(world), world.token, same)


def _postgraphile(stack: ExitStack, name: str, database: Postgres, world: World) -> Contestant:
    home = installing.installed_postgraphile(name)
    file = next(path.name for path in home.glob("server.*"))
    server = _started(stack, name, home, [installing.node(), file, PORT, database.host, DATABASE], world)
    bodies = {
        HUB: [questions.hub(id, POSTGRAPHILE_HUB) for id in world.hub_ids],
        QUEUE: [questions.queue(id, POSTGRAPHILE_QUEUE) for id in world.client_ids],
        APPROVE: [questions.approve(spoke, POSTGRAPHILE_APPROVE) for spoke in world.spokes()],
    }
    return _contestant(name, server, (server.pid, database.pid), database, bodies, world.token, _unwrapped)


def _started(stack: ExitStack, name: str, home: Path, command: Words, world: World) -> Served:
    port = free_port()
    meant: dict[str | Path, object] = {PORT: port, FILES: world.folder}
    words = [str(meant.get(word, word)) for word in command]
    log = world.folder.parent / f"{name}.log"
    return stack.enter_context(launched(words, port, log, folder=home, env=PRODUCTION))


def _contestant(
    name: str,
    server: Served,
    pids: tuple[int, ...],
    store: Store,
    bodies: Bodies,
    token: str,
    canonical: Callable[[bytes], bytes],
) -> Contestant:
    sent = {task: [request("/graphql", body, token) for body in all] for task, all in bodies.items()}
    return Contestant(name, server.port, pids, store, sent, canonical)


def same(answer: bytes) -> bytes:
    return answer


def _unwrapped(answer: bytes) -> bytes:
    """PostGraphile's mutations answer with an object that has what they return in a field of its own."""
    told = orjson.loads(answer)
    if "approveSpoke" in (told.get("data") or {}):
        told["data"]["approveSpoke"] = told["data"]["approveSpoke"]["spoke"]
    return orjson.dumps(told)
