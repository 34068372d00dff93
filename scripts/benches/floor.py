"""The floor of reading: a plain Starlette server that knows three answers, written by hand over sqlite3 and orjson.

It checks what Foundry checks: that the session is good, that the client is one the person may see. It gives the same
bytes for the questions of `questions.py`. It is tuned as far as one reasonably would by hand: statements made once,
plain tuples, look-ups instead of objects, JSON columns passed on as they are stored, nothing between two awaits.
"""

import argparse
import hashlib
import sqlite3
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

SPOKE_FIELDS = (
    "s.id, s.platform, s.content_type, s.content, s.content_json, s.character_count, s.status, s.is_mutated, "
    "s.is_creative_conflict, s.created_at, q.id, q.g2_hook_strength, q.g4_voice_alignment, q.g5_platform_compliance, "
    "q.g6_visual_metaphor, q.g7_engagement_prediction, q.g_compliance_status, q.overall_pass, q.evaluated_at"
)
SESSION = """
    SELECT u.id, u.account_id, u.role IN ('owner', 'admin') FROM sessions s JOIN users u ON u.id = s.user_id
    WHERE s.token_hash = ? AND s.revoked_at IS NULL AND s.expires_at > ?"""
MAY_SEE = "c.account_id = ? AND (? OR EXISTS (SELECT 1 FROM client_members WHERE user_id = ? AND client_id = c.id))"
CLIENT = f"SELECT c.id FROM clients c WHERE c.id = ? AND {MAY_SEE}"
CLIENT_OF_HUB = f"SELECT c.id FROM hub_registry r JOIN clients c ON c.id = r.client_id WHERE r.id = ? AND {MAY_SEE}"
HUB = "SELECT id, title, source_type, status, themes, claims, created_at FROM hubs WHERE id = ?"
PILLARS = "SELECT id, title, angle, key_points, order_index, status FROM pillars WHERE hub_id = ? ORDER BY order_index"
SPOKES = f"""
    SELECT {SPOKE_FIELDS}, s.pillar_id FROM spokes s LEFT JOIN quality_scores q ON q.spoke_id = s.id
    WHERE s.hub_id = ? ORDER BY s.pillar_id, s.platform, s.id"""
QUEUE = f"""
    SELECT {SPOKE_FIELDS}, s.pillar_id FROM spokes s LEFT JOIN quality_scores q ON q.spoke_id = s.id
    WHERE s.status = 'pending' ORDER BY s.id LIMIT ?"""
QUEUE_TOTAL = "SELECT count(*) FROM spokes WHERE status = 'pending'"
TO_APPROVE = """
    SELECT s.status, q.overall_pass FROM spokes s LEFT JOIN quality_scores q ON q.spoke_id = s.id
    WHERE s.id = ? AND s.is_settled"""
APPROVED = "UPDATE spokes SET status = 'approved', approved_at = ?, approved_by = ?, updated_at = ? WHERE id = ?"
NAMES = {
    name: name.upper()
    for name in (
        *("twitter", "linkedin", "tiktok", "instagram", "carousel", "thread", "post"),
        *("pending", "approved", "rejected", "killed", "active", "processing", "ready"),
        *("pdf", "url", "transcript", "text", "pass", "fail", "flagged"),
    )
} | {"n/a": "NOT_APPLICABLE"}
EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  # naive moments are written as UTC: half the cost of aware ones
MILLISECOND = timedelta(milliseconds=1)
TRUTH = {None: None, 0: False, 1: True}


