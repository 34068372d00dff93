"""`python -m scripts.fit DIR [--without SET ...] [--out FILE]`: fits on the sets in DIR and writes what ships.

What each set is, and where it can be had, stands in docs/quality.md. `--without` leaves sets out.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from app.generation.gates.pull.numbers import FILE, Numbers, save
from scripts.fit.broken import with_broken
from scripts.fit.data import SETS, Hooks, read_hooks
from scripts.fit.heads import fit_all
from scripts.fit.measures import auc, measures


def main(arguments: Sequence[str]) -> int:
    """0 when the numbers are written."""
    options = _options(arguments)
    hooks = with_broken(read_hooks(options.folder).without(options.without))
    fitted = fit_all(hooks)
    labels = np.array([label for _, label, _ in hooks.spanish])
    found = {"pull": measures(hooks, fitted.pull), "engagement": measures(hooks, fitted.engagement)}
    if len(labels):
        found["spanish"] = {f"by {head}": auc(labels, scores) for head, scores in fitted.spanish.items()}
    rounded = {head: {name: round(value, 4) for name, value in by.items()} for head, by in found.items()}
    save(Numbers(fitted.heads, {"rows": _rows(hooks), "measures": rounded}), options.out)
    for head, by in rounded.items():
        print(f"{head}: " + ", ".join(f"{name} {value:.3f}" for name, value in by.items()))
    return 0


def _rows(hooks: Hooks) -> dict[str, int]:
    sets = {**hooks.pairs, **hooks.worths, "clickbait-es": hooks.spanish}
    return {name: len(rows) for name, rows in sets.items()}


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m scripts.fit", description="Fits the numbers of G2 and G7.")
    parser.add_argument("folder", type=Path, help="holds hooks/*.csv")
    parser.add_argument("--without", nargs="*", default=(), choices=[*SETS, "clickbait-es"], help="sets to leave out")
    parser.add_argument("--out", type=Path, default=FILE, help="default: the file that ships")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
