"""The floor of reading: a plain Starlette server that knows two answers, written by hand over sqlite3 and orjson.

It checks a bearer token like Foundry does, and gives the same JSON for the two queries of `reads.py`.
"""

import argparse
import hashlib
import sqlite3
from datetime import UTC, datetime
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
SESSION = "SELECT user_id FROM sessions WHERE token_hash = ? AND revoked_at IS NULL"
HUB = "SELECT id, title, source_type, status, themes, claims, created_at FROM hubs WHERE id = ?"
PILLARS = "SELECT id, title, angle, key_points, order_index, status FROM pillars WHERE hub_id = ? ORDER BY order_index"
SPOKES = f"""
    SELECT s.pillar_id, {SPOKE_FIELDS} FROM spokes s LEFT JOIN quality_scores q ON q.spoke_id = s.id
    WHERE s.hub_id = ? ORDER BY s.pillar_id, s.platform, s.id"""
QUEUE = f"""
    SELECT {SPOKE_FIELDS} FROM spokes s LEFT JOIN quality_scores q ON q.spoke_id = s.id
    WHERE s.status = 'pending' ORDER BY s.id LIMIT ?"""
COMPLIANCE = {"pass": "PASS", "fail": "FAIL", "flagged": "FLAGGED", "n/a": "NOT_APPLICABLE"}
QUEUE_TOTAL = "SELECT count(*) FROM spokes WHERE status = 'pending'"


class Floor:
    """One connection to each file, used on the event loop's thread."""

    def __init__(self, global_file: Path, client_file: Path) -> None:
        self.people = sqlite3.connect(f"file:{global_file}?mode=ro", uri=True)
        self.client = sqlite3.connect(f"file:{client_file}?mode=ro", uri=True)

    async def hub(self, request: Request) -> Response:
        if not self._knows(request):
            return Response(status_code=401)
        hub_id = orjson.loads(await request.body())["id"]
        id, title, source_type, status, themes, claims, created_at = self.client.execute(HUB, (hub_id,)).fetchone()
        return _answer(
            {
                "hub": {
                    "id": id,
                    "title": title,
                    "sourceType": source_type.upper(),
                    "status": status.upper(),
                    "themes": orjson.loads(themes),
                    "claims": orjson.loads(claims),
                    "createdAt": _time(created_at),
                    "pillars": self._pillars(hub_id),
                }
            }
        )

    def _pillars(self, hub_id: str) -> list[dict[str, Any]]:
        spokes: dict[str, list[dict[str, Any]]] = {}
        pillars = []
        for id, title, angle, key_points, order_index, status in self.client.execute(PILLARS, (hub_id,)):
            pillars.append(
                {
                    "id": id,
                    "title": title,
                    "angle": angle,
                    "keyPoints": orjson.loads(key_points),
                    "orderIndex": order_index,
                    "status": status.upper(),
                    "spokes": spokes.setdefault(id, []),
                }
            )
        for pillar_id, *fields in self.client.execute(SPOKES, (hub_id,)):
            spokes[pillar_id].append(_spoke(*fields))
        return pillars

    async def queue(self, request: Request) -> Response:
        if not self._knows(request):
            return Response(status_code=401)
        first = orjson.loads(await request.body())["first"]
        nodes = [_spoke(*fields) for fields in self.client.execute(QUEUE, (first + 1,))]
        total = self.client.execute(QUEUE_TOTAL).fetchone()[0]
        page = {"nodes": nodes[:first], "totalCount": total, "pageInfo": {"hasNextPage": len(nodes) > first}}
        return _answer({"client": {"spokes": page}})

    def _knows(self, request: Request) -> bool:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        return self.people.execute(SESSION, (hashlib.sha256(token.encode()).hexdigest(),)).fetchone() is not None


def _spoke(
    id: str,
    platform: str,
    content_type: str,
    content: str,
    content_json: str | None,
    character_count: int,
    status: str,
    is_mutated: int,
    is_creative_conflict: int,
    created_at: int,
    *score: Any,
) -> dict[str, Any]:
    return {
        "id": id,
        "platform": platform.upper(),
        "contentType": content_type.upper(),
        "content": content,
        "contentJson": None if content_json is None else orjson.loads(content_json),
        "characterCount": character_count,
        "status": status.upper(),
        "isMutated": is_mutated == 1,
        "isCreativeConflict": is_creative_conflict == 1,
        "createdAt": _time(created_at),
        "qualityScore": None if score[0] is None else _score(*score[1:]),
    }


def _score(
    hook: float, voice: int, platform: int, visual: float, engagement: float, compliance: str, passed: int, at: int
) -> dict[str, Any]:
    return {
        "g2HookStrength": hook,
        "g4VoiceAlignment": None if voice is None else voice == 1,
        "g5PlatformCompliance": None if platform is None else platform == 1,
        "g6VisualMetaphor": visual,
        "g7EngagementPrediction": engagement,
        "gComplianceStatus": COMPLIANCE[compliance],
        "overallPass": passed == 1,
        "evaluatedAt": _time(at),
    }


def _time(millis: int) -> str:
    return datetime.fromtimestamp(millis / 1000, UTC).isoformat()


def _answer(data: dict[str, Any]) -> Response:
    return Response(orjson.dumps({"data": data}), media_type="application/json")


async def healthz(request: Request) -> Response:
    return PlainTextResponse("ok")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--files", type=Path, nargs=2, metavar=("GLOBAL", "CLIENT"))
    options = parser.parse_args()
    routes = [Route("/healthz", healthz)]
    if options.files:
        floor = Floor(*options.files)
        routes += [Route("/hub", floor.hub, methods=["POST"]), Route("/queue", floor.queue, methods=["POST"])]
    uvicorn.run(Starlette(routes=routes), port=options.port, log_config=None, access_log=False)


if __name__ == "__main__":
    main()
