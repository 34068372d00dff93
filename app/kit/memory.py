"""What is kept in memory so that it need not be worked out twice, and letting go of it.

A text that is kept belongs to no client any more: nobody can tell whose it was. So when a client is erased, all goes.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar
from weakref import WeakMethod

F = TypeVar("F", bound=Callable[..., Any])
_kept: list[Callable[[], None]] = []
_told: list[WeakMethod[Callable[[], None]]] = []


def kept(most: int) -> Callable[[F], F]:
    """As `functools.lru_cache`, for what is made of clients' texts."""

    def keep(function: F) -> F:
        remembering = lru_cache(maxsize=most)(function)
        _kept.append(remembering.cache_clear)
        return remembering  # type: ignore[return-value]  # it is called as the function is

    return keep


def when_forgetting(forget: Callable[[], None]) -> None:
    """Has a bound method called as well, as long as its object lives."""
    _told[:] = [each for each in _told if each() is not None]
    _told.append(WeakMethod(forget))


def forget_all() -> None:
    for clear in _kept:
        clear()
    for each in _told:
        if (forget := each()) is not None:
            forget()
