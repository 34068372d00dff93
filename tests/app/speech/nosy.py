"""A process that confines itself as the decoder does, and then tries what it must not."""

import socket
from collections.abc import Callable

from app.kit.confined import confine, open_nothing_more


def attempt(what: str, do: Callable[[], object]) -> None:
    try:
        do()
    except OSError:
        print(what, "refused")  # noqa: T201
    else:
        print(what, "opened")  # noqa: T201


if __name__ == "__main__":
    confine(cpu_s=10, memory_bytes=2**30)
    open_nothing_more()
    attempt("file", lambda: open("/etc/hostname"))  # noqa: PTH123, SIM115
    attempt("connection", socket.socket)
