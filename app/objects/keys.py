"""The names under which objects are stored: `assets/{client_id}/...`, one shape for each kind.

Every key is built and checked here, so an id that is no UUID or a name with a slash never reaches a store.
"""

import re

from app.kit.ids import is_id

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*(?:\.[a-z0-9]+)*")
_SEGMENT = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*")
_MAX_KEY = 512
RECORDINGS = ("webm", "ogg", "m4a", "mp3", "wav", "flac")
"""Extensions of voice notes."""


def source_key(client_id: str, hub_id: str, name: str) -> str:
    """`original.pdf` and `processed.json` of a hub. Raises: ValueError."""
    return f"{_folder(client_id, 'sources', hub_id)}{_checked_name(name)}"


def image_key(client_id: str, spoke_id: str, name: str) -> str:
    """`thumbnail.png` and `slide_1.png` of a spoke. Raises: ValueError."""
    return f"{_folder(client_id, 'images', spoke_id)}{_checked_name(name)}"


def image_prefix(client_id: str, spoke_id: str) -> str:
    """Every picture of a spoke. Raises: ValueError."""
    return _folder(client_id, "images", spoke_id)


def voice_key(client_id: str, calibration_id: str, extension: str) -> str:
    """The recording of a calibration (`webm`), or its transcript (`json`). Raises: ValueError."""
    return f"{client_prefix(client_id)}voice/{_checked_name(f'{_checked_id(calibration_id)}.{extension}')}"


def voice_keys(client_id: str, calibration_id: str) -> list[str]:
    """Every key that a calibration's recording and its transcript may have. Raises: ValueError."""
    return [voice_key(client_id, calibration_id, extension) for extension in (*RECORDINGS, "json")]


def export_key(client_id: str, export_id: str, extension: str) -> str:
    """Raises: ValueError."""
    return f"{client_prefix(client_id)}exports/{_checked_name(f'{_checked_id(export_id)}.{extension}')}"


def client_prefix(client_id: str) -> str:
    """Everything of one client lies under this. Raises: ValueError."""
    return f"assets/{_checked_id(client_id)}/"


def source_prefix(client_id: str, hub_id: str) -> str:
    """Everything kept of one hub's source. Raises: ValueError."""
    return _folder(client_id, "sources", hub_id)


def checked(key: str) -> str:
    """The key, if it is one that a store may follow: plain relative segments. Raises: ValueError."""
    if len(key) > _MAX_KEY or not all(_SEGMENT.fullmatch(segment) for segment in key.split("/")):
        raise ValueError(f"{key!r} is not an object key")
    return key


def checked_prefix(prefix: str) -> str:
    """The prefix, if it is whole segments and ends in a slash. Raises: ValueError."""
    if not prefix.endswith("/"):
        raise ValueError(f"the prefix {prefix!r} must end in a slash")
    checked(prefix[:-1])
    return prefix


def _folder(client_id: str, kind: str, owner_id: str) -> str:
    return f"{client_prefix(client_id)}{kind}/{_checked_id(owner_id)}/"


def _checked_id(text: str) -> str:
    if not is_id(text):
        raise ValueError(f"{text!r} is not an id")
    return text


def _checked_name(name: str) -> str:
    if len(name) > 100 or not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is not the name of an object")
    return name
