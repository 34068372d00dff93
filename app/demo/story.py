"""What the demo tells, from sign-up to the wall between clients, in the order in which somebody would try it."""

import secrets
import time
from pathlib import Path
from typing import NamedTuple

from rich.console import Console

from app.demo.client import Api, Values, listening
from app.demo.closing import show_totals, show_wall
from app.demo.document import Document
from app.demo.live import follow
from app.demo.operations import CREATE_CLIENT, CREATE_HUB, CREATE_LINK, HUB, SIGN_UP
from app.demo.page import heading, write
from app.demo.show import show_pillar, show_source
from app.demo.teaching import teach
from app.vocabulary import SourceType

ACCOUNT = "Two Rivers Agency"
CLIENTS = ("Harbour & Co", "Northlight Bakery")
INTRODUCTION = (
    "Foundry takes one document of a client's and makes two dozen posts of it. It finds the angles in the document, "
    "writes for six platforms from each angle, judges every draft, and sends back what does not hold. Here is one "
    "document on its way through."
)


class Told(NamedTuple):
    """What somebody goes on with: the owner's token, and the address that an outside client reviews the posts at."""

    token: str
    review_url: str


async def tell(console: Console, api: Api, document: Document, folder: Path) -> Told:
    """Shows everything. Raises: DemoFailed."""
    write(console, INTRODUCTION)
    api, clients = await _set_up(console, api)
    await teach(console, api, clients[0])
    heading(console, "Live: the job, as its subscription tells it")
    hub_id, seconds = await _make_hub(console, api, clients[0], document)
    hub = (await api.run(HUB, id=hub_id))["hub"]
    show_source(console, hub, document.name)
    if not hub["pillars"]:
        write(console, "Nothing in this source carries an angle: it is too short, or says nothing to build on.", "  ")
    for number, pillar in enumerate(hub["pillars"], 1):
        show_pillar(console, number, len(hub["pillars"]), pillar)
    show_totals(console, hub, seconds)
    await show_wall(console, api, clients, hub_id, folder)
    console.print()
    link = {"clientId": clients[0]["id"], "hubId": hub_id}
    return Told(api.token, (await api.run(CREATE_LINK, input=link))["createReviewLink"]["url"])


async def _set_up(console: Console, api: Api) -> tuple[Api, list[Values]]:
    """An account with two clients, and the API as its owner sees it."""
    heading(console, "An account with two clients")
    email = f"demo-{secrets.token_hex(4)}@example.com"
    person = {"email": email, "password": secrets.token_urlsafe(16), "accountName": ACCOUNT}
    owner = Api(api.http, api.url, (await api.run(SIGN_UP, input=person))["signUp"]["token"])
    clients = [(await owner.run(CREATE_CLIENT, input={"name": name}))["createClient"] for name in CLIENTS]
    write(console, f"{ACCOUNT} works for {CLIENTS[0]} and {CLIENTS[1]}.", "  ")
    write(console, f"The document belongs to {CLIENTS[0]}.", "  ")
    return owner, clients


async def _make_hub(console: Console, api: Api, client: Values, document: Document) -> tuple[str, float]:
    """The hub's id and the seconds from the sending of the source to its last post."""
    hub_id = ""
    began = time.monotonic()

    async def start() -> str:
        nonlocal hub_id, began
        began = time.monotonic()
        hub_id = await create_hub(api, client["id"], document)
        return hub_id

    async with listening(api) as line:
        await follow(console, line, client["id"], start)
    return hub_id, time.monotonic() - began


async def create_hub(api: Api, client_id: str, document: Document) -> str:
    source: Values = {"clientId": client_id, "sourceType": document.source_type.name}
    if document.data is None:
        made = await api.run(CREATE_HUB, input=source | {"url": document.url})
    else:
        media_type = "application/pdf" if document.source_type is SourceType.PDF else "text/plain"
        file = (document.name, document.data, media_type)
        made = await api.upload(CREATE_HUB, {"input": source | {"file": None}}, "input.file", file)
    hub_id: str = made["createHub"]["hub"]["id"]
    return hub_id
