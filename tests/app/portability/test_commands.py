"""`foundry clients`, as people at the machine use it; and an import that is killed, which leaves nothing.

FOUNDRY_KILLS says how often it is killed, each time later; without it, never.
"""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from typer.testing import CliRunner

from app import cli
from app.clients.models import Client
from app.main import opened
from app.objects import keys
from app.settings import Settings
from app.terminal import only_server
from tests.app.portability.scene import SIMILAR, WORD, api_on, dump, furnish, left_of
from tests.fixtures.app import settings_in
from tests.fixtures.live import ROOT

KILLS = int(os.environ.get("FOUNDRY_KILLS", "0"))
OBJECTS = 200 if KILLS else 2
START_S = 60


def foundry(settings: Settings, *arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(cli.app, [*arguments, "--data", str(settings.data_dir)])
    return done.exit_code, " ".join(done.output.split())


async def furnished(settings: Settings) -> tuple[str, str]:
    """A client with many objects, and its owner's address."""
    api = api_on(settings)
    async with api.http, opened(settings) as resources:
        owner = await api.sign_up()
        client_id = await owner.create_client()
        await furnish(resources, owner, client_id)
        for number in range(OBJECTS):
            key = keys.image_key(client_id, client_id, f"slide_{number}.png")
            await resources.objects.put(key, WORD.encode() * 100, "image/png")
    return client_id, owner.email


async def at_start(settings: Settings, client_id: str, email: str) -> tuple[bool, list[str]]:
    """Whether the client is there after a start, and whose texts are near."""
    api = api_on(settings)
    async with api.http, opened(settings):
        is_there = await Client.exists(id=client_id)
        if not is_there:
            return False, []
        token = await api.run(
            "mutation($input: SignInInput!) { signIn(input: $input) { token } }",
            input={"email": email, "password": "correct horse battery"},
        )
        found = await api.as_(token["signIn"]["token"]).run(SIMILAR, id=client_id)
        return True, [hit["text"] for hit in found["client"]["similar"]]


def test_a_client_is_listed_exported_erased_and_imported_by_hand_and_a_kill_leaves_nothing(tmp_path: Path) -> None:
    settings, file = settings_in(tmp_path / "data"), tmp_path / "acme.foundry"
    client_id, email = asyncio.run(furnished(settings))
    was, before = dump(settings, client_id), left_of(settings.data_dir / "objects", client_id)

    assert foundry(settings, "clients", "list") == (0, f"{client_id} active Acme (Agency)")
    with only_server(settings.data_dir):  # as if a server ran
        code, said = foundry(settings, "clients", "export", client_id, str(file))
        assert (code, said.startswith("Exported Acme: ")) == (0, True)
        assert f"{OBJECTS + 6:,} objects" in said
        code, said = foundry(settings, "clients", "delete", client_id, "--confirm", "Acme")
        assert (code, said.startswith("Another server runs on")) == (1, True)
    assert foundry(settings, "clients", "export", client_id, str(file))[0] == 1  # nothing is written over
    assert foundry(settings, "clients", "delete", client_id, "--confirm", "acme")[0] == 1
    assert dump(settings, client_id) == was
    assert foundry(settings, "clients", "delete", client_id, "--confirm", "Acme") == (0, "Erased Acme.")
    assert left_of(settings.data_dir, WORD) == []

    for number in range(KILLS):
        killed(settings, client_id, file, after=OBJECTS * (number + 1) // (KILLS + 1))
        assert asyncio.run(at_start(settings, client_id, email)) == (False, [])
        assert left_of(settings.data_dir, WORD) == []
        assert [name for name in left_of(settings.data_dir, client_id) if "global.db" not in name] == []

    assert foundry(settings, "clients", "import", str(file), "--account", "nobody@example.com")[0] == 1
    with only_server(settings.data_dir):
        code, said = foundry(settings, "clients", "import", str(file), "--account", email)
    assert (code, said.endswith("when the server that runs here is first asked for them.")) == (0, True)
    assert left_of(settings.data_dir / "objects", client_id) == before
    assert foundry(settings, "clients", "import", str(file)) == (1, "This client is here already.")
    is_there, near = asyncio.run(at_start(settings, client_id, email))
    assert is_there
    assert near != []
    is_now = dump(settings, client_id)
    for rows in (was, is_now):
        del rows["sqlite_sequence"]  # it counts how often texts were marked
    assert is_now == was


def killed(settings: Settings, client_id: str, file: Path, after: int) -> None:
    """An import that dies when so many objects lie in their place."""
    importing = subprocess.Popen(
        [sys.executable, "-m", "app.cli", "clients", "import", str(file), "--data", str(settings.data_dir)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    placed = settings.data_dir / "objects" / "assets" / client_id
    until(lambda: importing.poll() is not None or sum(1 for path in placed.rglob("*.png")) >= after)
    importing.send_signal(signal.SIGKILL)
    assert importing.wait() == -signal.SIGKILL
    assert (settings.clients_dir / f"{client_id}.db").exists()


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + START_S
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.002)
