"""Letters by a real mail server on loopback, and by the log: what arrives, and what never leaves."""

import asyncio
import logging
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from pydantic import ValidationError

from app.errors import Unavailable, ValidationFailed
from app.kit.smtp_urls import Encryption, SmtpPlace
from app.mail import open_mailer
from app.mail.letters import sender_of
from app.mail.smtp import SmtpMailer
from app.settings import Settings
from tests.mail_server import PASSWORD, REFUSED, USER, MailServer, mail_server, own_certificate

SENDER = "Foundry — the desk <post@foundry.example>"
TEXT = "Your code is 123456.\n\nIt is good for ten minutes — 十分間.\n.\n"
LOGIN = f"{quote(USER, safe='')}:{quote(PASSWORD, safe='')}"


@pytest.fixture(scope="module")
def open_server() -> Iterator[MailServer]:
    """One that asks for no password and knows no TLS."""
    with mail_server() as server:
        yield server


def mailer(url: str, timeout_s: float = 20.0) -> SmtpMailer:
    return SmtpMailer(SmtpPlace.of(url), sender_of(SENDER), timeout_s=timeout_s)


async def test_letter_arrives_as_it_was_written(open_server: MailServer) -> None:
    settings = Settings(smtp_url=f"smtp://127.0.0.1:{open_server.port}", mail_from=SENDER)
    await open_mailer(settings).send("anna@client.example", "Dein Code für Brötchen & Söhne", TEXT)

    [arrived] = open_server.delivered
    assert (arrived.recipients, arrived.was_encrypted) == (("anna@client.example",), False)
    assert arrived.message["subject"] == "Dein Code für Brötchen & Söhne"
    assert arrived.message["from"].addresses[0].display_name == "Foundry — the desk"
    assert arrived.message["to"] == "anna@client.example"
    assert arrived.message["auto-submitted"] == "auto-generated"
    assert arrived.message["message-id"].endswith("@foundry.example>")
    assert arrived.message.get_content().splitlines() == TEXT.splitlines()


async def test_password_goes_over_an_encrypted_line_to_a_server_that_is_trusted_alone(tmp_path: Path) -> None:
    serving, trusting = own_certificate(tmp_path)
    with mail_server(serving, wants_password=True) as server:
        place = SmtpPlace.of(f"smtp://{LOGIN}@localhost:{server.port}?starttls=required")
        await SmtpMailer(place, sender_of(SENDER), trusting).send("anna@client.example", "Code", TEXT)
        with pytest.raises(Unavailable, match="not as securely"):
            await SmtpMailer(place, sender_of(SENDER)).send("anna@client.example", "Code", TEXT)
        wrong = SmtpPlace.of(f"smtp://{quote(USER)}:guess@localhost:{server.port}")
        with pytest.raises(Unavailable, match=r"refuses the user or the password \(SMTP 535\)"):
            await SmtpMailer(wrong, sender_of(SENDER), trusting).send("anna@client.example", "Code", TEXT)

    assert [(one.user, one.was_encrypted) for one in server.delivered] == [(USER, True)]


async def test_nothing_is_sent_where_encryption_is_required_and_not_offered(open_server: MailServer) -> None:
    before = len(open_server.delivered)
    with pytest.raises(Unavailable, match="not as securely"):
        await mailer(f"smtp://127.0.0.1:{open_server.port}?starttls=required").send("a@b.example", "Code", TEXT)
    assert len(open_server.delivered) == before


async def test_failures_are_told_without_the_letter_or_the_server_s_words(open_server: MailServer) -> None:
    with pytest.raises(Unavailable) as refused:
        await mailer(f"smtp://127.0.0.1:{open_server.port}").send(REFUSED, "Code", TEXT)
    assert str(refused.value) == "The mail server refuses the letter (SMTP 550)."

    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        dead = mailer(f"smtp://127.0.0.1:{unused.getsockname()[1]}")
        with pytest.raises(Unavailable, match="cannot be reached"):
            await dead.send("a@b.example", "Code", TEXT)

    open_server.is_mute = True
    with pytest.raises(Unavailable, match=r"within 0\.1 s"):
        await mailer(f"smtp://127.0.0.1:{open_server.port}", timeout_s=0.1).send("a@b.example", "Code", TEXT)
    open_server.is_mute = False


@pytest.mark.parametrize(
    ("to", "subject"),
    [
        ("a@b.example\nBcc: c@d.example", "Code"),
        ("a@b.example\r\nDATA", "Code"),
        ("a@b.example, c@d.example", "Code"),
        ("Anna <a@b.example>", "Code"),
        ("a@b.example (comment)", "Code"),
        ("a@b.example\u2028", "Code"),
        ("nobody", "Code"),
        ("", "Code"),
        ("a@b.example", "Code\nBcc: c@d.example"),
        ("a@b.example", "Code\x00"),
    ],
)
async def test_no_header_or_recipient_slips_into_a_letter(
    open_server: MailServer, caplog: pytest.LogCaptureFixture, to: str, subject: str
) -> None:
    before = len(open_server.delivered)
    caplog.set_level(logging.INFO, "app.mail")
    for way in (mailer(f"smtp://127.0.0.1:{open_server.port}"), open_mailer(Settings())):
        with pytest.raises(ValidationFailed):
            await way.send(to, subject, TEXT)
    assert (len(open_server.delivered), caplog.records) == (before, [])


async def test_without_a_server_a_letter_is_one_line_of_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "app.mail")
    await asyncio.wait_for(open_mailer(Settings()).send("anna@client.example", "Your code", TEXT), 5)
    assert caplog.messages == [
        "mail to anna@client.example: Your code: Your code is 123456. It is good for ten minutes — 十分間. ."
    ]


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("smtp://mail.example", SmtpPlace("mail.example", 25, Encryption.OFFERED)),
        ("smtp://mail.example:2525/?starttls=never", SmtpPlace("mail.example", 2525, Encryption.NEVER)),
        ("smtp://u:p%40%3a@mail.example", SmtpPlace("mail.example", 587, Encryption.REQUIRED, "u", "p@:")),
        ("smtps://u:p@mail.example", SmtpPlace("mail.example", 465, Encryption.FROM_THE_START, "u", "p")),
        ("smtp://u:p@[::1]:25?starttls=never", SmtpPlace("::1", 25, Encryption.NEVER, "u", "p")),
    ],
)
def test_place_is_read_from_its_address(url: str, place: SmtpPlace) -> None:
    assert SmtpPlace.of(url) == place


@pytest.mark.parametrize(
    "url",
    [
        "mail.example",
        "http://mail.example",
        "smtp://",
        "smtp://mail.example:70000",
        "smtp://mail.example/path",
        "smtp://mail.example?tls=1",
        "smtp://mail.example?starttls=maybe",
        "smtps://mail.example?starttls=never",
        "smtp://user@mail.example",
        "smtp://u:hidden@mail.example?starttls=offered",
        "smtp://u:hidden@mail.example?starttls=never",
    ],
)
def test_setting_that_cannot_be_kept_is_refused_without_telling_the_password(url: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        Settings(smtp_url=url, mail_from=USER)
    assert "hidden" not in str(refusal.value)


def test_server_needs_a_sender_and_its_password_is_not_shown() -> None:
    with pytest.raises(ValidationError, match="FOUNDRY_MAIL_FROM"):
        Settings(smtp_url="smtp://mail.example")
    given = Settings(smtp_url="smtp://u:hidden@mail.example", mail_from=USER)
    assert "hidden" not in repr(given)
    assert "hidden" not in repr(SmtpPlace.of(given.smtp_url))
