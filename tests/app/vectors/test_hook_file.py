"""The file of shared hooks: exact, replaced whole, and noticed by who has it open."""

from pathlib import Path

import numpy as np
import pytest

from app.errors import Unavailable
from app.vectors.embedder import DIMENSIONS, unit
from app.vectors.hookfile import HookFile
from app.vectors.rows import StoredRow
from tests.app.vectors.stores import asked, row, towards


async def test_it_finds_what_comparing_with_every_row_finds(tmp_path: Path) -> None:
    random = np.random.default_rng(7)
    vectors = np.zeros((500, DIMENSIONS), np.float32)
    vectors[:, :256] = random.standard_normal((500, 256))
    vectors = unit(vectors)
    rows = [StoredRow(f"h{place}", ("tiktok", "twitter")[place % 2], vectors[place]) for place in range(500)]
    questions = unit(random.standard_normal((5, DIMENSIONS)))
    hooks = HookFile(tmp_path / "hooks.npz")

    await hooks.add(rows)
    best = await hooks.nearest(questions, 20)
    here = await hooks.nearest(questions, 20, "twitter")

    scores = questions @ vectors.T
    for place in range(5):
        order = np.argsort(-scores[place])
        assert [hit.id for hit in best[place]] == [f"h{each}" for each in order[:20]]
        assert [hit.score for hit in best[place]] == pytest.approx(scores[place][order[:20]].tolist(), abs=1e-5)
        assert [hit.id for hit in here[place]] == [f"h{each}" for each in order if each % 2][:20]
    assert (tmp_path / "hooks.npz").stat().st_size < 500 * 300 * 4


async def test_what_another_process_adds_is_found_without_opening_it_anew(tmp_path: Path) -> None:
    ours, theirs = HookFile(tmp_path / "hooks.npz"), HookFile(tmp_path / "hooks.npz")
    await ours.add([row("a", towards(0), "twitter")])
    assert [hit.id for hit in (await ours.nearest(asked(towards(5)), 9))[0]] == ["a"]

    await theirs.add([row("b", towards(5), "twitter")])

    assert [hit.id for hit in (await ours.nearest(asked(towards(5)), 9))[0]] == ["b", "a"]


async def test_a_row_of_the_same_id_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    hooks = HookFile(tmp_path / "hooks.npz")
    await hooks.add([row("a", towards(0), "twitter"), row("b", towards(1), "twitter")])

    await hooks.add([row("a", towards(2), "linkedin")])

    assert hooks.count() == 2
    assert [hit.id for hit in (await hooks.nearest(asked(towards(2)), 1))[0]] == ["a"]
    assert [hit.id for hit in (await hooks.nearest(asked(towards(2)), 9, "twitter"))[0]] == ["b"]


async def test_a_file_that_is_broken_is_said_to_be_and_not_taken_for_empty(tmp_path: Path) -> None:
    hooks = HookFile(tmp_path / "hooks.npz")
    await hooks.add([row("a", towards(0), "twitter")])
    whole = (tmp_path / "hooks.npz").read_bytes()
    (tmp_path / "hooks.npz").write_bytes(whole[: len(whole) // 2])

    with pytest.raises(Unavailable, match="foundry vectors rebuild"):
        await hooks.nearest(asked(towards(0)), 1)