class Floor:
    """Connections are made once, stay open, and are used on the event loop's thread."""

    def __init__(self, data: Path) -> None:
        self.people = sqlite3.connect(f"file:{data / 'global.db'}?mode=ro", uri=True)
        self.clients = data / "clients"
        self.connections: dict[str, sqlite3.Connection] = {}

    def viewer(self, request: Request) -> Any:
        """Who asks: (id, account, whether all of its clients are theirs to see)."""
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        known = (hashlib.sha256(token.encode()).hexdigest(), int(time.time() * 1000))
        return self.people.execute(SESSION, known).fetchone()

    def seen(self, statement: str, id: str, viewer: Any) -> sqlite3.Connection | None:
        """The database of the client that the statement finds."""
        user, account, all_clients = viewer
        found = self.people.execute(statement, (id, account, all_clients, user)).fetchone()
        if found is None:
            return None
        connection = self.connections.get(found[0])
        return connection or self._opened(found[0])

    def _opened(self, client_id: str) -> sqlite3.Connection:
        db = sqlite3.connect(f"file:{self.clients / client_id}.db?mode=rw", uri=True, isolation_level=None)
        for pragma in ("synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=5000"):
            db.execute(f"PRAGMA {pragma}")
        self.connections[client_id] = db
        return db

    async def hub(self, request: Request) -> Response:
        asked = orjson.loads(await request.body())["id"]
        viewer = self.viewer(request)
        db = viewer and self.seen(CLIENT_OF_HUB, asked, viewer)
        if db is None:
            return Response(status_code=404)
        id, title, source_type, status, themes, claims, created_at = db.execute(HUB, (asked,)).fetchone()
        return _answer(
            {
                "hub": {
                    "id": id,
                    "title": title,
                    "sourceType": NAMES[source_type],
                    "status": NAMES[status],
                    "themes": orjson.Fragment(themes or b"[]"),
                    "claims": orjson.Fragment(claims or b"[]"),
                    "createdAt": EPOCH + created_at * MILLISECOND,
                    "pillars": _pillars(db, asked),
                }
            }
        )

    async def queue(self, request: Request) -> Response:
        asked = orjson.loads(await request.body())
        first, viewer = asked["first"], self.viewer(request)
        db = viewer and self.seen(CLIENT, asked["id"], viewer)
        if db is None:
            return Response(status_code=404)
        nodes: list[dict[str, Any]] = []
        _spokes(db.execute(QUEUE, (first + 1,)).fetchall(), defaultdict(lambda: nodes))
        total = db.execute(QUEUE_TOTAL).fetchone()[0]
        page = {"nodes": nodes[:first], "totalCount": total, "pageInfo": {"hasNextPage": len(nodes) > first}}
        return _answer({"client": {"spokes": page}})

    async def approve(self, request: Request) -> Response:
        asked = orjson.loads(await request.body())
        spoke_id, viewer = asked["spokeId"], self.viewer(request)
        db = viewer and self.seen(CLIENT, asked["clientId"], viewer)
        if db is None:
            return Response(status_code=404)
        db.execute("BEGIN IMMEDIATE")
        found = db.execute(TO_APPROVE, (spoke_id,)).fetchone()
        if found is None or found[0] not in ("pending", "rejected") or not found[1]:
            db.execute("ROLLBACK")
            return Response(status_code=409)
        now = int(time.time() * 1000)
        db.execute(APPROVED, (now, viewer[0], now, spoke_id))
        db.execute("COMMIT")
        return _answer({"approveSpoke": {"id": spoke_id, "status": "APPROVED"}})


def _pillars(db: sqlite3.Connection, hub_id: str) -> list[dict[str, Any]]:
    spokes: dict[str, list[dict[str, Any]]] = {}
    pillars = [
        {
            "id": id,
            "title": title,
            "angle": angle,
            "keyPoints": orjson.Fragment(key_points or b"[]"),
            "orderIndex": order_index,
            "status": NAMES[status],
            "spokes": spokes.setdefault(id, []),
        }
        for id, title, angle, key_points, order_index, status in db.execute(PILLARS, (hub_id,))
    ]
    _spokes(db.execute(SPOKES, (hub_id,)).fetchall(), spokes)
    return pillars


def _spokes(rows: Iterable[tuple[Any, ...]], into: Mapping[str, list[dict[str, Any]]]) -> None:
    """Each into the list of its pillar. One loop and no calls, because calls are what costs here."""
    names, truth, stored, epoch, millisecond = NAMES, TRUTH, orjson.Fragment, EPOCH, MILLISECOND
    # fmt: off
    for (
        id, platform, kind, content, parts, length, status, mutated, conflict, at,
        scored, hook, voice, fit, visual, engagement, compliance, passed, scored_at, pillar,
    ) in rows:
        into[pillar].append(
            {
                "id": id,
                "platform": names[platform],
                "contentType": names[kind],
                "content": content,
                "contentJson": None if parts is None else stored(parts),
                "characterCount": length,
                "status": names[status],
                "isMutated": mutated == 1,
                "isCreativeConflict": conflict == 1,
                "createdAt": epoch + at * millisecond,
                "qualityScore": None if scored is None else {
                    "g2HookStrength": hook,
                    "g4VoiceAlignment": truth[voice],
                    "g5PlatformCompliance": truth[fit],
                    "g6VisualMetaphor": visual,
                    "g7EngagementPrediction": engagement,
                    "gComplianceStatus": names[compliance],
                    "overallPass": passed == 1,
                    "evaluatedAt": epoch + scored_at * millisecond,
                },
            }
        )
    # fmt: on


def _answer(data: dict[str, Any]) -> Response:
    return Response(orjson.dumps({"data": data}, option=orjson.OPT_NAIVE_UTC), media_type="application/json")


async def healthz(request: Request) -> Response:
    return PlainTextResponse("ok")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--data", type=Path)
    options = parser.parse_args()
    routes = [Route("/healthz", healthz)]
    if options.data:
        floor = Floor(options.data)
        for route in (floor.hub, floor.queue, floor.approve):
            routes.append(Route(f"/{route.__name__}", route, methods=["POST"]))
    uvicorn.run(Starlette(routes=routes), port=options.port, log_config=None, access_log=False)


if __name__ == "__main__":
    main()
