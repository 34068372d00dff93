"""Numbered steps that bring a database up to date: all that are missing, in one transaction, or none.

The step modules live in the sub-packages `global_plane` and `tenant`, one file `NNNN_name.py` each, with a function
`statements(dialect)` that gives complete SQL statements, one a string.
"""

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from tenancy.errors import InvalidSteps, MigrationFailed, SchemaTooNew

_CONTROL = {"BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE", "PREPARE"}
_FILE_NAME = re.compile(r"(\d{4})_([a-z0-9_]+)")


@dataclass(frozen=True)
class Step:
    """Takes a database from version `number - 1` to `number`. Dialects are `sqlite` and `postgres`."""

    number: int
    name: str
    statements: Callable[[str], Iterable[str]]


def load_steps(package: str) -> Sequence[Step]:
    """Import the steps of a package, in order.

    Raises: InvalidSteps for a gap, a duplicate, a stray module, or one without `statements`.
    """
    names = sorted(module.name for module in pkgutil.iter_modules(importlib.import_module(package).__path__))
    steps = tuple(_load(package, name) for name in names)
    numbers = [step.number for step in steps]
    if numbers != list(range(1, len(steps) + 1)):
        raise InvalidSteps(f"the steps of {package} are numbered {numbers}; they must count up from 1")
    return steps


def _load(package: str, name: str) -> Step:
    match = _FILE_NAME.fullmatch(name)
    if match is None:
        raise InvalidSteps(f"{package}.{name} is not named NNNN_name")
    statements = getattr(importlib.import_module(f"{package}.{name}"), "statements", None)
    if not callable(statements):
        raise InvalidSteps(f"{package}.{name} has no function statements(dialect)")
    return Step(int(match[1]), match[2], statements)


def missing(steps: Sequence[Step], version: int, where: str) -> Sequence[Step]:
    """The steps that a database of this version lacks. Raises: SchemaTooNew."""
    if version > len(steps):
        raise SchemaTooNew(
            f"{where} is at version {version}, this program knows {len(steps)}: it needs a newer program"
        )
    return steps[version:]


def statements_of(step: Step, dialect: str, where: str) -> Iterator[str]:
    """The statements of a step. Raises: MigrationFailed for one that would begin or end a transaction."""
    for statement in step.statements(dialect):
        words = statement.split(maxsplit=1)
        if words and words[0].rstrip(";").upper() in _CONTROL:
            raise MigrationFailed(f"{where}: step {step.number} ({step.name}): {words[0]} is not for a step to say")
        yield statement
