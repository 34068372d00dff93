"""How long `foundry serve` takes from its start to its first answer; the floor is a plain Starlette server."""

from pathlib import Path
from statistics import median

from scripts.benches.measure import Row, alternating, row
from scripts.benches.servers import Served, foundry, served

GOAL_S = 2.0
FLOOR = "a plain Starlette server"


async def run(tmp: Path, rounds: int) -> list[Row]:
    """Each round starts each server once, on a folder that Foundry has not seen."""
    on_processor: dict[str, list[float]] = {"ours": [], "floor": []}

    def noted(who: str, server: Served) -> float:
        on_processor[who].append(server.ready_cpu_s)
        return server.ready_s

    async def ours(number: int) -> float:
        data = tmp / f"data{number}"
        data.mkdir()
        with foundry(data) as server:
            return noted("ours", server)

    async def floor(number: int) -> float:
        with served("scripts.benches.floor", folder=tmp) as server:
            return noted("floor", server)

    wall = await alternating({"ours": ours, "floor": floor}, rounds)
    cpu = {who: median(seconds) for who, seconds in on_processor.items()}
    return [
        row("start", name, took["ours"], "s", floor=took["floor"], floor_name=FLOOR, goal=goal, rounds=rounds)
        for name, took, goal in (
            ("start to first answer of /healthz", wall, GOAL_S),
            ("processor time of that", cpu, None),
        )
    ]
