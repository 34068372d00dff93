"""The cohort of public voices: what the script writes is what the gate reads, and the shipped one holds no names."""

from pathlib import Path

import numpy as np
import orjson

from app.generation.gates.tone import cohort
from app.generation.gates.tone.profile import Sample, fitted
from scripts.benches import quality_voice
from scripts.fit_voices import fit, read
from tests.app.generation.voices import BLUNT, STATELY


def folder_of(tmp_path: Path) -> Path:
    """Three writers of each register, told apart by a word of their own."""
    lines = [
        {"author": f"{register} {word}", "register": register, "text": f"{text} {word}, {word} and {word} again."}
        for register, texts in (("blunt", BLUNT), ("stately", STATELY))
        for word in ("apples", "bicycles", "candles")
        for text in texts
    ]
    (tmp_path / "voices.jsonl").write_bytes(b"\n".join(orjson.dumps(line) for line in lines))
    return tmp_path


def test_what_is_fitted_is_read_back_and_finds_the_register_and_the_writer(tmp_path: Path) -> None:
    texts = read(folder_of(tmp_path))
    made = fit(texts)
    cohort.store(made, tmp_path / "cohort.npz")

    opened = cohort.load(tmp_path / "cohort.npz")

    assert opened.registers == ("blunt",) * 3 + ("stately",) * 3
    assert (opened.floor, opened.scale, opened.usual_spread) == (made.floor, made.scale, made.usual_spread)
    assert float(np.abs(opened.means - made.means).max()) < 0.001
    for name, own in (("blunt", BLUNT), ("stately", STATELY)):
        profile = fitted(opened, Sample.of([f"{text} Dandelions, dandelions again." for text in own]), len(own))
        other = [f"{own[0]} {word}, {word} again." for word in ("Dandelions", "Elephants")]
        assert profile.register == name
        assert profile.scores(other[:1]) > profile.scores(other[1:])


def test_the_shipped_cohort_holds_numbers_of_many_voices_and_registers_and_no_names() -> None:
    with np.load(cohort.FILE) as stored:
        kept = {name: stored[name].dtype.kind for name in stored.files}
    shipped = cohort.shipped()

    assert {name for name, kind in kept.items() if kind not in "uif"} == {"registers"}
    assert len(shipped.registers) >= 100
    assert len(set(shipped.registers)) >= 5
    assert cohort.FILE.stat().st_size < 1_000_000


def test_the_bench_asks_every_author_of_every_text_that_was_not_drawn(tmp_path: Path) -> None:
    (tmp_path / "voice").mkdir()
    lines = [{"author": name, "text": text} for name, texts in (("b", BLUNT * 2), ("s", STATELY * 2)) for text in texts]
    (tmp_path / "voice" / "shops.jsonl").write_bytes(b"\n".join(orjson.dumps(line) for line in lines))

    rows = {name: (value, count) for _, name, value, count, _, _ in quality_voice.measure(tmp_path, shipped=True)}

    assert rows["shops, 20 samples, AUC"] == (1.0, 3 * 2 * 16)
    assert (rows["shops, own accepted"][1], rows["shops, others rejected"]) == (48, (1.0, 48))
    assert set(rows) >= {"shops, 10 samples, AUC", "shops, 5 samples, AUC", "shops, 3 samples, AUC"}
