"""Tokens of an outside identity provider, verified by the keys that it publishes over HTTP."""

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.settings import Settings
from app.vocabulary import Role
from tests.api import Api
from tests.fixtures.app import settings_in

ISSUER = "https://login.example.com/"
AUDIENCE = "foundry"
ME = "{ me { email role } }"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider(ThreadingHTTPServer):
    """Serves `body` under every path, and counts how often it was asked."""

    body = b""
    asked = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/jwks.json"


class Keys(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        self.server.asked += 1
        self.send_response(200)
        self.send_header("content-length", str(len(self.server.body)))
        self.end_headers()
        self.wfile.write(self.server.body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


def key_set() -> bytes:
    public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
    return json.dumps({"keys": [{**public, "kid": "one", "use": "sig", "alg": "RS256"}]}).encode()


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with Provider(("127.0.0.1", 0), Keys) as server:
        server.body = key_set()
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, provider: Provider) -> Settings:
    data = tmp_path_factory.mktemp("data")
    return settings_in(data, jwks_url=provider.url, jwt_issuer=ISSUER, jwt_audience=AUDIENCE)


def token(email: str, *, key: Any = KEY, algorithm: str = "RS256", kid: str = "one", **changes: Any) -> str:
    claims = {"iss": ISSUER, "aud": AUDIENCE, "email": email, "email_verified": True, "exp": time.time() + 60}
    claims = {name: value for name, value in {**claims, **changes}.items() if value is not None}
    return jwt.encode(claims, key, algorithm=algorithm, headers={"kid": kid})


async def test_a_good_token_of_a_person_who_exists_here_signs_in(api: Api, owner: Api) -> None:
    answer = await api.as_(token(owner.email.upper())).execute(ME)

    assert answer.data == {"me": {"email": owner.email, "role": "OWNER"}}


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "somebody else"},
        {"aud": None},
        {"iss": "https://evil.example.com/"},
        {"iss": None},
        {"exp": 1_000_000_000},
        {"exp": None},
        {"nbf": 4_000_000_000},
        {"email_verified": False},
        {"email_verified": "false"},
        {"email_verified": None},
        {"email": None},
        {"email": 5},
        {"key": OTHER_KEY},
        {"kid": "two"},
    ],
    ids=lambda changes: "-".join(changes),
)
async def test_a_token_is_refused_when_anything_about_it_is_wrong(
    api: Api, owner: Api, changes: dict[str, Any]
) -> None:
    forged = token(**{"email": owner.email, **changes})

    assert (await api.as_(forged).execute(ME)).code == "UNAUTHENTICATED"


async def test_a_token_of_somebody_unknown_here_is_refused(api: Api, owner: Api) -> None:
    assert (await api.as_(token("stranger@example.com")).execute(ME)).code == "UNAUTHENTICATED"


def encoded(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).decode().rstrip("=")


def header(algorithm: str) -> str:
    return encoded(json.dumps({"alg": algorithm, "kid": "one"}).encode())


async def test_a_token_without_a_real_signature_is_refused_before_any_key_is_asked_for(
    api: Api, owner: Api, provider: Provider
) -> None:
    public = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    _, body, signature = token(owner.email).split(".")
    unsigned = f"{header('none')}.{body}."
    head = f"{header('HS256')}.{body}"
    with_public_key = f"{head}.{encoded(hmac.digest(public, head.encode(), hashlib.sha256))}"
    asked = provider.asked

    for forged in (unsigned, with_public_key, f"x.{body}.{signature}", f"{head}.{signature}", "a.b.c", ".."):
        assert (await api.as_(forged).execute(ME)).code == "UNAUTHENTICATED"
    assert provider.asked == asked


async def test_a_removed_person_is_refused(api: Api, owner: Api) -> None:
    member = await owner.colleague(Role.VIEWER)
    good = token(member.email)
    assert (await api.as_(good).execute(ME)).data

    await owner.run("mutation($id: ID!) { removeUser(userId: $id) }", id=member.user_id)
    assert (await api.as_(good).execute(ME)).code == "UNAUTHENTICATED"


async def test_sessions_work_beside_the_provider(owner: Api) -> None:
    assert (await owner.execute(ME)).data == {"me": {"email": owner.email, "role": "OWNER"}}
