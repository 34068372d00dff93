"""`python -m scripts.benches [NAME] [--json] [--quick] [--peers]`: measures, and shows goals and whether they are met.
`writing DIR` measures the quality of what is written instead, on the documents of a folder, `quality DIR` that of the
gates, on labelled data, `voice DIR` what calibrating on an author does, `grounding DIR` what grounding audits find in
edits, and `speech` how voice notes are written down.

Each bench runs in a process and a folder of its own, so that none inherits another's memory or files.
"""

import argparse
import asyncio
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import orjson

from scripts.benches import grounding, quality, speech, voice, writing
from scripts.benches.catalogue import BENCHES, WITH_PEERS
from scripts.benches.installing import FOLDER_VARIABLE
from scripts.benches.report import as_lines, print_table

APART = {
    "writing": writing.main,
    "quality": quality.main,
    "grounding": grounding.main,
    "speech": speech.main,
    "voice": voice.main,
}
"""What is measured in ways of its own."""


def main(arguments: Sequence[str]) -> int:
    """0 when everything was measured, 1 when a bench failed, 2 for a name that is none. A missed goal is no failure."""
    if arguments and arguments[0] in APART:
        return APART[arguments[0]](arguments[1:])
    options = _options(arguments)
    if options.name is not None and options.name not in BENCHES:
        print(f"There is no bench “{options.name}”. There are: {', '.join(BENCHES)}.", file=sys.stderr)
        return 2
    if options.name is not None and options.json:
        print(measured(options.name, options.quick, options.peers), end="")
        return 0
    names = [options.name] if options.name else list(BENCHES)
    chosen = [*(["--quick"] if options.quick else []), *(["--peers"] if options.peers else [])]
    return _show_all(names, chosen, as_json=options.json)


def measured(name: str, quick: bool, peers: bool) -> str:
    """The rows of one bench, measured in this process, as lines of JSON."""
    bench = WITH_PEERS.get(name, BENCHES[name]) if peers else BENCHES[name]
    with tempfile.TemporaryDirectory(prefix="foundry-bench-") as folder:
        return as_lines(asyncio.run(bench(Path(folder), quick)))


def _show_all(names: Sequence[str], chosen: Sequence[str], *, as_json: bool) -> int:
    lines: list[bytes] = []
    failed = []
    for name in names:
        command = [sys.executable, "-m", "scripts.benches", name, "--json", *chosen]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
        if done.returncode:
            failed.append(name)
        if as_json:
            print(done.stdout.decode(), end="", flush=True)
        lines += done.stdout.splitlines()
    if not as_json:
        print_table(orjson.loads(line) for line in lines)
    if failed:
        print(f"Not measured: {', '.join(failed)}.", file=sys.stderr)
    return 1 if failed else 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/bench", description="Measures Foundry against floors of the same run."
    )
    parser.add_argument("name", nargs="?", help=f"one of {', '.join(BENCHES)}; all of them when left out")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    parser.add_argument(
        "--peers",
        action="store_true",
        help="with other servers too, which npm and pip install into the user's cache, or where "
        f"{FOLDER_VARIABLE} says",
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
