"""From a bearer token to a Viewer: sessions, API keys, and where configured the tokens of an outside provider."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt

from app.accounts import secrets
from app.accounts.models import ApiKey, User
from app.accounts.viewer import Viewer
from app.errors import Unauthenticated, Unavailable
from app.kit import clock
from app.vocabulary import Role
from tenancy import global_reader

# A key in constant use does not cost a write at each request.
_TOUCH_AFTER = timedelta(minutes=1)
ALGORITHMS = ["RS256", "ES256"]

# Each is read with every request, so each is one statement: the credential and the person that it speaks for.
_PERSON = "users.id, users.account_id, users.role, users.email"
_SESSION = f"""
SELECT sessions.id, sessions.expires_at, sessions.revoked_at, {_PERSON}
FROM sessions JOIN users ON users.id = sessions.user_id WHERE sessions."""
_API_KEY = f"""
SELECT api_keys.id, api_keys.name, api_keys.last_used_at, api_keys.revoked_at, {_PERSON}
FROM api_keys JOIN users ON users.id = api_keys.created_by WHERE api_keys."""
_Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class OutsideProvider:
    """Verifies RS256 and ES256 tokens by the provider's published keys; the e-mail claim names the user."""

    keys: jwt.PyJWKClient
    issuer: str
    audience: str

    @classmethod
    def of(cls, jwks_url: str, issuer: str, audience: str) -> "OutsideProvider | None":
        if not jwks_url:
            return None
        if not (issuer and audience):
            raise ValueError("FOUNDRY_JWKS_URL needs FOUNDRY_JWT_ISSUER and FOUNDRY_JWT_AUDIENCE")
        return cls(jwt.PyJWKClient(jwks_url, timeout=5), issuer, audience)

    def claims(self, token: str) -> dict[str, Any]:
        """Blocks on the network when the keys are not known yet.

        Raises: jwt.PyJWTError for the token, Unavailable where the keys cannot be had.
        """
        if jwt.get_unverified_header(token).get("alg") not in ALGORITHMS:
            raise jwt.InvalidAlgorithmError("not an algorithm with a published key")
        try:
            key = self.keys.get_signing_key_from_jwt(token)
        except (jwt.PyJWKClientConnectionError, jwt.PyJWKSetError, OSError, ValueError) as error:
            raise Unavailable("The identity provider's keys cannot be had.") from error
        claims: dict[str, Any] = jwt.decode(
            token,
            key.key,
            algorithms=ALGORITHMS,
            audience=self.audience,
            issuer=self.issuer,
            options={"require": ["exp", "iss", "aud"]},
        )
        return claims


async def viewer_of(token: str, provider: OutsideProvider | None = None) -> Viewer:
    """Raises Unauthenticated; Unavailable when an outside provider's keys cannot be had."""
    if token.startswith(secrets.SESSION_PREFIX):
        return await _by_session(token)
    if token.startswith(secrets.API_KEY_PREFIX):
        return await _by_api_key(token)
    if provider is not None and token.count(".") == 2:
        return await _by_provider(token, provider)
    raise Unauthenticated("The token is not one of ours.")


async def refreshed(viewer: Viewer) -> Viewer:
    """The same person as they stand now. Raises Unauthenticated when the credentials have lapsed."""
    if viewer.credential == "session":
        return _from_session(await _row(_SESSION + "id = ?", viewer.credential_id))
    if viewer.credential == "api_key":
        return _from_key(await _row(_API_KEY + "id = ?", viewer.credential_id))
    return _from_claims(await User.get_or_none(id=viewer.user_id), viewer.expires_at)


async def _row(sql: str, value: str) -> _Row | None:
    rows = await global_reader().rows(sql, (value,))
    return rows[0] if rows else None


async def _by_session(token: str) -> Viewer:
    return _from_session(await _row(_SESSION + "token_hash = ?", secrets.token_hash(token)))


def _from_session(row: _Row | None) -> Viewer:
    if row is None or row[2] is not None or row[1] <= clock.now_millis():
        raise Unauthenticated("The session has ended; sign in again.")
    session_id, expires_at, _, user_id, account_id, role, email = row
    return Viewer(user_id, account_id, Role(role), email, "session", session_id, clock.from_millis(expires_at))


async def _by_api_key(token: str) -> Viewer:
    row = await _row(_API_KEY + "secret_hash = ?", secrets.token_hash(token))
    viewer = _from_key(row)
    last_used_at = row[2] if row else None
    if last_used_at is None or clock.now() - clock.from_millis(last_used_at) > _TOUCH_AFTER:
        await ApiKey.filter(id=viewer.credential_id).update(last_used_at=clock.now())
    return viewer


def _from_key(row: _Row | None) -> Viewer:
    if row is None or row[3] is not None:
        raise Unauthenticated("The API key is not valid.")
    key_id, name, _, _, user_id, account_id, role, _ = row
    return Viewer(user_id, account_id, Role(role), f"API key {name}", "api_key", key_id)


async def _by_provider(token: str, provider: OutsideProvider) -> Viewer:
    try:
        claims = await asyncio.to_thread(provider.claims, token)
    except jwt.PyJWTError as error:
        raise Unauthenticated("The token of the identity provider is not valid.") from error
    email = claims.get("email")
    if not isinstance(email, str) or claims.get("email_verified") is not True:
        raise Unauthenticated("The identity provider's token names no verified e-mail address.")
    user = await User.get_or_none(email=email.strip().lower())
    return _from_claims(user, datetime.fromtimestamp(claims["exp"], UTC))


def _from_claims(user: User | None, expires_at: datetime | None) -> Viewer:
    if user is None or (expires_at is not None and expires_at <= clock.now()):
        raise Unauthenticated("The token has expired, or names nobody here.")
    return Viewer(user.id, user.account_id, user.role, user.email, "outside", "", expires_at)
