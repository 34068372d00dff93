"""The bench of the gates' quality, on a small folder of sets made here."""

import csv
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import pytest

from app.generation.gates.pull.judge import hook_scores
from app.generation.gates.pull.numbers import load
from scripts.benches.__main__ import main
from scripts.fit import __main__ as fitting
from scripts.fit.broken import with_broken
from scripts.fit.data import folds_of, read_hooks
from scripts.fit.measures import accuracy, measures

pytestmark = pytest.mark.slow

THINGS = ["bread", "taxes", "sleep", "meetings", "rivers", "maps", "wool", "rain", "tea", "glass", "salt", "trains"]
STRONG = [f"{at} things you need to know about {thing}" for at, thing in enumerate(THINGS, start=11)]
PLAIN = [f"The committee met to discuss the report on {thing}" for thing in THINGS]


def written(folder: Path) -> Path:
    sets: dict[str, list[Any]] = {
        "clickbait": [("text", "label"), *((s, 1) for s in STRONG), *((p, 0) for p in PLAIN)],
        "clickbait-es": [("text", "label", "media"), *((f"¿Por qué {t}?", 1, "a") for t in THINGS)]
        + [(f"La comisión de {t} se reunió", 0, "b") for t in THINGS],
        "upworthy-pairs": [("headline_1", "headline_2", "winner")]
        + [(f"{s} now", f"{p} today", 1) for s, p in zip(STRONG, PLAIN, strict=True)],
        "tweet-pairs": [("tweet_1", "tweet_2", "winner")]
        + [(f"{p} http://t.co/x", f"{s} http://t.co/x", 2) for s, p in zip(STRONG, PLAIN, strict=True)],
        "hn-titles": [("title", "points"), *((f"{s} again", 90) for s in STRONG), *((f"{p} again", 2) for p in PLAIN)],
    }
    (folder / "hooks").mkdir()
    for name, rows in sets.items():
        with (folder / "hooks" / f"{name}.csv").open("w", newline="") as file:
            csv.writer(file).writerows(rows)
    return folder


def rows_of(
    folder: Path, capsys: pytest.CaptureFixture[str], *options: str
) -> dict[tuple[str, str], dict[str, object]]:
    assert main(["quality", str(folder), "--json", *options]) == 0
    lines = [orjson.loads(line) for line in capsys.readouterr().out.splitlines()]
    return {(line["gate"], line["name"]): line for line in lines}


def test_numbers_that_ship_are_judged_on_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = rows_of(written(tmp_path), capsys, "--shipped")

    clickbait = rows["G2", "clickbait, AUC"]
    assert (clickbait["value"], clickbait["rows"], clickbait["goal"]) == (1.0, 24, 0.97)
    assert rows["G7", "tweet pairs, accuracy"]["value"] == 1.0
    assert rows["G2", "Upworthy pairs, accuracy"]["rows"] == 12
    assert ("G2", "Hacker News discussed, rho") not in rows


def test_cross_validation_fits_on_the_folder_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = rows_of(written(tmp_path), capsys)

    assert rows["G2", "clickbait, AUC"]["value"] == 1.0
    assert rows["G7", "Upworthy pairs, accuracy"]["value"] == 1.0


def test_fit_writes_numbers_that_can_be_read_and_leaves_sets_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "numbers.npz"

    assert fitting.main([str(written(tmp_path)), "--without", "tweets", "clickbait-es", "--out", str(out)]) == 0

    numbers = load(out)
    assert numbers.about["rows"]["tweets"] == numbers.about["rows"]["clickbait-es"] == 0
    assert set(numbers.heads) == {"pull", "engagement", "words", "forms"}
    assert "upworthy 1.000" in capsys.readouterr().out


def test_tied_texts_lie_in_one_fold(tmp_path: Path) -> None:
    hooks = with_broken(read_hooks(written(tmp_path)))
    folds = folds_of(hooks, 5)

    for pairs in hooks.pairs.values():
        assert (folds[pairs[:, 0]] == folds[pairs[:, 1]]).all()
    assert len(set(folds.tolist())) == 5


def test_tie_in_a_pair_is_half_right(tmp_path: Path) -> None:
    hooks = read_hooks(written(tmp_path))

    assert measures(hooks, np.zeros(len(hooks.texts)))["upworthy"] == 0.5
    assert accuracy(np.array([2.0, 1.0, 1.0]), np.array([1.0, 1.0, 2.0])) == 0.5


def test_folder_without_sets_measures_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert rows_of(tmp_path, capsys, "--shipped") == {}
    assert hook_scores([]) == []
