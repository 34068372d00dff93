"""Credentials in the header: one form, and everything else refused in words."""

import pytest

from tests.api import Api

ME = {"query": "{ me { email } }"}


async def code(api: Api, **headers: str) -> tuple[str, str]:
    answer = (await api.http.post("/graphql", json=ME, headers=headers)).json()
    [error] = answer["errors"]
    return error["extensions"]["code"], error["message"]


@pytest.mark.parametrize("scheme", ["Bearer ", "bearer ", "BEARER ", "Bearer   "])
async def test_a_token_is_taken_whatever_the_case_of_its_scheme(api: Api, owner: Api, scheme: str) -> None:
    answer = await api.http.post("/graphql", json=ME, headers={"authorization": f"{scheme}{owner.token}"})

    assert answer.json() == {"data": {"me": {"email": owner.email}}}


@pytest.mark.parametrize("value", ["Basic dXNlcjpwYXNz", "Bearer", "Bearer  ", "token"])
async def test_credentials_of_another_form_are_refused(api: Api, value: str) -> None:
    expected = ("UNAUTHENTICATED", "Credentials are sent as `Authorization: Bearer TOKEN`.")
    assert await code(api, authorization=value) == expected


@pytest.mark.parametrize("token", ["fst_", "fst_unknown", "fak_unknown", "fin_unknown", "x", "a.b.c", "fst_ " * 9])
async def test_an_unknown_token_is_refused(api: Api, token: str) -> None:
    assert (await code(api, authorization=f"Bearer {token}"))[0] == "UNAUTHENTICATED"


async def test_no_credentials_are_asked_for(api: Api) -> None:
    assert await code(api) == ("UNAUTHENTICATED", "Sign in to do this.")


async def test_an_invitation_is_no_credential(api: Api, owner: Api) -> None:
    invite = "mutation($input: InviteUserInput!) { inviteUser(input: $input) { token } }"
    invited = await owner.run(invite, input={"email": "guest@example.com", "role": "VIEWER"})

    assert (await code(api, authorization=f"Bearer {invited['inviteUser']['token']}"))[0] == "UNAUTHENTICATED"


async def test_a_token_in_the_address_is_not_looked_at(api: Api, owner: Api) -> None:
    answer = await api.http.get("/graphql", params={"query": "{ me { email } }", "token": str(owner.token)})

    assert answer.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
