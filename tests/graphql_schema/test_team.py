"""Invitations, roles and leaving."""

import asyncio
import sqlite3
from contextlib import closing

import pytest

from app.settings import Settings
from app.vocabulary import Role
from tests.api import ACCEPT, INVITE, PASSWORD, Api
from tests.graphql_schema.test_accounts import ME, SIGN_IN, fields, rows

ROLE = "mutation($input: UpdateUserRoleInput!) { updateUserRole(input: $input) { id role } }"
REMOVE = "mutation($id: ID!) { removeUser(userId: $id) }"
USERS = "{ account { users { id role } } }"
AUDIT = "{ account { auditLog { nodes { action actorLabel subjectId clientId detail } } } }"


async def users(api: Api) -> dict[str, str]:
    return {user["id"]: user["role"] for user in (await api.run(USERS))["account"]["users"]}


async def invited(api: Api, **input: object) -> str:
    token: str = (await api.run(INVITE, input={"role": "VIEWER", **input}))["inviteUser"]["token"]
    return token


async def test_an_invitation_gives_role_clients_and_name(api: Api, owner: Api, client_id: str) -> None:
    other = await owner.create_client("Other")
    token = await invited(owner, email="New@Example.com", role="MANAGER", name="New", clientIds=[client_id])

    accept = "mutation($input: AcceptInvitationInput!) { acceptInvitation(input: $input) { token user { id } } }"
    session = (await api.run(accept, input={"token": token, "password": PASSWORD}))["acceptInvitation"]
    joined = api.as_(session["token"], session["user"]["id"])

    data = await joined.run("{ me { email name role clients { id } } clients { nodes { id } totalCount } }")
    assert data["me"] == {
        "email": "new@example.com",
        "name": "New",
        "role": "MANAGER",
        "clients": [{"id": client_id}],
    }
    assert data["clients"] == {"nodes": [{"id": client_id}], "totalCount": 1}
    assert (await joined.execute(f'{{ client(id: "{other}") {{ id }} }}')).code == "NOT_FOUND"
    assert await users(owner) == {owner.user_id: "OWNER", joined.user_id: "MANAGER"}


async def test_an_invitation_is_good_once(api: Api, owner: Api) -> None:
    token = await invited(owner, email="once@example.com")
    await api.run(ACCEPT, input={"token": token, "password": PASSWORD})
    before = await users(owner)

    again = await api.execute(ACCEPT, input={"token": token, "password": PASSWORD})
    assert (again.code, again.error["extensions"]["state"]) == ("CONFLICT", "accepted")
    assert await users(owner) == before


async def test_an_invitation_taken_by_two_at_once_makes_one_member(api: Api, owner: Api) -> None:
    token = await invited(owner, email="race@example.com")
    answers = await asyncio.gather(
        *(api.execute(ACCEPT, input={"token": token, "password": PASSWORD}) for _ in range(2))
    )

    assert sorted("errors" in answer.body for answer in answers) == [False, True]
    assert len(await users(owner)) == 2


async def test_an_invitation_ends_with_its_time(api: Api, owner: Api, settings: Settings) -> None:
    token = await invited(owner, email="late@example.com")
    with closing(sqlite3.connect(settings.data_dir / "global.db")) as raw, raw:
        raw.execute("UPDATE invitations SET expires_at = 1 WHERE email = 'late@example.com'")

    late = await api.execute(ACCEPT, input={"token": token, "password": PASSWORD})
    assert (late.code, late.error["extensions"]["state"]) == ("CONFLICT", "expired")
    assert await users(owner) == {owner.user_id: "OWNER"}


async def test_an_unknown_invitation_is_not_found(api: Api, settings: Settings) -> None:
    before = rows(settings, "users")
    assert (await api.execute(ACCEPT, input={"token": "fin_unknown", "password": PASSWORD})).code == "NOT_FOUND"
    assert rows(settings, "users") == before


async def test_an_invitation_stays_open_when_the_password_is_weak(api: Api, owner: Api) -> None:
    token = await invited(owner, email="weak@example.com")

    assert fields(await api.execute(ACCEPT, input={"token": token, "password": "short"})) == ["input.password"]
    assert (await api.execute(ACCEPT, input={"token": token, "password": PASSWORD})).data


async def test_invite_is_refused_when_the_address_is_in_use_or_none(owner: Api, settings: Settings) -> None:
    before = rows(settings, "invitations"), rows(settings, "audit_log")
    for email in (owner.email.upper(), "nobody"):
        answer = await owner.execute(INVITE, input={"email": email, "role": "VIEWER"})
        assert fields(answer) == ["input.email"]
    assert (rows(settings, "invitations"), rows(settings, "audit_log")) == before


async def test_invite_is_refused_when_a_client_is_not_the_accounts(api: Api, owner: Api, settings: Settings) -> None:
    foreign = await (await api.sign_up()).create_client()
    own = await owner.create_client()
    before = rows(settings, "invitations")

    refused = await owner.execute(
        INVITE, input={"email": "x@example.com", "role": "VIEWER", "clientIds": [own, foreign]}
    )
    many = await owner.execute(INVITE, input={"email": "x@example.com", "role": "VIEWER", "clientIds": [own] * 201})
    assert refused.code == "NOT_FOUND"
    assert fields(many) == ["input.clientIds"]
    assert "200" in many.error["message"]
    assert rows(settings, "invitations") == before


