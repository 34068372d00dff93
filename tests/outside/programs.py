"""Programs that others wrote: where they are on this machine, and how the scripts of ./node are run.

A test whose program is not here is skipped and says so; nothing else is a reason to skip.
"""

import fcntl
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Protocol

import pytest

_SCRIPTS = Path(__file__).parent / "node"


class Node(Protocol):
    def __call__(self, script: str, *arguments: str, within_s: float = 30, **environment: str) -> list[dict[str, Any]]:
        """Runs a script of ./node and returns the objects that it printed.

        Raises: AssertionError with what the script said, if it fails.
        """


def node_runner() -> Node:
    """Installs the scripts' packages first, if need be."""
    program = program_path("node", "npm")
    _install_packages()

    def run(script: str, *arguments: str, within_s: float = 30, **environment: str) -> list[dict[str, Any]]:
        done = subprocess.run(
            [program, str(_SCRIPTS / script), *arguments],
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            timeout=within_s,
        )
        sys.stderr.write(done.stderr)
        assert done.returncode == 0, f"{script} failed:\n{done.stdout}{done.stderr}"
        return [json.loads(line) for line in done.stdout.splitlines()]

    return run


def program_path(name: str, *others: str) -> str:
    """Where the program is, if the others are there too; skips the test if not."""
    missing = [program for program in (name, *others) if shutil.which(program) is None]
    if missing:
        pytest.skip(f"not on this machine: {', '.join(missing)}")
    return str(shutil.which(name))


def _install_packages() -> None:
    """Once for each change of the lock file, whichever test process comes first."""
    wanted, installed = _SCRIPTS / "package-lock.json", _SCRIPTS / "node_modules" / ".package-lock.json"
    with (_SCRIPTS / "package.json").open() as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if installed.is_file() and installed.stat().st_mtime >= wanted.stat().st_mtime:
            return
        command = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
        subprocess.run(command, cwd=_SCRIPTS, check=True, stdout=subprocess.DEVNULL)
        installed.touch()
