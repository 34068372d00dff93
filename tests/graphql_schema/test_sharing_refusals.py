"""Who is not let in by a review link is told one thing, to the byte, whatever the reason is."""

import asyncio
from typing import Any

import pytest

import tenancy
from app.kit import clock, ids
from app.resources import Resources
from app.review.door import Refused, new_token
from app.review.models import ReviewLink, ReviewVisit
from app.review.sharing import decide_shared, visit
from app.vocabulary import Decision
from tests.api import Api
from tests.graphql_schema.content import rows_in
from tests.graphql_schema.shares import (
    CONFIRM,
    DECIDE,
    REVOKE,
    SEND,
    SHARED,
    Letters,
    later,
    linked,
    said,
    shared,
    trail,
)

ANN = "ann@example.com"
REFUSED = "This link is not valid, has expired, or asks for a confirmed e-mail address."
MINUTE = 60_000
HOUR = 60 * MINUTE


@pytest.fixture
def letters(resources: Resources, caplog: pytest.LogCaptureFixture) -> Letters:
    return Letters(resources, caplog)


async def bytes_of(api: Api, query: str, **variables: Any) -> tuple[int, bytes]:
    response = await api.http.post("/graphql", json={"query": query, "variables": variables})
    return response.status_code, response.content


async def refusals(api: Api, token: str, **more: Any) -> tuple[tuple[int, bytes], ...]:
    """What is answered to looking and to deciding."""
    decide = {"token": token, "spokeId": ids.new_id(), "decision": "APPROVE", **more}
    return await bytes_of(api, SHARED, token=token, **more), await bytes_of(api, DECIDE, input=decide)


async def test_a_link_that_is_not_good_is_refused_without_telling_which(
    api: Api, owner: Api, client_id: str, letters: Letters
) -> None:
    rows = await rows_in(client_id)
    expired, revoked, restricted, foreign = [
        await linked(owner, client_id, **more) for more in ({}, {}, {"email": ANN}, {"email": ANN})
    ]
    gone, archived = await owner.create_client("Gone"), await owner.create_client("Archived")
    erased, in_archive = (await linked(owner, gone))[0], (await linked(owner, archived))[0]
    for token in (expired[0], revoked[0], erased, in_archive):
        assert await shared(api, token)
    own, others = [await letters.pass_for(api, token, ANN) for token in (restricted[0], foreign[0])]
    assert await shared(api, restricted[0], **{"pass": own})

    async with tenancy.bind(client_id):
        await ReviewLink.filter(id=expired[1]).update(expires_at=clock.now())
    await owner.run(REVOKE, clientId=client_id, id=revoked[1])
    change = "mutation($input: UpdateClientInput!) { updateClient(input: $input) { id } }"
    await owner.run(change, input={"clientId": archived, "status": "ARCHIVED"})
    delete = "mutation($input: DeleteClientInput!) { deleteClient(input: $input) }"
    await owner.run(delete, input={"clientId": gone, "confirmName": "Gone"})
    known, nobody = tenancy.known_clients(), ids.new_id()

    said_to_a_guess = await refusals(api, "x")
    looked, decided = said_to_a_guess
    assert (looked[0], decided[0]) == (200, 200)
    assert f'"message":"{REFUSED}"'.encode() in looked[1]
    assert b'"extensions":{"code":"UNAUTHENTICATED"}' in looked[1]
    guesses = ["", "fr_", "fr_" + "A" * 64, "fr_" + "é" * 64, new_token(nobody), new_token(client_id), new_token(gone)]
    for token in (*guesses, expired[0], revoked[0], erased, in_archive, restricted[0], restricted[0] + "A"):
        assert await refusals(api, token) == said_to_a_guess, token
    wrong_proofs: list[dict[str, Any]] = [
        {"email": ANN},
        {"pass": "x"},
        {"pass": "é\x00"},
        {"pass": others},
        {"pass": own, "email": "bob@example.com"},
        {"pass": own, "email": ""},
        {"email": "bob@example.com"},
    ]
    for proof in wrong_proofs:
        assert await refusals(api, restricted[0], **proof) == said_to_a_guess, proof
    assert tenancy.known_clients() == known
    assert not tenancy.installed().is_open(nobody)

    await later(client_id, confirmed_at=24 * HOUR - MINUTE)
    assert await shared(api, restricted[0], email=" ANN@example.com", **{"pass": own})
    await later(client_id, confirmed_at=MINUTE)
    assert await refusals(api, restricted[0], **{"pass": own}) == said_to_a_guess
    again = await letters.pass_for(api, restricted[0], ANN)
    assert await shared(api, restricted[0], **{"pass": again})
    visitor = await visit(restricted[0], pass_=again)
    before = await trail(client_id)
    await owner.run(REVOKE, clientId=client_id, id=restricted[1])
    assert await refusals(api, restricted[0], **{"pass": again}) == said_to_a_guess
    with pytest.raises(Refused):  # it was revoked between the door and the deed
        await decide_shared(visitor, rows.spoke, Decision.APPROVE, None)
    assert [entry[0] for entry in (await trail(client_id))[len(before) :]] == ["link.revoked"]


