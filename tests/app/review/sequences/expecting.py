"""What a deed must do to a state, worked out in plain Python from the rules and not from the code that does it."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.app.review.sequences.state import AT_WORK, Row, State

ANY = object()
"""Whatever comes of it."""
NAMES = {"hub": "hubId", "pillar": "pillarId"}


@dataclass(frozen=True)
class Refused:
    code: str
    state: str | None = None
    above: str | None = None


@dataclass
class Expected:
    """Columns that change, by id; everything that is not named stays. A refusal changes nothing and leaves no entry.

    `rescored` are pieces whose score may be another one, `canceled` jobs that end, `queued` says that one begins.
    """

    refused: Refused | None = None
    hubs: dict[str, Row] = field(default_factory=dict)
    pillars: dict[str, Row] = field(default_factory=dict)
    spokes: dict[str, Row] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    rescored: set[str] = field(default_factory=set)
    canceled: set[str] = field(default_factory=set)
    changed_jobs: set[str] = field(default_factory=set)
    queued: bool = False
    edits: Counter[str] = field(default_factory=Counter)
    deeds: list[tuple[str, str | None]] = field(default_factory=list)


@dataclass
class Kill:
    """One that has happened: per piece and angle the one column that it changed, and how that was."""

    subject: str
    spokes: dict[str, Row]
    pillars: set[str]
    hub_status: str | None = None
    is_undone: bool = False


@dataclass
class Model:
    """What the rows of a moment do not tell: kills to be undone, and how pieces were before they are written anew."""

    kills: list[Kill] = field(default_factory=list)
    set_aside: dict[str, Row] = field(default_factory=dict)

    def newest(self, subject: str) -> Kill | None:
        return next((kill for kill in reversed(self.kills) if kill.subject == subject and not kill.is_undone), None)


def refused(code: str, state: str | None = None, above: str | None = None) -> Expected:
    return Expected(Refused(code, state, above))


def decided(state: State, id: str, status: str, user_id: str) -> Expected:
    spoke, score = state.spokes[id], state.scores.get(id)
    if not spoke["is_settled"]:
        return refused("PROCESSING")
    if spoke["status"] == status:
        return Expected()
    if spoke["status"] == "killed":
        return refused("CONFLICT", "killed")
    if status == "rejected":
        nobody = {"status": status, "approved_at": None, "approved_by": None}
        return Expected(spokes={id: nobody}, deeds=[("spoke.rejected", id)])
    if not (score and score["overall_pass"]):
        return refused("CONFLICT", "failed_gate")
    approval = {"status": status, "approved_at": ANY, "approved_by": user_id}
    return Expected(spokes={id: approval}, deeds=[("spoke.approved", id)])


def decided_many(state: State, ids: Iterable[str], status: str, user_id: str) -> tuple[Expected, int]:
    """And how many of them are decided."""
    all_of_it = Expected()
    for id in dict.fromkeys(ids):
        one = decided(state, id, status, user_id)
        all_of_it.spokes |= one.spokes
        all_of_it.deeds += one.deeds
    count = len(all_of_it.deeds)
    if count:
        all_of_it.deeds.append((f"review.bulk_{status}", None))
    return all_of_it, count


REWORDED = ("content", "content_json", "character_count", "is_creative_conflict")
REPICTURED = ("visual_archetype", "visual_concept", "image_prompt")


def edited(state: State, id: str, content: str) -> Expected:
    spoke = state.spokes[id]
    if not spoke["is_settled"]:
        return refused("PROCESSING")
    if spoke["status"] == "killed":
        return refused("CONFLICT", "killed")
    changes: Row = dict.fromkeys((*REWORDED, *REPICTURED), ANY)
    changes |= {"content": content, "is_mutated": 1, "status": "pending", "approved_at": None, "approved_by": None}
    changes["revision"] = spoke["revision"] + (spoke["content"] != content)
    return Expected(spokes={id: changes}, rescored={id}, edits=Counter([id]), deeds=[("spoke.edited", id)])


def no_source(state: State, id: str) -> Expected | None:
    """Why nothing can be written from the piece's source, if it cannot."""
    spoke = state.spokes[id]
    if not spoke["is_settled"]:
        return refused("PROCESSING")
    if spoke["status"] == "killed":
        return refused("CONFLICT", "killed")
    pillar = state.pillars.get(spoke["pillar_id"]) if spoke["hub_id"] else None
    if pillar is None or pillar["status"] == "killed":
        return refused("CONFLICT", "no_source")
    return None


