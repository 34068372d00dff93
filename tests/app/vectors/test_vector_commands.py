"""`foundry hooks` and `foundry vectors`, as an operator meets them."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app import cli
from tests.app.vectors.embeddings_server import embeddings_server

HOOKS: list[dict[str, object]] = [
    {"id": "one", "text": "Nobody counts the loaves.", "platform": "X", "source": "posts", "tier": "top", "points": 12},
    {"id": "two", "text": "You  won't believe\tthis bread", "platform": "web", "source": "viral"},
    {"text": "I baked less and earned more.", "platform": "linkedin"},
]


@pytest.fixture
def hooks(tmp_path: Path) -> Path:
    path = tmp_path / "hooks.jsonl"
    path.write_text("\n".join(json.dumps(hook) for hook in HOOKS) + "\n\n")
    return path


def foundry(tmp_path: Path, *arguments: str, **environment: str) -> tuple[int, str]:
    given = [*arguments, "--data", str(tmp_path / "data")]
    done = CliRunner().invoke(cli.app, given, env={"COLUMNS": "300", **environment})
    return done.exit_code, " ".join(done.output.split())


def stored(tmp_path: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(tmp_path / "data" / "global.db")) as raw:
        return raw.execute("SELECT text, platform, source, tier, points FROM shared_hooks ORDER BY text").fetchall()


ROWS = [
    ("I baked less and earned more.", "linkedin", "hooks", None, None),
    ("Nobody counts the loaves.", "twitter", "posts", "top", 12.0),
    ("You won't believe this bread", "web", "viral", None, None),
]


def test_hooks_are_imported_once(tmp_path: Path, hooks: Path) -> None:
    first = foundry(tmp_path, "hooks", "import", str(hooks))
    kept = (tmp_path / "data" / "hooks.npz").read_bytes()
    second = foundry(tmp_path, "hooks", "import", str(hooks))

    assert first == (0, "Imported: 3 new, 0 known already; of our platforms: 2.")
    assert second == (0, "Nothing to do: all 3 are known.")
    assert stored(tmp_path) == ROWS
    assert (tmp_path / "data" / "hooks.npz").read_bytes() == kept
    assert not (tmp_path / "data" / "vectors.db").exists()
    assert foundry(tmp_path, "vectors", "status") == (
        0,
        "model wordllama-l2-supercat-256 3 top_performers 2 platform_specific",
    )


def test_a_hook_that_changed_takes_the_place_of_the_old_one(tmp_path: Path, hooks: Path) -> None:
    foundry(tmp_path, "hooks", "import", str(hooks))
    hooks.write_text(json.dumps({**HOOKS[0], "text": "Everybody counts the loaves.", "platform": "tiktok"}))

    assert foundry(tmp_path, "hooks", "import", str(hooks))[1].startswith("Imported: 1 new, 0 known")
    assert ("Everybody counts the loaves.", "tiktok", "posts", "top", 12.0) in stored(tmp_path)
    assert len(stored(tmp_path)) == 3
    assert "3 top_performers" in foundry(tmp_path, "vectors", "status")[1]


def test_a_table_does_as_well(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text('\ufefftext,platform,points\n"Bread, they said",thread,3.5\nLess is more,,\n')

    assert foundry(tmp_path, "hooks", "import", str(path))[0] == 0
    assert stored(tmp_path) == [
        ("Bread, they said", "thread", "table", None, 3.5),
        ("Less is more", None, "table", None, None),
    ]


def test_bad_lines_are_named_and_nothing_is_taken_over(tmp_path: Path, hooks: Path) -> None:
    bad = [
        "not json",
        "[1]",
        '{"text": " "}',
        '{"text": 5}',
        '{"text": "a", "id": "x y"}',
        '{"text": "a", "points": "many"}',
    ]
    with hooks.open("a") as file:
        file.write("\n".join([*bad, '{"id": "one", "text": "another one"}']))

    code, said = foundry(tmp_path, "hooks", "import", str(hooks))

    assert code == 1
    assert said.endswith("7 lines cannot be read; nothing was imported.")
    for number, problem in [
        (5, "no JSON"),
        (6, "no JSON object"),
        (7, "no text"),
        (8, "text is no text"),
        (9, "an id has"),
    ]:
        assert f"hooks.jsonl:{number}: " in said
        assert problem in said
    assert "hooks.jsonl:11: the id 'one' stands for another hook above" in said
    assert not (tmp_path / "data").exists()


def test_a_file_that_is_not_there_is_said_to_be_so(tmp_path: Path) -> None:
    assert foundry(tmp_path, "hooks", "import", str(tmp_path / "none.csv"))[0] == 1


def test_another_model_is_refused_by_all_but_the_rebuild(tmp_path: Path, hooks: Path) -> None:
    foundry(tmp_path, "hooks", "import", str(hooks))
    other = {"FOUNDRY_EMBEDDINGS_URL": "http://127.0.0.1:1/v1", "FOUNDRY_EMBEDDINGS_MODEL": "model-2"}
    words = "made by wordllama-l2-supercat-256, the settings name model-2. Run `foundry vectors rebuild`"
    hooks.write_text('{"text": "a new one"}')

    for command in (("hooks", "import", str(hooks)), ("serve",)):
        code, said = foundry(tmp_path, *command, **other)
        assert code == 1
        assert words in said
    assert stored(tmp_path) == ROWS
    assert foundry(tmp_path, "vectors", "rebuild") == (0, "Made anew: clients 0, hooks 3.")


def test_a_provider_that_refuses_leaves_everything_as_it_was(tmp_path: Path, hooks: Path) -> None:
    with embeddings_server() as server:
        server.answers = [(401, {}, b"")]
        code, said = foundry(tmp_path, "hooks", "import", str(hooks), FOUNDRY_EMBEDDINGS_URL=server.url)

    assert (code, said) == (1, "The embeddings service does not answer as it should: status 401.")
    assert stored(tmp_path) == []
    assert not (tmp_path / "data" / "hooks.npz").exists()
