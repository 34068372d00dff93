"""What it came to, and the wall between clients, shown as an outside client sees it."""

from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from app.demo.client import Api, Values
from app.demo.failure import DemoFailed
from app.demo.live import PLATFORMS
from app.demo.operations import CLIENT_HUBS, HUB_OF_CLIENT
from app.demo.page import heading, write


def show_totals(console: Console, hub: Values, seconds: float) -> None:
    """`seconds` from the sending of the source to its last post."""
    heading(console, "What came of it")
    spokes = [spoke for pillar in hub["pillars"] for spoke in pillar["spokes"]]
    table = Table("Platform", box=None, pad_edge=False, padding=(0, 3, 0, 0))
    for column in ("posts", "pass all gates", "rewritten", "wait for a person"):
        table.add_column(column, justify="right")
    for platform, name in PLATFORMS.items():
        table.add_row(name, *_counts([spoke for spoke in spokes if spoke["platform"] == platform]))
    table.add_row("All", *_counts(spokes), style="bold")
    for line in _lines(console, table):
        console.print(f"  {line}".rstrip(), soft_wrap=True, markup=False)
    console.print()
    pillars = _number(len(hub["pillars"]), "pillar")
    write(console, f"{_number(len(spokes), 'post')} from {pillars} in {seconds:.1f} s.", "  ")
    write(console, "Each waits for a person's approval; nothing is ever published by itself.", "  ")


def _counts(spokes: list[Values]) -> list[str]:
    return [
        str(len(spokes)),
        str(sum(spoke["qualityScore"]["overallPass"] for spoke in spokes)),
        str(sum(len(spoke["drafts"]) > 1 for spoke in spokes)),
        str(sum(spoke["isCreativeConflict"] for spoke in spokes)),
    ]


def _lines(console: Console, table: Table) -> list[str]:
    with console.capture() as captured:
        console.print(table)
    return captured.get().splitlines()


async def show_wall(console: Console, api: Api, clients: list[Values], hub_id: str, data: Path) -> None:
    """Raises: DemoFailed when the wall has a hole."""
    heading(console, "The wall between clients")
    for client in clients:
        seen = (await api.run(CLIENT_HUBS, id=client["id"]))["client"]
        file = data / "clients" / f"{client['id']}.db"
        size = f"{file.stat().st_size / 1024:,.0f} KB"
        counts = f"{_number(seen['hubs']['totalCount'], 'hub')}, {_number(seen['spokes']['totalCount'], 'post')}"
        write(console, f"{seen['name']}: {counts}, in a database of its own ({size}):", "  ")
        console.print(f"    {file}", soft_wrap=True, markup=False)
    first, second = clients
    code = await _code_of(api, id=second["id"], hubId=hub_id)
    console.print()
    write(console, f"Asking {second['name']} for the hub of {first['name']}: {code}.", "  ", "bold")
    if code != "NOT_FOUND":
        raise DemoFailed(f"A hub of {first['name']} was answered with {code} in {second['name']}.")
    write(
        console, "Same account, same person, same token: a client's content is nowhere but in its own database.", "  "
    )


async def _code_of(api: Api, **variables: Any) -> str:
    try:
        await api.run(HUB_OF_CLIENT, **variables)
    except DemoFailed as error:
        return error.code or str(error)
    return "an answer"


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
