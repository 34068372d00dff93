"""Holds the served schema against the committed one: `--write` takes additions over, breaking changes are refused.

python -m scripts.checks.sdl [--write]
"""

import sys
from pathlib import Path

from graphql import build_schema, find_breaking_changes

from graphql_schema.schema import sdl

COMMITTED = Path(__file__).parents[2] / "graphql_schema" / "schema.graphql"


def breaking_changes(committed: str, served: str) -> list[str]:
    """What clients of the committed schema could no longer rely on."""
    return [change.description for change in find_breaking_changes(build_schema(committed), build_schema(served))]


def main(arguments: list[str]) -> int:
    served = sdl()
    committed = COMMITTED.read_text() if COMMITTED.exists() else served
    broken = breaking_changes(committed, served)
    if broken:
        print("The schema breaks a promise to clients:", *broken, sep="\n  ", file=sys.stderr)
        return 1
    if "--write" in arguments:
        COMMITTED.write_text(served)
        return 0
    if not COMMITTED.exists() or committed != served:
        print("graphql_schema/schema.graphql is not current: run python -m scripts.checks.sdl --write", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
