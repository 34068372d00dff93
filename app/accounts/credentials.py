"""From a bearer token to a Viewer: sessions, API keys, and where configured the tokens of an outside provider."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt

from app.accounts import secrets
from app.accounts.models import ApiKey, Session, User
from app.accounts.viewer import Viewer
from app.errors import Unauthenticated, Unavailable
from app.kit import clock

# A key in constant use does not cost a write at each request.
_TOUCH_AFTER = timedelta(minutes=1)
ALGORITHMS = ["RS256", "ES256"]


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
        session = await Session.get_or_none(id=viewer.credential_id)
        return _from_session(session, await User.get_or_none(id=viewer.user_id))
    if viewer.credential == "api_key":
        key = await ApiKey.get_or_none(id=viewer.credential_id)
        return _from_key(key, await User.get_or_none(id=viewer.user_id))
    return _from_claims(await User.get_or_none(id=viewer.user_id), viewer.expires_at)


async def _by_session(token: str) -> Viewer:
    session = await Session.get_or_none(token_hash=secrets.token_hash(token))
    return _from_session(session, await User.get_or_none(id=session.user_id) if session else None)


def _from_session(session: Session | None, user: User | None) -> Viewer:
    if session is None or user is None or session.revoked_at is not None or session.expires_at <= clock.now():
        raise Unauthenticated("The session has ended; sign in again.")
    return Viewer(user.id, user.account_id, user.role, user.email, "session", session.id, session.expires_at)


async def _by_api_key(token: str) -> Viewer:
    key = await ApiKey.get_or_none(secret_hash=secrets.token_hash(token))
    viewer = _from_key(key, await User.get_or_none(id=key.created_by) if key else None)
    if key is not None and (key.last_used_at is None or clock.now() - key.last_used_at > _TOUCH_AFTER):
        await ApiKey.filter(id=key.id).update(last_used_at=clock.now())
    return viewer


def _from_key(key: ApiKey | None, user: User | None) -> Viewer:
    if key is None or user is None or key.revoked_at is not None:
        raise Unauthenticated("The API key is not valid.")
    return Viewer(user.id, user.account_id, user.role, f"API key {key.name}", "api_key", key.id)


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
