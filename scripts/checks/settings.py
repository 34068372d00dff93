"""Prints the README's table of settings, so that it says what the code says.

python -m scripts.checks.settings
"""

from pathlib import Path
from typing import Any

from app.settings import Settings

HEAD = ("| Variable | Default | Meaning |", "| --- | --- | --- |")


def rows() -> list[str]:
    """A row for each setting, in the order of the code."""
    prefix = Settings.model_config["env_prefix"]
    return [
        f"| `{prefix}{name.upper()}` | {_shown(field.default)} | {field.description} |"
        for name, field in Settings.model_fields.items()
    ]


def _shown(default: Any) -> str:
    """As one would write it into the environment."""
    if isinstance(default, Path):
        default = str(default)
    return f"`{default}`" if default not in ("", (), None) else "(empty)"


def main() -> None:
    print(*HEAD, *rows(), sep="\n")


if __name__ == "__main__":
    main()
