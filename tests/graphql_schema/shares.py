"""Review links as tests make and use them."""

import re
from typing import Any

import pytest

import tenancy
from app.kit import clock
from app.resources import Resources
from app.review.models import ReviewVisit
from app.trail.models import TrailEntry
from tests.api import Answer, Api

CREATE = """mutation($input: CreateReviewLinkInput!) { createReviewLink(input: $input) {
  token url link { id hubId email permission expiresAt revokedAt createdAt createdBy { id } }
} }"""
REVOKE = "mutation($clientId: ID!, $id: ID!) { revokeReviewLink(clientId: $clientId, id: $id) }"
SEND = "mutation($token: String!, $email: String!) { sendReviewCode(token: $token, email: $email) }"
CONFIRM = """mutation($token: String!, $email: String!, $code: String!) {
  confirmReviewCode(token: $token, email: $email, code: $code) { pass expiresAt }
}"""
ITEM = """spokeId platform content contentJson highConfidence flagReason isApprovable status revision
  comments { author body kind }"""
SHARED = f"""query($token: String!, $email: String, $pass: String) {{
  sharedReview(token: $token, email: $email, pass: $pass) {{
    clientName permission expiresAt totalCount estimatedReviewSeconds items {{ {ITEM} }}
}} }}"""
DECIDE = f"mutation($input: DecideSharedInput!) {{ decideShared(input: $input) {{ {ITEM} }} }}"


async def linked(owner: Api, client_id: str, **more: Any) -> tuple[str, str]:
    """The token of a new link, and its id."""
    made = (await owner.run(CREATE, input={"clientId": client_id, **more}))["createReviewLink"]
    return made["token"], made["link"]["id"]


async def shared(api: Api, token: str, **more: Any) -> dict[str, Any]:
    review: dict[str, Any] = (await api.run(SHARED, token=token, **more))["sharedReview"]
    return review


async def said(api: Api, token: str, spoke_id: str, **more: Any) -> Answer:
    return await api.execute(DECIDE, input={"token": token, "spokeId": spoke_id, **more})


async def trail(client_id: str) -> list[tuple[str, str, str | None, str | None]]:
    """Action, label, user and words of each entry."""
    async with tenancy.bind(client_id):
        entries = await TrailEntry.all().order_by("number")
    return [(entry.action, entry.actor_label, entry.actor_id, entry.reason) for entry in entries]


class Letters:
    """The letters of a server without a mail server: lines of its log."""

    def __init__(self, resources: Resources, caplog: pytest.LogCaptureFixture) -> None:
        self._background = resources.background
        self._log = caplog
        caplog.set_level("INFO", "app.mail.log")

    async def sent(self) -> list[tuple[str, str]]:
        """The address and the code of each, since this was asked the last time."""
        await self._background.idle()
        lines = [record.getMessage() for record in self._log.records if record.name == "app.mail.log"]
        self._log.clear()
        found = [re.fullmatch(r"mail to (\S+): Your code .*?: (\d{6}) .*", line) for line in lines]
        assert None not in found, lines
        return [(match[1], match[2]) for match in found if match]

    async def code(self, api: Api, token: str, email: str) -> str:
        """The code that is sent to the address."""
        assert await api.run(SEND, token=token, email=email) == {"sendReviewCode": True}
        [(_, code)] = await self.sent()
        return code

    async def pass_for(self, api: Api, token: str, email: str) -> str:
        code = await self.code(api, token, email)
        confirmed = await api.run(CONFIRM, token=token, email=email, code=code)
        given: str = confirmed["confirmReviewCode"]["pass"]
        return given


async def later(client_id: str, **by_ms: int) -> None:
    """Times of all visits of a client, moved back as if so long had passed."""
    async with tenancy.bind(client_id):
        for visit in await ReviewVisit.all():
            for column, ms in by_ms.items():
                moved = clock.from_millis(clock.to_millis(getattr(visit, column)) - ms)
                await ReviewVisit.filter(id=visit.id).update(**{column: moved})