def cloned(state: State, id: str) -> Expected:
    why = no_source(state, id) or busy(state, state.spokes[id]["hub_id"])
    return why or Expected(queued=True, deeds=[("spoke.cloned", id)])


def regenerated(state: State, model: Model, id: str) -> Expected:
    why = no_source(state, id) or busy(state, state.spokes[id]["hub_id"])
    if why is not None:
        return why
    return Expected(queued=True, spokes={id: opened(state, model, id)}, deeds=[("spoke.regenerated", id)])


def opened(state: State, model: Model, id: str) -> Row:
    model.set_aside[id] = state.spokes[id]
    nobody = {"approved_at": None, "approved_by": None, "is_creative_conflict": 0, "is_mutated": 0}
    return {"is_settled": 0, "status": "pending", "job_id": ANY, "slot": 0, **nobody}


def generated(state: State, hub_id: str) -> Expected:
    if state.hubs[hub_id]["status"] == "killed":
        return refused("CONFLICT", "killed")
    why = busy(state, hub_id)
    if why is not None:
        return why
    if not [row for row in state.pillars.values() if (row["hub_id"], row["status"]) == (hub_id, "active")]:
        return refused("CONFLICT", "no_pillars")
    return Expected(queued=True, deeds=[("generation.requested", hub_id)])


def busy(state: State, hub_id: str) -> Expected | None:
    return refused("PROCESSING") if state.at_work(hub_id) else None


def canceled(state: State, model: Model, job_id: str) -> Expected:
    status = state.jobs[job_id]["status"]
    if status == "canceled":
        return Expected()
    if status not in AT_WORK:
        return refused("CONFLICT", status)
    expected = stopped(state, model, [job_id])
    expected.deeds = [("job.canceled", job_id)]
    return expected


def retried(state: State, model: Model, job_id: str) -> Expected:
    job = state.jobs[job_id]
    if job["status"] in AT_WORK:
        return refused("PROCESSING")
    if job["status"] == "complete":
        return refused("CONFLICT", "complete")
    if state.hubs[job["hub_id"]]["status"] == "killed":
        return refused("CONFLICT", "killed")
    why = busy(state, job["hub_id"])
    if why is not None:
        return why
    expected = Expected(changed_jobs={job_id}, deeds=[("job.retried", job_id)])
    if job["kind"] == "spoke.regenerate":
        id = json.loads(job["params"])["spoke_id"]
        why = no_source(state, id)
        if why is not None:
            return why
        expected.spokes = {id: opened(state, model, id)}
    return expected


def stopped(state: State, model: Model, job_ids: Iterable[str]) -> Expected:
    """Half-written pieces go, and those that were written anew are as they were."""
    expected = Expected(canceled=set(job_ids))
    for id, spoke in state.spokes.items():
        if spoke["is_settled"] or spoke["job_id"] not in expected.canceled:
            continue
        if id in model.set_aside:
            expected.spokes[id] = {**model.set_aside[id], "revision": ANY}
            expected.rescored.add(id)
        else:
            expected.gone.add(id)
    return expected


def killed(state: State, model: Model, kind: str, id: str) -> tuple[Expected, Kill | None]:
    """And the kill that can be undone then."""
    subject: Row = {"hub": state.hubs, "pillar": state.pillars, "spoke": state.spokes}[kind][id]
    if subject["status"] == "killed":
        return Expected(), None
    if kind == "spoke" and not subject["is_settled"] and id not in model.set_aside:
        return refused("PROCESSING"), None
    jobs = [job for job in state.at_work(subject["hub_id"] if kind != "hub" else id) if ends(state, job, kind, id)]
    expected, kill = stopped(state, model, jobs), Kill(id, {}, set())
    column = {"hub": "hub_id", "pillar": "pillar_id", "spoke": "id"}[kind]
    for spoke_id, before in state.spokes.items():
        spoke = {**before, **expected.spokes.get(spoke_id, {})}
        if spoke_id in expected.gone or before[column] != id or spoke["status"] == "killed":
            continue
        survives = spoke["is_mutated"] and kind != "spoke"
        kill.spokes[spoke_id] = {column: id} if survives else {"status": spoke["status"]}
        expected.spokes[spoke_id] = {
            **expected.spokes.get(spoke_id, {}),
            **({column: None} if survives else {"status": "killed"}),
        }
    if kind == "hub":
        kill.hub_status = subject["status"]
        expected.hubs[id] = {"status": "killed", "killed_at": ANY, "kill_reason": "Off message."}
    if kind != "spoke":
        mine = [each for each, row in state.pillars.items() if each == id or row["hub_id"] == id]
        kill.pillars = {each for each in mine if state.pillars[each]["status"] == "active"}
        expected.pillars = {each: {"status": "killed"} for each in kill.pillars}
    expected.deeds = [(f"{kind}.killed", id)]
    return expected, kill


