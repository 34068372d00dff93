"""Asking for calibrations through the API, and what can be read of them."""

import json
from typing import Any

import tenancy
from app.brand.models import CalibrationEvent, TrainingSample
from app.hubs.models import Job
from app.hubs.registry import JobPromise
from app.objects import keys
from app.progress.events import JobChanged
from app.resources import Resources
from tests.api import Answer, Api
from tests.app.generation.following import Followed, ended, following

CALIBRATE = """mutation($input: CalibrateInput!) { calibrate(input: $input) {
  job { id status } calibration { id inputType triggerType samples completedAt entities { bannedWords } } } }"""
HISTORY = """query($id: ID!) { client(id: $id) {
  calibrations { totalCount nodes {
    id triggerType inputType inputR2Key transcript instruction samples dnaScoreBefore dnaScoreAfter spokesReevaluated
    completedAt job { id status errorMessage }
    entities { voiceMarkers bannedWords stances personas topicsToAvoid skipped toneAdjustments { name value } } } }
  voiceMarkers { phrase source } bannedWords { word severity source } } }"""
SAMPLES = [
    "Count it twice before you bake. Flour is cheap, but nobody gets the morning back. So we count it twice, and then "
    "we light the oven. Not before.",
    "Here is the thing about ovens: they lie. We count it twice, write it down, and trust the paper. Paper has no "
    "moods and no thermostat.",
    "Our neighbours bake more. Fine. Here is the thing: an empty shelf at six is a promise, and we keep it. Tomorrow's "
    "bread is tomorrow's.",
    "You ask why we close at three. Count it twice and you will know: bread that waits is bread that sulks. We do not "
    "sell bread that sulks.",
    "Here is the thing about growth. It is a loaf with too much yeast in it. We count it twice, we bake less, and we "
    "sleep at night.",
]
"""Of somebody who repeats himself."""


async def asked(owner: Api, client_id: str, recording: bytes | None = None, **given: Any) -> Answer:
    """The answer to asking for a calibration; a recording goes along as the multipart specification says."""
    variables = {"input": {"clientId": client_id, **given, **({"audio": None} if recording is not None else {})}}
    if recording is None:
        return await owner.execute(CALIBRATE, **variables)
    answer = await owner.http.post(
        "/graphql",
        data={
            "operations": json.dumps({"query": CALIBRATE, "variables": variables}),
            "map": '{"0": ["variables.input.audio"]}',
        },
        files={"0": ("note.bin", recording, "application/octet-stream")},
        headers={**owner.headers, "GraphQL-Require-Preflight": "1"},
    )
    return Answer(answer.status_code, answer.json())


async def calibrated(
    resources: Resources, owner: Api, client_id: str, recording: bytes | None = None, **given: Any
) -> dict[str, Any]:
    """The calibration as it is told when its job is over."""
    async with following(resources, client_id) as followed:
        made = (await asked(owner, client_id, recording, **given)).data["calibrate"]
        await over(resources, followed, client_id, made["job"]["id"])
    return await told(owner, client_id)


async def over(resources: Resources, followed: Followed, client_id: str, job_id: str) -> JobChanged:
    """The last that was told of the job, once its workflow has put everything in order."""

    def is_over() -> bool:
        changes = followed.changes(job_id)
        return bool(changes) and changes[-1].is_final

    await followed.until_true(is_over)
    async with tenancy.bind(client_id):
        run = (await Job.get(id=job_id)).run
    await ended(resources, f"{job_id}.{run}")
    return followed.changes(job_id)[-1]


async def told(owner: Api, client_id: str) -> dict[str, Any]:
    """The newest calibration."""
    newest: dict[str, Any] = (await owner.run(HISTORY, id=client_id))["client"]["calibrations"]["nodes"][0]
    return newest


async def left(resources: Resources, client_id: str) -> dict[str, Any]:
    """What there is of calibrations: rows, objects and promises."""
    async with tenancy.bind(client_id):
        rows = [await model.all().count() for model in (CalibrationEvent, TrainingSample, Job)]
    objects = await resources.objects.list(f"{keys.client_prefix(client_id)}voice/")
    return {"rows": rows, "objects": list(objects), "promises": await JobPromise.filter(client_id=client_id).count()}


NOTHING = {"rows": [0, 0, 0], "objects": [], "promises": 0}