async def test_codes_are_sent_to_the_links_address_alone_and_told_of_to_nobody(
    api: Api, owner: Api, client_id: str, letters: Letters
) -> None:
    open_to_all, _ = await linked(owner, client_id)
    token, link_id = await linked(owner, client_id, email="KATE@example.com")

    for wrong in (
        (open_to_all, "kate@example.com"),
        (token, "ann@example.com"),
        (token, ""),
        ("x", "kate@example.com"),
    ):
        answer = await bytes_of(api, SEND, token=wrong[0], email=wrong[1])
        assert answer == (200, b'{"data":{"sendReviewCode":true}}')
        assert await letters.sent() == []
    # The sign for kelvin folds to a k: to whoever owns the address that is written with it nothing is sent.
    for typed in (" Kate@Example.com ", "\N{KELVIN SIGN}ate@example.com"):
        await api.run(SEND, token=token, email=typed)
        [(to, code)] = await letters.sent()
        assert (to, code.isdecimal()) == ("kate@example.com", True)

    # Nor is another host written to because its name is compared alike.
    sharp, _ = await linked(owner, client_id, email="ann@Straße.example")
    await api.run(SEND, token=sharp, email="ann@STRASSE.example")
    assert [to for to, _ in await letters.sent()] == ["ann@straße.example"]

    async with tenancy.bind(client_id):
        assert await ReviewVisit.filter(link_id=link_id).count() == 2
        assert code not in str([visit.__dict__ for visit in await ReviewVisit.all()])
    for _ in range(3):
        await letters.code(api, token, "kate@example.com")
    await api.run(SEND, token=token, email="kate@example.com")
    assert await letters.sent() == []
    await later(client_id, created_at=HOUR)
    assert len(await letters.code(api, token, "kate@example.com")) == 6


async def test_a_code_is_good_once_for_a_while_and_for_few_tries(
    api: Api, owner: Api, client_id: str, letters: Letters
) -> None:
    rows = await rows_in(client_id)
    token, _ = await linked(owner, client_id, email=ANN)

    async def answer(code: str, email: str = ANN, at: str = token) -> tuple[int, bytes]:
        return await bytes_of(api, CONFIRM, token=at, email=email, code=code)

    guess = await answer("000000", at="x")
    assert f'"message":"{REFUSED}"'.encode() in guess[1]

    def other(code: str) -> str:
        return f"{(int(code) + 1) % 10**6:06d}"

    older, code = [await letters.code(api, token, ANN) for _ in range(2)]
    for wrong in (other(code), "", "é", code + "0", "١٢٣٤٥٦"):
        assert await answer(wrong) == guess
    assert await answer(code) == guess, "after five tries"
    assert await answer(older) == guess, "an older code"

    code = await letters.code(api, token, ANN)
    for _ in range(6):
        assert await answer(code, email="bob@example.com") == guess
    await later(client_id, code_expires_at=10 * MINUTE)
    assert await answer(code) == guess, "too late"

    code = await letters.code(api, token, ANN)
    confirmed = await api.run(CONFIRM, token=token, email=" ANN@example.com ", code=f"{code[:3]} {code[3:]}")
    given = confirmed["confirmReviewCode"]
    assert given["pass"] not in (await answer(code))[1].decode()
    assert await answer(code) == guess, "used"
    code = await letters.code(api, token, ANN)
    at_once = await asyncio.gather(*(answer(code) for _ in range(4)))
    assert [told == guess for told in at_once].count(False) == 1

    approved = await said(api, token, rows.spoke, decision="APPROVE", comment="Yes.", **{"pass": given["pass"]})
    item = approved.data["decideShared"]
    assert (item["status"], item["comments"]) == ("APPROVED", [{"author": ANN, "body": "Yes.", "kind": "COMMENT"}])
    assert (await trail(client_id))[1:] == [
        ("spoke.approved", ANN, None, "Yes."),
        ("comment.added", ANN, None, "Yes."),
    ]
