"""Passwords and tokens: passwords hashed slowly off the event loop, tokens 256 random bits kept as their SHA-256."""

import asyncio
import hashlib
import secrets
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SESSION_PREFIX = "fst_"
API_KEY_PREFIX = "fak_"
INVITATION_PREFIX = "fin_"

# OWASP's second recommended parameters for argon2id: 19 MiB, 2 passes, 1 lane.
_TIME, _MEMORY, _LANES = 2, 19_456, 1
_hasher = PasswordHasher(_TIME, _MEMORY, _LANES)
_pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="argon2")
# Of random words that were kept nowhere, with these parameters: checking it takes as long as checking another.
_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$z+BdyNDDK3yTllZDdJAfcw$Qf3xZWlPgNkF4TM5vuJBwmrkkjnkSrlRRqUtIbD+5wE"


async def hash_password(password: str) -> str:
    return await asyncio.get_running_loop().run_in_executor(_pool, _hasher.hash, password)


async def password_matches(password: str, stored: str | None) -> bool:
    """Takes as long for someone without a password, so that the time does not tell who exists."""
    matches = await asyncio.get_running_loop().run_in_executor(_pool, _verify, stored or _NOBODY, password)
    return matches and stored is not None


def _verify(stored: str, password: str) -> bool:
    try:
        return _hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


def new_token(prefix: str) -> str:
    return prefix + secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
