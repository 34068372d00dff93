"""How long `foundry serve` takes from its start to its first answer; the floor is a plain Starlette server."""

from pathlib import Path

from scripts.benches.measure import Row, alternating, row
from scripts.benches.servers import foundry, served

GOAL_S = 2.0


async def run(tmp: Path, rounds: int) -> list[Row]:
    """Each round starts each server once, on a folder that Foundry has not seen."""

    async def ours(number: int) -> float:
        data = tmp / f"data{number}"
        data.mkdir()
        with foundry(data) as server:
            return server.ready_s

    async def floor(number: int) -> float:
        with served("scripts.benches.floor", folder=tmp) as server:
            return server.ready_s

    medians = await alternating({"ours": ours, "floor": floor}, rounds)
    return [
        row(
            "start",
            "start to first answer of /healthz",
            medians["ours"],
            "s",
            floor=medians["floor"],
            floor_name="a plain Starlette server",
            goal=GOAL_S,
            rounds=rounds,
        )
    ]
