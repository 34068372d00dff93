"""What every bench must say, whatever it measures."""

from scripts.benches.measure import Row

KEYS = {"bench", "name", "value", "unit", "floor", "floor_name", "ratio", "goal", "met", "rounds", "note", "detail"}


def check_shape(rows: list[Row], bench: str) -> None:
    for one in rows:
        assert one.keys() == KEYS
        assert one["bench"] == bench
        assert one["value"] >= 0
        assert (one["ratio"] is None) == (not one["floor"])
        assert one["met"] == (None if one["goal"] is None else one["value"] < one["goal"])


def named(rows: list[Row]) -> list[str]:
    return [one["name"] for one in rows]
