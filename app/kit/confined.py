"""The limits that a process sets itself before it looks at the bytes of strangers. It imports next to nothing."""

import resource


def confine(*, cpu_s: int, memory_bytes: int) -> None:
    """From now on this process works no longer, takes no more, writes no file and leaves no core."""
    limit(resource.RLIMIT_CPU, cpu_s)
    limit(resource.RLIMIT_AS, memory_bytes)
    limit(resource.RLIMIT_FSIZE, 0)
    limit(resource.RLIMIT_CORE, 0)


def open_nothing_more() -> None:
    """What is open stays open; every other file and every connection is refused. For when all is imported."""
    limit(resource.RLIMIT_NOFILE, 0)


def limit(kind: int, amount: int) -> None:
    """Lower a limit, never above what this process was given."""
    _, hard = resource.getrlimit(kind)
    ceiling = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
    resource.setrlimit(kind, (ceiling, ceiling))
