"""Links that let their bearer download one object for a while, signed with a key that never leaves the data folder.

A link is valid only as a whole: key, name and time are all under the signature.
"""

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from app.errors import Unauthenticated
from app.kit.clock import from_millis, to_millis

PATH = "/downloads/"
_KEY_BYTES = 32
_REFUSED = "This download link is not valid or has expired. Ask for a new one."


@dataclass(frozen=True, slots=True)
class Grant:
    """What a valid link allows: this object, offered under this name, until then."""

    key: str
    filename: str
    expires_at: datetime


def sign(secret: bytes, key: str, expires_at: datetime, filename: str) -> str:
    """The path and query of a link. `key` must be a checked object key."""
    expires = str(to_millis(expires_at))
    query = urlencode({"name": filename, "expires": expires, "signature": _mac(secret, key, filename, expires)})
    return f"{PATH}{quote(key)}?{query}"


def verify(secret: bytes, link: str, now: datetime) -> Grant:
    """Read a link that `sign` made. Raises: Unauthenticated, whatever is wrong with it."""
    parts = urlsplit(link)
    query = dict(parse_qsl(parts.query))
    key = unquote(parts.path.removeprefix(PATH))
    name, expires, given = (query.get(field, "") for field in ("name", "expires", "signature"))
    expected = _mac(secret, key, name, expires)
    if not parts.path.startswith(PATH) or not hmac.compare_digest(expected.encode(), given.encode()):
        raise Unauthenticated(_REFUSED)
    # The signature proves that we wrote `expires`, so it is a whole number of milliseconds.
    expires_at = from_millis(int(expires))
    if expires_at <= now:
        raise Unauthenticated(_REFUSED)
    return Grant(key=key, filename=name, expires_at=expires_at)


def load_secret(path: Path) -> bytes:
    """The signing key in this file, made on first use, readable by its owner alone.

    Raises: ValueError when the file does not hold a key.
    """
    if not path.exists():
        _create(path)
    secret = path.read_bytes()
    if len(secret) != _KEY_BYTES:
        raise ValueError(f"{path} does not hold a signing key of {_KEY_BYTES} bytes")
    return secret


def _create(path: Path) -> None:
    """Written aside and linked into place: of two processes that start together, one key wins and is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secrets.token_bytes(_KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(aside, path)
    except FileExistsError:
        # The other process was first; its key is the one to use.
        pass
    finally:
        aside.unlink()


def _mac(secret: bytes, key: str, filename: str, expires: str) -> str:
    """HMAC-SHA256 over the three fields, each led by its length so that no two links share a message."""
    message = "".join(f"{len(part)}:{part}" for part in ("download", key, filename, expires))
    return hmac.new(secret, message.encode(), hashlib.sha256).hexdigest()
