"""A mail server on loopback, in a thread of its own, that keeps what it is sent."""

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

USER, PASSWORD = "post@foundry.example", "s3cret: über@all"
REFUSED = "nobody@example.com"


@dataclass(frozen=True)
class Delivered:
    recipients: tuple[str, ...]
    was_encrypted: bool
    user: str
    message: EmailMessage


@dataclass
class MailServer:
    """`delivered` are the letters that it took; their texts are added to the file `kept`, for other programs to read.
    With `is_mute` it takes a connection and says nothing."""

    kept: Path | None = None
    port: int = 0
    is_mute: bool = False
    delivered: list[Delivered] = field(default_factory=list)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address == REFUSED:
            return "550 5.1.1 there is nobody of that name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        login = session.auth_data
        user = login.login.decode() if isinstance(login, LoginPassword) else ""
        if self.kept is not None:
            with self.kept.open("a") as file:
                file.write(message.get_content())
        self.delivered.append(Delivered(tuple(map(str, envelope.rcpt_tos)), session.ssl is not None, user, message))
        return "250 OK"


def authenticated(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
    right = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=right, auth_data=data, handled=False)


class Mute(asyncio.Protocol):
    pass


@contextmanager
def mail_server(
    tls: ssl.SSLContext | None = None, *, wants_password: bool = False, kept: Path | None = None
) -> Iterator[MailServer]:
    """With `tls` it offers STARTTLS."""
    mail = MailServer(kept)
    loop = asyncio.new_event_loop()

    def protocol() -> asyncio.BaseProtocol:
        if mail.is_mute:
            return Mute()
        return SMTP(
            mail,
            hostname="mail.example",
            loop=loop,
            tls_context=tls,
            auth_required=wants_password,
            auth_require_tls=tls is not None,
            authenticator=authenticated,
        )

    async def listen() -> asyncio.Server:
        return await loop.create_server(protocol, "127.0.0.1", 0)

    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    serving = asyncio.run_coroutine_threadsafe(listen(), loop).result(10)
    mail.port = serving.sockets[0].getsockname()[1]
    try:
        yield mail
    finally:
        loop.call_soon_threadsafe(serving.close)
        asyncio.run_coroutine_threadsafe(_ended(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _ended() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


def own_certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server that calls itself localhost, and a client that trusts it and nobody else."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    both = folder / "mail.pem"
    both.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(both)
    return server, ssl.create_default_context(cadata=certificate.public_bytes(serialization.Encoding.PEM).decode())
