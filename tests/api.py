"""A small client of the API for tests: it speaks HTTP to the application, as anybody outside would."""

from dataclasses import dataclass
from itertools import count
from typing import Any

import httpx

from app.vocabulary import Role

PASSWORD = "correct horse battery"
_number = count(1)


@dataclass(frozen=True)
class Answer:
    status: int
    body: dict[str, Any]

    @property
    def data(self) -> dict[str, Any]:
        """The data of an answer without errors."""
        assert "errors" not in self.body, self.body["errors"]
        data: dict[str, Any] = self.body["data"]
        return data

    @property
    def error(self) -> dict[str, Any]:
        """The one error of an answer that has exactly one."""
        errors = self.body.get("errors")
        assert errors is not None, self.body
        assert len(errors) == 1, errors
        error: dict[str, Any] = errors[0]
        return error

    @property
    def code(self) -> str:
        code: str = self.error["extensions"]["code"]
        return code


@dataclass(frozen=True)
class Api:
    """Bound to one person by `token`; `as_` gives another's."""

    http: httpx.AsyncClient
    token: str | None = None
    user_id: str = ""
    email: str = ""

    def as_(self, token: str | None, user_id: str = "", email: str = "") -> "Api":
        return Api(self.http, token, user_id, email)

    @property
    def headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.token}"} if self.token else {}

    async def execute(self, query: str, **variables: Any) -> Answer:
        response = await self.http.post("/graphql", json={"query": query, "variables": variables}, headers=self.headers)
        return Answer(response.status_code, response.json())

    async def run(self, query: str, **variables: Any) -> dict[str, Any]:
        return (await self.execute(query, **variables)).data

    async def sign_up(self, account: str = "Agency", email: str | None = None) -> "Api":
        """A new account's owner."""
        email = email or f"owner{next(_number)}@example.com"
        session = (await self.run(SIGN_UP, input={"email": email, "password": PASSWORD, "accountName": account}))[
            "signUp"
        ]
        return self.as_(session["token"], session["user"]["id"], email)

    async def colleague(self, role: Role, client_ids: tuple[str, ...] = ()) -> "Api":
        """Another person of the same account, invited and signed in."""
        email = f"{role}{next(_number)}@example.com"
        invited = await self.run(INVITE, input={"email": email, "role": role.name, "clientIds": list(client_ids)})
        token = invited["inviteUser"]["token"]
        joined = (await self.as_(None).run(ACCEPT, input={"token": token, "password": PASSWORD}))["acceptInvitation"]
        return self.as_(joined["token"], joined["user"]["id"], email)

    async def create_client(self, name: str = "Acme") -> str:
        created = await self.run(
            "mutation($input: CreateClientInput!) { createClient(input: $input) { id } }", input={"name": name}
        )
        id: str = created["createClient"]["id"]
        return id


SIGN_UP = "mutation($input: SignUpInput!) { signUp(input: $input) { token user { id } } }"
INVITE = "mutation($input: InviteUserInput!) { inviteUser(input: $input) { id token } }"
ACCEPT = "mutation($input: AcceptInvitationInput!) { acceptInvitation(input: $input) { token user { id } } }"
