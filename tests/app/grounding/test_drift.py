"""Drift is what people's edits and approvals of seven days say, and each crossing of a bound is told once."""

import asyncio
from typing import Any

import pytest

import tenancy
from app.grounding.drift import Drift, crossings
from app.grounding.models import DriftAlertRow
from app.grounding.watching import keep_watching, look
from app.hubs.models import Job
from app.kit import clock
from app.main import build_app
from app.progress.events import DriftAlert
from app.resources import Resources
from app.settings import Settings
from app.spokes.models import MutationRecord, Spoke
from app.vocabulary import JobStatus
from tests.api import Api
from tests.app.generation.following import following
from tests.app.generation.pieces import EDIT
from tests.app.grounding.scene import DAY, approved, edited
from tests.graphql_schema.content import rows_in
from tests.graphql_schema.planner.ways import read
from tests.graphql_schema.streams import subscribed

DRIFT = """query($id: ID!) { client(id: $id) {
  drift { driftScore needsCalibration trigger suggestion averageEditDistance zeroEditRate daysSinceCalibration }
  driftAlerts { nodes { kind triggerName driftScore zeroEditRate clearedAt } } } }"""

EVENTS = """subscription($id: ID!) { clientEvents(clientId: $id) {
  __typename ... on DriftAlert { driftScore trigger suggestion } } }"""


@pytest.mark.parametrize(
    ("distance", "rate", "score", "trigger", "kinds"),
    [
        (None, None, 0.0, None, []),
        (None, 0.0, 0.4, None, ["zero_edit"]),  # at the bound, not above it
        (0.66, None, 0.396, None, []),
        (0.7, None, 0.42, "high_edit_distance", ["drift"]),
        (0.5, 0.6, 0.46, "low_zero_edit_rate", ["drift"]),
        (0.51, 0.0, 0.706, "high_edit_distance", ["drift", "zero_edit"]),
        (0.1, 0.4, 0.3, None, []),
        (1.0, 1.0, 0.6, "high_edit_distance", ["drift"]),
    ],
)
def test_drift_is_made_of_what_there_is_to_divide(
    distance: float | None, rate: float | None, score: float, trigger: str | None, kinds: list[str]
) -> None:
    drift = Drift(distance, rate)

    assert (drift.drift_score, drift.needs_calibration, drift.trigger) == (score, trigger is not None, trigger)
    assert [str(crossing.kind) for crossing in crossings(drift)] == kinds
    assert (drift.suggestion is None) == (kinds == [])


async def shown(owner: Api, client_id: str) -> dict[str, Any]:
    client: dict[str, Any] = (await owner.run(DRIFT, id=client_id))["client"]
    return client


async def test_a_crossing_is_told_once_until_it_is_crossed_back(
    resources: Resources, owner: Api, client_id: str
) -> None:
    told = resources.drifts.marked()
    quiet = await shown(owner, client_id)
    assert quiet["drift"] == {
        "driftScore": 0.0,
        "needsCalibration": False,
        **dict.fromkeys(("trigger", "suggestion", "averageEditDistance", "zeroEditRate", "daysSinceCalibration")),
    }
    assert (quiet["driftAlerts"]["nodes"], await look(client_id)) == ([], [])
    await approved(client_id, 1)
    await approved(client_id, 3, edited=True)
    await approved(client_id, 50, days=8)  # too long ago
    await edited(client_id, "Old words.", "Quite other words.", distance=0.4, days=8)
    for _ in range(2):
        await edited(client_id, "We leverage it.", "We use it.", distance=0.25)

    async with following(resources, client_id) as followed:
        at_once = await asyncio.gather(*(look(client_id) for _ in range(3)))
        assert sorted(at_once) == [[], [], ["low_zero_edit_rate", "zero_edit_drop"]]
        for number in range(20):
            await edited(client_id, "We leverage it.", "We use it.", distance=0.5)
            assert await look(client_id) == [], number
        high = await shown(owner, client_id)
        await approved(client_id, 17)
        assert await look(client_id) == []
        low = await shown(owner, client_id)
        await approved(client_id, 40, edited=True)
        assert await look(client_id) == ["low_zero_edit_rate", "zero_edit_drop"]
        await followed.until_true(lambda: len(followed.events) == 4)
        assert await look(client_id, clock.now_millis() + 7 * DAY) == [], "time alone crosses back"

    assert high["drift"]["averageEditDistance"] == pytest.approx((0.25 * 2 + 0.5 * 20) / 22)
    assert (high["drift"]["zeroEditRate"], high["drift"]["trigger"]) == (0.25, "low_zero_edit_rate")
    assert "Calibrate with a few texts" in high["drift"]["suggestion"]
    assert [(row["kind"], row["zeroEditRate"], row["clearedAt"]) for row in high["driftAlerts"]["nodes"]] == [
        ("ZERO_EDIT", 0.25, None),
        ("DRIFT", 0.25, None),
    ]
    assert (low["drift"]["needsCalibration"], low["drift"]["zeroEditRate"]) == (False, 18 / 21)
    assert None not in [row["clearedAt"] for row in low["driftAlerts"]["nodes"]]
    alerts = [event for event in followed.events if isinstance(event, DriftAlert)]
    triggers = ["low_zero_edit_rate", "zero_edit_drop"]
    assert [alert.trigger for alert in alerts] == triggers * 2
    assert alerts[0].drift_score == pytest.approx(0.6 * 0.25 + 0.4 * 0.75)
    async with tenancy.bind(client_id):
        assert await DriftAlertRow.filter(cleared_at__isnull=True).count() == 0
        assert (await MutationRecord.all().count(), await Spoke.all().count()) == (23, 134)
    assert resources.drifts.marked() == told, "rows of a test mark nobody"


async def test_whoever_watches_is_told_when_people_rewrite(
    settings: Settings, resources: Resources, owner: Api, client_id: str
) -> None:
    """And the drift is read anew each time, whatever else is kept: time alone changes it."""
    rows = await rows_in(client_id)
    async with tenancy.bind(client_id):
        await Job.filter(id=rows.job).update(status=JobStatus.QUEUED)
    watching = asyncio.create_task(keep_watching(3600, settle_s=0, longest_s=0, between_s=0))
    try:
        async with subscribed(build_app(settings), owner, EVENTS, {"id": client_id}) as events:
            async with asyncio.timeout(10):
                assert (await events.get())["data"]["clientEvents"] == {"__typename": "JobProgress"}
                edit = {"clientId": client_id, "spokeId": rows.spoke, "content": "Zzz."}
                await owner.run(EDIT, input=edit)
                told = [(await events.get())["data"]["clientEvents"] for _ in range(2)]
        kept = read("cached")
        drift = [(await shown(owner, client_id))["drift"] for _ in range(2)]
    finally:
        watching.cancel()
        await asyncio.wait([watching])

    assert drift[0] == drift[1]
    assert read("cached") == kept
    advice = (
        "People rewrite more than half of each piece that they edit. Calibrate with a few texts that say it right, "
    )
    score, suggestion = drift[0]["driftScore"], f"{advice}or let a grounding audit look for what people keep changing."
    alert = {"driftScore": score, "trigger": "high_edit_distance", "suggestion": suggestion}
    assert told == [{"__typename": "SpokeEvaluated"}, {"__typename": "DriftAlert", **alert}]
    assert score == pytest.approx(0.6 * drift[0]["averageEditDistance"])