def ends(state: State, job_id: str, kind: str, id: str) -> bool:
    """Whether killing it ends the job that is at work on its hub."""
    job = state.jobs[job_id]
    if kind == "hub":
        return True
    if kind == "spoke":
        is_its_own = job["kind"] == "spoke.regenerate" and json.loads(job["params"])["spoke_id"] == id
        return is_its_own and not state.spokes[id]["is_settled"]
    if job["plan"] is None:
        return True
    slots = [slot for slot in json.loads(job["plan"]) if slot["pillar_id"] == id and not slot["given_up"]]
    return any(not state.spokes.get(slot["spoke_id"], {"is_settled": 0})["is_settled"] for slot in slots)


def restored(state: State, model: Model, kind: str, id: str) -> tuple[Expected, Kill | None]:
    """And the kill that is undone."""
    subject: Row = {"hub": state.hubs, "pillar": state.pillars, "spoke": state.spokes}[kind][id]
    if subject["status"] != "killed":
        return refused("CONFLICT", "not_killed"), None
    above = [("hub", subject.get("hub_id"))] if kind != "hub" else []
    above += [("pillar", subject["pillar_id"])] if kind == "spoke" and subject["hub_id"] else []
    for kind_above, id_above in above:
        rows = state.hubs if kind_above == "hub" else state.pillars
        if id_above is not None and rows[id_above]["status"] == "killed":
            its = model.newest(id_above)
            with_it = its is not None and id in {*its.spokes, *its.pillars}
            return refused(
                "CONFLICT", f"killed_with_{kind_above}" if with_it else f"{kind_above}_killed", id_above
            ), None
    kill = model.newest(id)
    assert kill is not None, "whatever is killed, and lies in nothing killed, was killed by itself"
    expected = Expected(deeds=[(f"{kind}.restored", id)])
    expected.spokes = {spoke: dict(was) for spoke, was in kill.spokes.items() if spoke in state.spokes}
    expected.pillars = {pillar: {"status": "active"} for pillar in kill.pillars}
    if kind == "hub":
        expected.hubs[id] = {"status": kill.hub_status, "killed_at": None, "kill_reason": None}
    return expected, kill


def assert_as_expected(before: State, after: State, expected: Expected) -> None:
    """Nothing but what is expected has changed."""
    assert after.hubs == merged(before.hubs, expected.hubs, after.hubs)
    assert after.pillars == merged(before.pillars, expected.pillars, after.pillars)
    kept = {id: row for id, row in before.spokes.items() if id not in expected.gone}
    assert after.spokes == merged(kept, expected.spokes, after.spokes)
    for id in kept:
        assert after.scores.get(id) == before.scores.get(id) or id in expected.rescored
    assert after.edits == Counter({id: n for id, n in before.edits.items() if id in kept}) + expected.edits
    assert Counter(after.trail[len(before.trail) :]) == Counter(expected.deeds)
    assert after.trail[: len(before.trail)] == before.trail
    new = [id for id in after.jobs if id not in before.jobs]
    assert len(new) == expected.queued
    for id, job in before.jobs.items():
        if id in expected.canceled:
            assert after.jobs[id]["status"] == "canceled"
        elif id not in expected.changed_jobs:
            assert after.jobs[id] == job


def merged(rows: dict[str, Row], changes: dict[str, Row], after: dict[str, Row]) -> dict[str, Row]:
    """The rows as they must be; what may be anything is taken as it is."""
    expected: dict[str, Row] = dict(rows)
    for id, columns in changes.items():
        found: Any = after.get(id, {})
        known = {name: found.get(name) if value is ANY else value for name, value in columns.items()}
        expected[id] = {**rows[id], **known}
    return expected
