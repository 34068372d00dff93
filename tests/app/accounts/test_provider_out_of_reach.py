"""An identity provider whose keys cannot be had: its people wait, everybody else works on."""

import pytest

from app.accounts.credentials import OutsideProvider
from app.errors import Unavailable
from app.settings import Settings
from tests.api import Api
from tests.app.accounts.test_outside_tokens import AUDIENCE, ISSUER, ME, Provider, key_set, provider, token
from tests.fixtures.app import settings_in
from tests.fixtures.live import free_port

__all__ = ["provider"]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    nobody = f"http://127.0.0.1:{free_port()}/jwks.json"
    return settings_in(tmp_path_factory.mktemp("data"), jwks_url=nobody, jwt_issuer=ISSUER, jwt_audience=AUDIENCE)


async def test_a_token_is_answered_unavailable_and_a_session_as_ever(api: Api, owner: Api) -> None:
    assert (await api.as_(token(owner.email)).execute(ME)).code == "UNAVAILABLE"
    assert (await owner.execute(ME)).data


@pytest.mark.parametrize("body", [b"<html>", b'{"keys": []}', b'{"keys": [{"kty": "no such"}]}'])
def test_keys_that_are_none_are_the_providers_fault(provider: Provider, body: bytes) -> None:
    provider.body = body
    try:
        outside = OutsideProvider.of(provider.url, ISSUER, AUDIENCE)
        assert outside is not None
        with pytest.raises(Unavailable):
            outside.claims(token("somebody@example.com"))
    finally:
        provider.body = key_set()


@pytest.mark.parametrize(("issuer", "audience"), [("", AUDIENCE), (ISSUER, ""), ("", "")])
def test_a_provider_needs_issuer_and_audience(issuer: str, audience: str) -> None:
    with pytest.raises(ValueError, match="FOUNDRY_JWT_ISSUER"):
        OutsideProvider.of("http://127.0.0.1/jwks.json", issuer, audience)


def test_no_address_means_no_provider() -> None:
    assert OutsideProvider.of("", "", "") is None
