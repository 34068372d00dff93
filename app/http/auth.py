"""Credentials in headers, the same for HTTP, server-sent events and, in connection_init, WebSockets."""

from collections.abc import Mapping

from app.accounts.credentials import OutsideProvider, viewer_of
from app.accounts.viewer import Viewer
from app.errors import Unauthenticated


async def viewer_of_headers(headers: Mapping[str, object], provider: OutsideProvider | None) -> Viewer | None:
    """None without credentials. The headers' names are in small letters, or found whatever their letters.

    Raises:
        Unauthenticated: credentials that are malformed, unknown or lapsed.
        Unavailable: an outside provider's keys cannot be had.
    """
    value = headers.get("authorization")
    if value is None or value == "":
        return None
    scheme, _, token = str(value).partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Unauthenticated("Credentials are sent as `Authorization: Bearer TOKEN`.")
    return await viewer_of(token.strip(), provider)
