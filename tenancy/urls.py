"""Where the global database is: an address in settings, read once."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from tenancy.errors import TenancyError

GLOBAL = "global"  # the name of its connection
_POOL_OPTIONS = {"minsize", "maxsize"}


@dataclass(frozen=True)
class GlobalDatabase:
    """Either a file, or what asyncpg needs to connect and the pool's options."""

    name: str
    path: Path | None = None
    credentials: dict[str, Any] = field(default_factory=dict)
    pool: dict[str, int] = field(default_factory=dict)

    @property
    def is_postgres(self) -> bool:
        return self.path is None

    def tortoise_connection(self) -> dict[str, Any]:
        if self.path is not None:
            return {"engine": "tenancy.sqlite", "credentials": {"file_path": str(self.path)}}
        return {"engine": "tenancy.postgres", "credentials": {**self.credentials, **self.pool}}


def parse_global_url(url: str) -> GlobalDatabase:
    """Read `sqlite:///abs/path` or `postgres://user:pass@host:port/db` (`?host=` names a socket's folder).

    Raises: TenancyError.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        if parts.netloc or not parts.path.startswith("/"):
            raise TenancyError(f"{url!r}: a SQLite database is given as sqlite:///absolute/path")
        return GlobalDatabase(f"the global database {parts.path}", path=Path(unquote(parts.path)))
    if parts.scheme in ("postgres", "postgresql"):
        return _postgres(parts)
    raise TenancyError(f"the global database must be sqlite:// or postgres://, not {parts.scheme}://")


def _postgres(parts: SplitResult) -> GlobalDatabase:
    options = dict(parse_qsl(parts.query))
    credentials = {
        "host": options.pop("host", None) or parts.hostname,
        "port": int(options.pop("port", 0)) or parts.port or 5432,
        "user": unquote(parts.username) if parts.username else options.pop("user", None),
        "password": unquote(parts.password) if parts.password else None,
        "database": unquote(parts.path.lstrip("/")) or None,
        "ssl": options.pop("sslmode", None),
    }
    pool = {key: int(options.pop(key)) for key in sorted(_POOL_OPTIONS & options.keys())}
    if options:
        raise TenancyError(f"the Postgres address has options that are not known: {', '.join(sorted(options))}")
    given = {key: value for key, value in credentials.items() if value is not None}
    return GlobalDatabase(f"the global database {parts.path.lstrip('/')}", credentials=given, pool=pool)
