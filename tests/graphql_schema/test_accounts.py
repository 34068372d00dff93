"""Signing up, in and out, and how long that lasts."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest

from app.settings import Settings
from tests.api import PASSWORD, Answer, Api

SIGN_UP = "mutation($input: SignUpInput!) { signUp(input: $input) { token expiresAt user { email name role } } }"
SIGN_IN = "mutation($input: SignInInput!) { signIn(input: $input) { token user { email role lastLoginAt } } }"
SIGN_OUT = "mutation { signOut }"
ME = "{ me { email } }"


def rows(settings: Settings, table: str) -> int:
    with closing(sqlite3.connect(settings.data_dir / "global.db")) as raw:
        count: int = raw.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        return count


def fields(answer: Answer) -> list[str]:
    """Paths of the input that was refused."""
    assert answer.code == "VALIDATION_ERROR"
    return [field["path"] for field in answer.error["extensions"]["fields"]]


async def test_sign_up_makes_an_owner_who_is_signed_in(owner: Api) -> None:
    data = await owner.run("{ me { email role clients { id } } account { name type owner { email } users { id } } }")

    assert data["me"] == {"email": owner.email, "role": "OWNER", "clients": []}
    assert data["account"] == {
        "name": "Agency",
        "type": "AGENCY",
        "owner": {"email": owner.email},
        "users": [{"id": owner.user_id}],
    }


async def test_sign_up_keeps_what_was_said_without_the_blanks_around(api: Api) -> None:
    person = {"email": "  Ada.Lovelace@Example.COM ", "password": PASSWORD, "name": " Ada ", "accountName": " Engines "}
    session = (await api.run(SIGN_UP, input={**person, "accountType": "INDIVIDUAL"}))["signUp"]

    assert session["user"] == {"email": "ada.lovelace@example.com", "name": "Ada", "role": "OWNER"}
    lasts = datetime.fromisoformat(session["expiresAt"]) - datetime.now(UTC)
    assert 23.9 < lasts.total_seconds() / 3600 <= 24
    account = (await api.as_(session["token"]).run("{ account { name type } }"))["account"]
    assert account == {"name": "Engines", "type": "INDIVIDUAL"}


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"email": "nobody"}, "input.email"),
        ({"email": "two words@example.com"}, "input.email"),
        ({"email": "a@b"}, "input.email"),
        ({"email": f"{'a' * 250}@b.co"}, "input.email"),
        ({"password": "nine char"}, "input.password"),
        ({"password": "x" * 257}, "input.password"),
        ({"accountName": "   "}, "input.accountName"),
        ({"accountName": "x" * 201}, "input.accountName"),
        ({"name": "x" * 201}, "input.name"),
    ],
)
async def test_sign_up_is_refused_when_a_field_breaks_its_rule(
    api: Api, settings: Settings, change: dict[str, str], path: str
) -> None:
    before = rows(settings, "accounts"), rows(settings, "users")
    person = {"email": "fine@example.com", "password": PASSWORD, "accountName": "Agency", **change}

    assert fields(await api.execute(SIGN_UP, input=person)) == [path]
    assert (rows(settings, "accounts"), rows(settings, "users")) == before


async def test_sign_up_is_refused_when_the_address_is_taken_in_another_case(
    api: Api, owner: Api, settings: Settings
) -> None:
    before = rows(settings, "accounts"), rows(settings, "sessions")
    person = {"email": owner.email.upper(), "password": PASSWORD, "accountName": "Copy"}

    assert fields(await api.execute(SIGN_UP, input=person)) == ["input.email"]
    assert (rows(settings, "accounts"), rows(settings, "sessions")) == before


async def test_sign_in_works_in_any_case_and_is_remembered(api: Api, owner: Api) -> None:
    began = datetime.now(UTC)
    session = (await api.run(SIGN_IN, input={"email": owner.email.upper(), "password": PASSWORD}))["signIn"]

    assert (session["user"]["email"], session["user"]["role"]) == (owner.email, "OWNER")
    # Storage keeps milliseconds.
    assert datetime.fromisoformat(session["user"]["lastLoginAt"]) >= began.replace(
        microsecond=began.microsecond // 1000 * 1000
    )
    assert await api.as_(session["token"]).run(ME) == {"me": {"email": owner.email}}


async def test_sign_in_with_a_wrong_password_tells_what_an_unknown_address_does(
    api: Api, owner: Api, settings: Settings
) -> None:
    before = rows(settings, "sessions")
    wrong = await api.execute(SIGN_IN, input={"email": owner.email, "password": "not the password"})
    unknown = await api.execute(SIGN_IN, input={"email": "nobody@example.com", "password": PASSWORD})

    assert wrong.code == unknown.code == "UNAUTHENTICATED"
    assert wrong.error["message"] == unknown.error["message"]
    assert rows(settings, "sessions") == before


async def test_sign_out_ends_this_session_and_no_other(api: Api, owner: Api) -> None:
    other = owner.as_((await api.run(SIGN_IN, input={"email": owner.email, "password": PASSWORD}))["signIn"]["token"])

    assert await owner.run(SIGN_OUT) == {"signOut": True}
    assert (await owner.execute(ME)).code == "UNAUTHENTICATED"
    assert (await owner.execute(SIGN_OUT)).code == "UNAUTHENTICATED"
    assert await other.run(ME) == {"me": {"email": owner.email}}


async def test_a_session_ends_when_its_time_is_over(owner: Api, settings: Settings) -> None:
    assert await owner.run(ME) == {"me": {"email": owner.email}}
    with closing(sqlite3.connect(settings.data_dir / "global.db")) as raw, raw:
        now = int(datetime.now(UTC).timestamp() * 1000)
        raw.execute("UPDATE sessions SET expires_at = ? WHERE user_id = ?", (now - 1, owner.user_id))

    refused = await owner.execute(ME)
    assert (refused.code, refused.error["message"]) == ("UNAUTHENTICATED", "The session has ended; sign in again.")


async def test_signing_in_needs_no_credentials_and_is_not_hindered_by_wrong_ones(api: Api, owner: Api) -> None:
    session = await api.as_("fst_of-long-ago").run(SIGN_IN, input={"email": owner.email, "password": PASSWORD})

    assert session["signIn"]["user"]["email"] == owner.email


async def test_passwords_and_tokens_are_kept_only_as_hashes(api: Api, settings: Settings) -> None:
    password = "a password that nobody else has"
    person = {"email": "hashes@example.com", "password": password, "accountName": "Agency"}
    session = api.as_((await api.run(SIGN_UP, input=person))["signUp"]["token"])
    secret = (await session.run('mutation { createApiKey(name: "ci") { secret } }'))["createApiKey"]["secret"]
    invite = "mutation($input: InviteUserInput!) { inviteUser(input: $input) { token } }"
    invited = await session.run(invite, input={"email": "guest@example.com", "role": "VIEWER"})
    shown = [password, session.token or "", secret, invited["inviteUser"]["token"]]

    files = [path for path in settings.data_dir.rglob("*") if path.is_file()]
    stored = b"".join(path.read_bytes() for path in files)
    assert b"hashes@example.com" in stored
    assert b"$argon2id$" in stored
    assert [text for text in shown if text.encode() in stored] == []
