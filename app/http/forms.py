"""HTML forms as a browser sends them: small, urlencoded, and from a page of ours."""

from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request

MAX_FORM_BYTES = 64_000
MAX_FIELDS = 20
_URLENCODED = "application/x-www-form-urlencoded"


class BadForm(Exception):
    """`status` is that of the answer; the words are for whoever sent it."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status


def require_same_origin(request: Request, own: str) -> None:
    """Refuses what a page elsewhere has a browser send. `own` is the origin that people reach this server at.

    Browsers say so in Sec-Fetch-Site; over plain HTTP, and older ones, in Origin. What sends neither is no browser.

    Raises: BadForm.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None:
        ours = site in ("same-origin", "none")
    else:
        # A proxy may have put its own word for us into Host.
        hosts = (request.headers.get("host", ""), urlsplit(own).netloc)
        ours = origin is None or urlsplit(origin).netloc in hosts
    if not ours:
        raise BadForm(403, "This was sent from a page elsewhere, so nothing was done. Open the review and try again.")


async def read_form(request: Request) -> dict[str, str]:
    """The first value of each field, with the line breaks of plain text.

    Raises: BadForm.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _URLENCODED:
        raise BadForm(415, "A form is sent as application/x-www-form-urlencoded.")
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_FORM_BYTES:
            raise BadForm(413, f"A form has at most {MAX_FORM_BYTES:,} bytes. Go back and shorten your words.")
    try:
        fields = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=MAX_FIELDS, errors="strict")
    except ValueError as error:
        raise BadForm(400, "This form cannot be read.") from error
    first: dict[str, str] = {}
    for name, value in fields:
        first.setdefault(name, value.replace("\r\n", "\n").replace("\r", "\n"))
    return first
