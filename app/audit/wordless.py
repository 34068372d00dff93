"""What of a detail may leave a client: ids, numbers, codes and values of enumerations; nothing that anybody wrote."""

import logging
import re
from collections.abc import Mapping
from math import isfinite
from typing import Any

log = logging.getLogger(__name__)
MOST, DEEPEST = 500, 3
# An id, a code, a moment, a value like `n/a`: two words never are one.
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:+/-]{0,63}")


def wordless(action: str, detail: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The detail without what may be words, which the server's log names by its key; None where nothing is left."""
    kept = {}
    for key, value in (detail or {}).items():
        if _is_wordless(key, 0) and _is_wordless(value, 0):
            kept[key] = value
        else:
            log.error("a detail of %s is no code and stays out of the audit log: %.64s", action, key)
    return kept or None


def _is_wordless(value: Any, depth: int) -> bool:
    if value is None or isinstance(value, bool | int):
        return True
    if isinstance(value, float):
        return isfinite(value)
    if isinstance(value, str):
        return _CODE.fullmatch(value) is not None
    if depth == DEEPEST or not isinstance(value, list | tuple | dict) or len(value) > MOST:
        return False
    parts = [*value, *value.values()] if isinstance(value, dict) else value
    return all(_is_wordless(part, depth + 1) for part in parts)
