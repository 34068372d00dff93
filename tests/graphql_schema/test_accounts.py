"""Signing up, in and out."""

from tests.api import PASSWORD, Api

SIGN_IN = "mutation($input: SignInInput!) { signIn(input: $input) { token user { email role } } }"


async def test_sign_up_makes_an_owner_who_is_signed_in(owner: Api) -> None:
    data = await owner.run("{ me { email role clients { id } } account { name type owner { email } } }")

    assert data["me"] == {"email": owner.email, "role": "OWNER", "clients": []}
    assert data["account"] == {"name": "Agency", "type": "AGENCY", "owner": {"email": owner.email}}


async def test_sign_in_with_a_wrong_password_tells_what_an_unknown_address_does(api: Api, owner: Api) -> None:
    wrong = await api.execute(SIGN_IN, input={"email": owner.email, "password": "not the password"})
    unknown = await api.execute(SIGN_IN, input={"email": "nobody@example.com", "password": PASSWORD})

    assert wrong.code == unknown.code == "UNAUTHENTICATED"
    assert wrong.error["message"] == unknown.error["message"]
