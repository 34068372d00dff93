"""Every list that the API pages through is read along an index: the plans of the statements that it really sends."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from string import Template
from typing import Any

import pytest
import pytest_asyncio

import tenancy
from app.settings import Settings
from app.spokes.models import Feedback
from app.vocabulary import Gate
from tests.api import Api
from tests.fixtures.app import settings_in
from tests.graphql_schema.content import Rows, rows_in


@pytest.fixture(scope="module", params=[True, False], ids=["planned", "ordinary"])
def settings(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return settings_in(tmp_path_factory.mktemp("data"), planned_reads=request.param)


@pytest.fixture(scope="module", autouse=True)
def statements() -> Iterator[list[str]]:
    """Every SELECT that SQLite runs for this process while the module is at work, with its values filled in."""
    seen: list[str] = []
    connect = sqlite3.connect

    def traced(*arguments: Any, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*arguments, **options)
        connection.set_trace_callback(lambda sql: seen.append(sql) if sql.startswith("SELECT") else None)
        return connection

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite3, "connect", traced)
        yield seen


@pytest_asyncio.fixture(loop_scope="session")
async def written(client_id: str) -> Rows:
    rows = await rows_in(client_id)
    async with tenancy.bind(client_id):
        await Feedback.create(spoke_id=rows.spoke, gate=Gate.G2, reason="Flat.", attempt_number=0)
    return rows


BY_SCORE = "spokes by score"
"""A score narrows first, so what it leaves is sorted: a page by id could be the whole table away."""

LISTS = {
    "clients": "clients { totalCount }",
    "clients by status": "clients(status: ACTIVE) { totalCount }",
    "registry": "account { hubRegistry { totalCount } }",
    "registry by client": 'account { hubRegistry(clientId: "$CLIENT") { totalCount } }',
    "registry by status": "account { hubRegistry(status: READY) { totalCount } }",
    "audit": "account { auditLog { totalCount } }",
    "audit by client": 'account { auditLog(clientId: "$CLIENT") { totalCount } }',
    "audit by action, person and subject": """account { a: auditLog(action: "hub.killed") { totalCount nodes { id } }
        p: auditLog(actorId: "$HUB") { totalCount nodes { id } }
        s: auditLog(subjectId: "$HUB") { totalCount nodes { id } } }""",
    "trail": 'client(id: "$CLIENT") { auditTrail { nodes { id } } }',
    "trail by piece": 'client(id: "$CLIENT") { auditTrail(subjectId: "$HUB") { totalCount nodes { id } } }',
    "usage": "account { usageEvents { totalCount } }",
    "usage by type": "account { usageEvents(type: HUB_CREATED) { totalCount } usage { hubsCreated } }",
    "people": "account { users { id } apiKeys { id } }",
    "hubs": 'client(id: "$CLIENT") { hubs { totalCount } }',
    "hubs by status": 'client(id: "$CLIENT") { hubs(status: READY) { totalCount } }',
    "jobs": 'client(id: "$CLIENT") { jobs { totalCount } }',
    "jobs by status": 'client(id: "$CLIENT") { jobs(status: COMPLETE) { totalCount } }',
    "spokes": 'client(id: "$CLIENT") { spokes { totalCount } }',
    "spokes by hub": 'client(id: "$CLIENT") { spokes(filter: {hubId: "$HUB"}) { totalCount } }',
    "spokes by hub and platform": """client(id: "$CLIENT") {
        spokes(filter: {hubId: "$HUB", platform: TWITTER}) { totalCount } }""",
    "spokes by pillar": 'client(id: "$CLIENT") { spokes(filter: {pillarId: "$PILLAR"}) { totalCount } }',
    "spokes by status": 'client(id: "$CLIENT") { spokes(filter: {status: PENDING}) { totalCount } }',
    "spokes by platform": 'client(id: "$CLIENT") { spokes(filter: {platform: TWITTER}) { totalCount } }',
    "spokes by platform and status": """client(id: "$CLIENT") {
        spokes(filter: {platform: TWITTER, status: PENDING}) { totalCount } }""",
    BY_SCORE: 'client(id: "$CLIENT") { spokes(filter: {g2Min: 80, g7Min: 50}) { totalCount } }',
    "manual assets": 'client(id: "$CLIENT") { manualAssets { totalCount } }',
    "the review queue": 'client(id: "$CLIENT") { review { items { totalCount nodes { spoke { id } } } } }',
    "a bucket of the review queue": """client(id: "$CLIENT") { review {
        items(bucket: FLAGGED) { totalCount nodes { bucket } } } }""",
    "a platform's review queue": """client(id: "$CLIENT") { review {
        items(platform: TWITTER) { totalCount nodes { bucket } } } }""",
    "a hub's review queue": """client(id: "$CLIENT") { review {
        items(hubId: "$HUB") { totalCount nodes { bucket } } } }""",
    "the counts of the review queue": 'client(id: "$CLIENT") { review { counts { count } estimatedReviewSeconds } }',
    "everything below a hub": """client(id: "$CLIENT") { hub(id: "$HUB") {
        job { id } pillars { spokes { id } } spokes {
          qualityScore { id } feedback { id } drafts { content } mutations { id } variations { id }
    } } }""",
}


@pytest.mark.parametrize("name", LISTS)
async def test_a_list_is_read_along_an_index(
    owner: Api, written: Rows, settings: Settings, statements: list[str], name: str
) -> None:
    query = Template(LISTS[name]).substitute(CLIENT=written.client, HUB=written.hub, PILLAR=written.pillar)
    statements.clear()
    await owner.run(f"{{ {query} }}")

    seen = [statement for statement in statements if " FROM " in statement and " FROM _owner" not in statement]
    assert seen
    for statement in list(dict.fromkeys(seen)):
        plan = plan_of(settings, written.client, statement)
        bare = [line for line in plan if line.startswith("SCAN") and "INDEX" not in line]
        assert bare == [], (statement, plan)
        if "LIMIT" in statement and name != BY_SCORE:
            assert [line for line in plan if "TEMP B-TREE" in line] == [], (statement, plan)


def plan_of(settings: Settings, client_id: str, statement: str) -> list[str]:
    """How SQLite would run it, in whichever of the two databases has its tables."""
    for path in (settings.data_dir / "global.db", settings.clients_dir / f"{client_id}.db"):
        with closing(sqlite3.connect(path)) as raw:
            try:
                return [row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {statement}")]
            except sqlite3.OperationalError as error:
                if "no such table" not in str(error):
                    raise
    raise AssertionError(f"no database has the tables of {statement}")