async def test_an_admin_may_not_touch_owners(owner: Api, settings: Settings) -> None:
    admin = await owner.colleague(Role.ADMIN)
    second = await owner.colleague(Role.OWNER)
    member = await owner.colleague(Role.VIEWER)
    before, log = await users(owner), rows(settings, "audit_log")

    answers = [
        await admin.execute(INVITE, input={"email": "boss@example.com", "role": "OWNER"}),
        await admin.execute(ROLE, input={"userId": second.user_id, "role": "VIEWER"}),
        await admin.execute(ROLE, input={"userId": member.user_id, "role": "OWNER"}),
        await admin.execute(ROLE, input={"userId": admin.user_id, "role": "OWNER"}),
        await admin.execute(REMOVE, id=second.user_id),
    ]
    assert [answer.code for answer in answers] == ["FORBIDDEN"] * 5
    assert (await users(owner), rows(settings, "audit_log")) == (before, log)
    assert (await admin.execute(INVITE, input={"email": "peer@example.com", "role": "ADMIN"})).data


async def test_a_changed_role_counts_at_once_and_is_audited(owner: Api, client_id: str) -> None:
    member = await owner.colleague(Role.VIEWER, (client_id,))
    changed = await owner.run(ROLE, input={"userId": member.user_id, "role": "ADMIN"})

    assert changed["updateUserRole"] == {"id": member.user_id, "role": "ADMIN"}
    assert (await member.run("{ account { apiKeys { id } } }"))["account"] == {"apiKeys": []}
    newest = (await owner.run(AUDIT))["account"]["auditLog"]["nodes"][0]
    assert newest == {
        "action": "user.role_changed",
        "actorLabel": owner.email,
        "subjectId": member.user_id,
        "clientId": None,
        "detail": {"before": "viewer", "after": "admin"},
    }


async def test_the_last_owner_stays(owner: Api) -> None:
    await owner.colleague(Role.ADMIN)
    before = await users(owner)

    demoted = await owner.execute(ROLE, input={"userId": owner.user_id, "role": "ADMIN"})
    removed = await owner.execute(REMOVE, id=owner.user_id)
    assert (demoted.code, demoted.error["extensions"]["state"]) == ("CONFLICT", "last_owner")
    assert removed.code == "CONFLICT"
    assert await users(owner) == before


async def test_one_of_two_owners_stays_when_both_step_down_at_once(owner: Api) -> None:
    second = await owner.colleague(Role.OWNER)
    answers = await asyncio.gather(
        owner.execute(ROLE, input={"userId": owner.user_id, "role": "VIEWER"}),
        second.execute(ROLE, input={"userId": second.user_id, "role": "VIEWER"}),
    )

    assert sorted("errors" in answer.body for answer in answers) == [False, True]
    assert sorted((await users(owner)).values()) == ["OWNER", "VIEWER"]


async def test_removing_a_person_ends_sessions_keys_and_assignments(
    api: Api, owner: Api, client_id: str, settings: Settings
) -> None:
    admin = await owner.colleague(Role.ADMIN, (client_id,))
    secret = (await admin.run('mutation { createApiKey(name: "ci") { secret } }'))["createApiKey"]["secret"]
    second = api.as_((await api.run(SIGN_IN, input={"email": admin.email, "password": PASSWORD}))["signIn"]["token"])

    assert await owner.run(REMOVE, id=admin.user_id) == {"removeUser": True}
    for gone in (admin, second, api.as_(secret)):
        assert (await gone.execute(ME)).code == "UNAUTHENTICATED"
    assert (await api.execute(SIGN_IN, input={"email": admin.email, "password": PASSWORD})).code == "UNAUTHENTICATED"
    assert await users(owner) == {owner.user_id: "OWNER"}
    assert (await owner.run(f'{{ client(id: "{client_id}") {{ members {{ id }} }} }}'))["client"] == {"members": []}
    with closing(sqlite3.connect(settings.data_dir / "global.db")) as raw:
        for table in ("sessions", "client_members"):
            left = raw.execute(f"SELECT count(*) FROM {table} WHERE user_id = ?", (admin.user_id,)).fetchone()
            assert left == (0,)


@pytest.mark.parametrize("operation", [REMOVE, ROLE], ids=["remove", "role"])
async def test_a_person_of_another_account_is_not_found(api: Api, owner: Api, operation: str) -> None:
    stranger = await api.sign_up()

    async def refusal(user_id: str) -> tuple[str, str]:
        answer = await owner.execute(
            operation, **({"id": user_id} if operation is REMOVE else {"input": {"userId": user_id, "role": "VIEWER"}})
        )
        return answer.code, answer.error["message"]

    assert await refusal(stranger.user_id) == await refusal("01900000-0000-7000-8000-000000000000")
    assert (await refusal(stranger.user_id))[0] == "NOT_FOUND"
    assert await users(stranger) == {stranger.user_id: "OWNER"}


async def test_a_colleagues_clients_are_told_only_as_far_as_ones_own(owner: Api, client_id: str) -> None:
    other = await owner.create_client("Other")
    viewer = await owner.colleague(Role.VIEWER, (client_id,))
    manager = await owner.colleague(Role.MANAGER, (client_id, other))

    query = "{ account { users { id clients { id } } } }"
    seen = {user["id"]: user["clients"] for user in (await viewer.run(query))["account"]["users"]}
    mine = [{"id": client_id}]
    assert seen == {owner.user_id: mine, viewer.user_id: mine, manager.user_id: mine}
    all_of_them = {user["id"]: user["clients"] for user in (await owner.run(query))["account"]["users"]}
    both = [{"id": client_id}, {"id": other}]
    assert all_of_them == {owner.user_id: both, viewer.user_id: mine, manager.user_id: both}
