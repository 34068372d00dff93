"""API keys: shown once, good until revoked."""

import sqlite3
from contextlib import closing

from app.settings import Settings
from app.vocabulary import Role
from tests.api import Api
from tests.graphql_schema.test_accounts import ME, fields, rows

CREATE = "mutation($name: String!) { createApiKey(name: $name) { secret apiKey { id name prefix lastUsedAt } } }"
REVOKE = "mutation($id: ID!) { revokeApiKey(id: $id) }"
KEYS = "{ account { apiKeys { id name prefix lastUsedAt } } }"


async def keys(api: Api) -> list[dict[str, str]]:
    listed: list[dict[str, str]] = (await api.run(KEYS))["account"]["apiKeys"]
    return listed


async def test_a_key_is_shown_once_and_speaks_for_its_maker(api: Api, owner: Api) -> None:
    made = (await owner.run(CREATE, name=" ci "))["createApiKey"]
    assert made["apiKey"]["name"] == "ci"
    assert made["secret"].startswith(made["apiKey"]["prefix"])
    assert len(made["apiKey"]["prefix"]) == 12
    assert await keys(owner) == [{**made["apiKey"], "lastUsedAt": None}]

    key = api.as_(made["secret"])
    assert await key.run("{ me { id role } }") == {"me": {"id": owner.user_id, "role": "OWNER"}}
    [listed] = await keys(owner)
    assert listed["lastUsedAt"] is not None
    assert made["secret"] not in str(listed)
    assert await key.run("mutation { signOut }") == {"signOut": False}
    assert (await key.execute(ME)).data


async def test_a_key_is_refused_at_once_when_it_was_revoked(api: Api, owner: Api) -> None:
    made = (await owner.run(CREATE, name="ci"))["createApiKey"]
    admin = await owner.colleague(Role.ADMIN)
    assert (await api.as_(made["secret"]).execute(ME)).data

    assert await admin.run(REVOKE, id=made["apiKey"]["id"]) == {"revokeApiKey": True}
    refused = await api.as_(made["secret"]).execute(ME)
    assert (refused.code, refused.error["message"]) == ("UNAUTHENTICATED", "The API key is not valid.")
    assert await keys(owner) == []
    assert (await admin.execute(REVOKE, id=made["apiKey"]["id"])).code == "NOT_FOUND"


async def test_a_keys_use_is_noted_once_a_minute(api: Api, owner: Api, settings: Settings) -> None:
    made = (await owner.run(CREATE, name="ci"))["createApiKey"]
    key = api.as_(made["secret"])
    await key.run(ME)
    [first] = await keys(owner)
    await key.run(ME)
    assert await keys(owner) == [first]

    with closing(sqlite3.connect(settings.data_dir / "global.db")) as raw, raw:
        raw.execute("UPDATE api_keys SET last_used_at = last_used_at - 61000 WHERE id = ?", (first["id"],))
    [earlier] = await keys(owner)
    await key.run(ME)
    [later] = await keys(owner)
    assert earlier["lastUsedAt"] < first["lastUsedAt"] <= later["lastUsedAt"]


async def test_a_key_needs_a_name(owner: Api, settings: Settings) -> None:
    before = rows(settings, "api_keys"), rows(settings, "audit_log")
    for name in ("  ", "x" * 201):
        assert fields(await owner.execute(CREATE, name=name)) == ["name"]
    assert (rows(settings, "api_keys"), rows(settings, "audit_log")) == before


async def test_a_key_of_another_account_is_not_found(api: Api, owner: Api) -> None:
    stranger = await api.sign_up()
    made = (await stranger.run(CREATE, name="theirs"))["createApiKey"]

    theirs = await owner.execute(REVOKE, id=made["apiKey"]["id"])
    absent = await owner.execute(REVOKE, id="01900000-0000-7000-8000-000000000000")
    assert theirs.code == absent.code == "NOT_FOUND"
    assert theirs.error["message"] == absent.error["message"]
    assert (await api.as_(made["secret"]).execute(ME)).data


async def test_a_key_loses_what_its_maker_loses(api: Api, owner: Api) -> None:
    admin = await owner.colleague(Role.ADMIN)
    secret = (await admin.run(CREATE, name="ci"))["createApiKey"]["secret"]
    role = "mutation($input: UpdateUserRoleInput!) { updateUserRole(input: $input) { role } }"
    await owner.run(role, input={"userId": admin.user_id, "role": "VIEWER"})

    assert (await api.as_(secret).execute(CREATE, name="more")).code == "FORBIDDEN"
