"""Planner and caches must be invisible: each way to read gives the same bytes, whatever is asked, by whom, and whatever
has changed since. The ordinary execution, field by field, says what is right.

`FOUNDRY_FUZZ=5000` asks so many requests in place of the few of every day, `FOUNDRY_FUZZ_SEED=17` begins with that
seed. A failure names its seed, with which it is found again: a seed stands for databases, people and requests.
"""

import gc
import os
import random
from collections import Counter
from pathlib import Path

import pytest
from graphql import GraphQLSchema

from app.main import opened
from graphql_schema.schema import build_schema
from tests.fixtures.app import settings_in
from tests.graphql_schema.fuzz.apps import applications
from tests.graphql_schema.fuzz.coverage import askable
from tests.graphql_schema.fuzz.data import fill
from tests.graphql_schema.fuzz.known import Known
from tests.graphql_schema.fuzz.queries import UNPLANNED, Queries
from tests.graphql_schema.fuzz.trial import Trial
from tests.graphql_schema.fuzz.writes import Writes

CASES_A_SEED = 200
MOST_ROUNDS = 9
"""Each but the first a quarter as long, and only where a field was never asked for."""
CASES = int(os.environ.get("FOUNDRY_FUZZ", CASES_A_SEED))
FIRST_SEED = int(os.environ.get("FOUNDRY_FUZZ_SEED", 1))
SEEDS = range(FIRST_SEED, FIRST_SEED + -(-CASES // CASES_A_SEED))
# Where a field fails, graphql-core leaves those beside it that had not begun.
LEFT = r"Exception ignored in. <coroutine object (Executor|GraphQLCoreConverter)\."
pytestmark = [
    pytest.mark.filterwarnings("ignore:coroutine .* was never awaited:RuntimeWarning"),
    pytest.mark.filterwarnings(f"ignore:{LEFT}:pytest.PytestUnraisableExceptionWarning"),
]


@pytest.mark.parametrize("seed", SEEDS)
async def test_every_way_to_read_gives_the_same_bytes(seed: int, tmp_path: Path) -> None:
    # Fewer open at a time than there are clients: one that was closed and opened again has a version of its own.
    settings = settings_in(tmp_path, max_open_clients=2)
    schema = build_schema(settings)._schema
    async with opened(settings), applications(settings) as apps:
        rng = random.Random(seed)
        known = Known(settings.data_dir, await fill(seed))
        trial = Trial(seed, apps, Queries(schema, known, rng), Writes(apps, known, rng), rng)
        await trial.run(CASES_A_SEED)
        rounds = 1
        while unasked(schema, trial) and rounds < MOST_ROUNDS:
            await trial.run(CASES_A_SEED // 4)
            rounds += 1
    gc.collect()

    assert unasked(schema, trial) == set()
    assert trial.answers["data"] > 0.7 * trial.answers.total(), trial.answers
    _is_planned(trial.counted, 0.95)
    # What has figures of now in it is never kept, and that is asked for as often as anything else.
    assert trial.hits["cached"] > 0.25 * trial.hits.total(), trial.hits


def unasked(schema: GraphQLSchema, trial: Trial) -> set[str]:
    """What chance has left out so far, but for what most documents leave out on purpose."""
    rare = {field for field in askable(schema) if field.partition("(")[0] in UNPLANNED}
    return askable(schema) - rare - trial.queries.used.keys()


def _is_planned(counted: Counter[str], least: float) -> None:
    """What falls back to the ordinary way cannot differ from it, so most must not fall back.

    The few fields with a resolver of their own are named in docs/reads.md; what asks for one of them is left out.
    """
    fast, resolved = counted["planned"] + counted["cached"], counted["ordinary: resolver"]
    assert fast > least * (counted.total() - resolved), counted
    assert resolved < 0.2 * counted.total(), counted
