"""The bench of voices on three that are easy to tell apart: the table is there, and it says so."""

from pathlib import Path

import orjson
import pytest

from scripts.benches import voice
from tests.app.calibration.voices import BLUNT, LEARNED, PLAYFUL


def test_the_table_says_what_calibration_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(voice, "DRAWS", 1)
    monkeypatch.setattr(voice, "MIXTURES", 4)
    monkeypatch.setattr(voice, "SIZES", (1, 10))
    lines = [
        orjson.dumps({"author": author, "text": text}).decode()
        for author, texts in (("Blunt", BLUNT), ("Learned", LEARNED), ("Playful", PLAYFUL))
        for text in texts
    ]
    (tmp_path / "voice").mkdir()
    (tmp_path / "voice" / "three.jsonl").write_text("\n".join(lines))
    assert voice.main([str(tmp_path), "--json"]) == 0
    rows = {row["name"]: row for row in map(orjson.loads, capsys.readouterr().out.splitlines())}
    assert rows["the author's own, calibrated on the author"]["value"] == 1.0
    assert rows["the author's own, calibrated on a colleague"]["value"] == 0.0
    assert rows["others', calibrated on the author"]["value"] == 0.0
    assert rows["10 of one author"]["value"] > 70 > 30 > rows["1 of one author"]["value"]
    for mixed in (2, 3):
        assert (rows[f"10 of {mixed} authors mixed"]["share"], rows[f"10 of {mixed} authors mixed"]["auc"]) == (
            1.0,
            1.0,
        )
