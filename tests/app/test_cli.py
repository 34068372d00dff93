"""The command line, run as people run it: in a process of its own."""

import asyncio
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app import cli
from app.kit import ids
from app.maintenance import examine
from app.settings import Settings
from app.terminal import console
from tests.fixtures.live import ROOT, LiveServer


def foundry(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "app.cli", *arguments],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "200", "NO_COLOR": "1", **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_token_signs_somebody_in_and_says_so_when_nobody_has_the_address(live_server: LiveServer) -> None:
    email = live_server.execute("{ me { email } }", live_server.token)["me"]["email"]

    printed = foundry("token", email, "--data", str(live_server.data))

    assert printed.returncode == 0, printed.stderr
    token = printed.stdout.split("\n")[0]
    assert live_server.execute("{ me { email } }", token) == {"me": {"email": email}}

    printed = foundry("token", "nobody@example.com", "--data", str(live_server.data))

    assert printed.returncode == 1
    assert "Nobody here has the e-mail address nobody@example.com." in printed.stdout


def test_migrate_counts_the_clients(live_server: LiveServer) -> None:
    printed = foundry("migrate", "--data", str(live_server.data))

    assert printed.returncode == 0, printed.stderr
    assert "1 of 1 client databases are up to date." in printed.stdout


def test_migrate_names_a_client_whose_file_is_broken(tmp_path: Path) -> None:
    client_id = ids.new_id()
    (tmp_path / "clients").mkdir()
    (tmp_path / "clients" / f"{client_id}.db").write_bytes(b"not a database at all, not in the least")

    printed = foundry("migrate", "--data", str(tmp_path))

    assert printed.returncode == 1
    assert client_id in printed.stdout


def test_doctor_finds_a_healthy_place_healthy_and_changes_nothing(tmp_path: Path) -> None:
    printed = foundry("doctor", "--data", str(tmp_path), FOUNDRY_FONTS=str(tmp_path / "nowhere"))

    assert printed.returncode == 0, printed.stdout
    assert "ok  databases" in printed.stdout
    assert "!!  The fo" in printed.stdout, "there are no fonts, or none where they were said to be"
    assert "ok  voice notes: none are taken, FOUNDRY_TRANSCRIPTION is empty" in printed.stdout
    assert list(tmp_path.iterdir()) == []


def test_doctor_says_what_writes_voice_notes_down(tmp_path: Path) -> None:
    named = Settings(data_dir=tmp_path, transcription="openai:scribe", transcription_url="http://127.0.0.1:1/v1")

    with console.capture() as printed:
        asyncio.run(examine(named, console))

    assert "ok  voice notes: written down by openai:scribe" in printed.get()


def test_doctor_names_a_database_that_is_newer_than_this_foundry(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "global.db") as newer:
        newer.execute("PRAGMA user_version=999")
    newer.close()

    printed = foundry("doctor", "--data", str(tmp_path))

    assert printed.returncode == 1
    assert "no  databases: " in printed.stdout
    assert "999" in printed.stdout


def test_a_second_server_on_the_same_folder_is_refused(live_server: LiveServer) -> None:
    printed = foundry("serve", "--port", "0", "--data", str(live_server.data))

    assert printed.returncode == 1
    assert "Another server runs on" in printed.stdout
    assert live_server.execute("{ me { role } }", live_server.token) == {"me": {"role": "OWNER"}}


def test_a_setting_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    printed = foundry("serve", "--data", str(tmp_path / "data"), FOUNDRY_MAX_DEPTH="deep")

    assert printed.returncode == 2
    assert "FOUNDRY_MAX_DEPTH: Input should be a valid integer" in printed.stdout
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("command", ["serve", "demo", "migrate", "doctor", "token"])
def test_every_command_explains_itself(command: str) -> None:
    printed = CliRunner().invoke(cli.app, [command, "--help"])

    assert printed.exit_code == 0
    assert "Usage" in printed.output
