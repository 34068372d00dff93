"""The address of a mail server, written as one line: `smtp://user:password@host:587`."""

import ipaddress
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import parse_qs, unquote, urlsplit

PORTS = {"smtp": 25, "smtps": 465}
SUBMISSION = 587


class Encryption(StrEnum):
    """`OFFERED` takes TLS where the server offers it, and goes on in the clear where it does not."""

    FROM_THE_START = "smtps"
    REQUIRED = "required"
    OFFERED = "offered"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class SmtpPlace:
    host: str
    port: int
    encryption: Encryption
    user: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def of(cls, url: str) -> "SmtpPlace":
        """Reads `smtp://` (with `?starttls=required`, `offered` or `never`) or `smtps://`.

        A password goes to another machine encrypted or not at all. Without a port it is 465 for `smtps`, 587 with a
        password, else 25.

        Raises ValueError, in words that do not hold the password.
        """
        parts = urlsplit(url)
        if parts.scheme not in PORTS or not parts.hostname or parts.path not in ("", "/"):
            raise ValueError("it is written smtp://user:password@host:587 or smtps://user:password@host")
        try:
            port = parts.port
        except ValueError as error:
            raise ValueError("its port is a number up to 65535") from error
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        if bool(user) != bool(password):
            raise ValueError("it needs both a user and a password, or neither")
        encryption = _encryption(parts.scheme, parts.query, secret=bool(password) and not is_loopback(parts.hostname))
        usual = SUBMISSION if password and parts.scheme == "smtp" else PORTS[parts.scheme]
        return cls(parts.hostname, port or usual, encryption, user, password)


def is_loopback(host: str) -> bool:
    """By its name or number alone; nothing is looked up."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _encryption(scheme: str, query: str, *, secret: bool) -> Encryption:
    asked = parse_qs(query, keep_blank_values=True)
    values = asked.pop("starttls", [])
    if asked or len(values) > 1 or (values and scheme == "smtps"):
        raise ValueError("of parameters it may have ?starttls= alone, and only smtp:// may")
    if scheme == "smtps":
        return Encryption.FROM_THE_START
    known = {str(one): one for one in (Encryption.REQUIRED, Encryption.OFFERED, Encryption.NEVER)}
    if values and values[0] not in known:
        raise ValueError("starttls is required, offered or never")
    if not secret:
        return known[values[0]] if values else Encryption.OFFERED
    if values and values[0] != Encryption.REQUIRED:
        raise ValueError("a password is sent to another machine encrypted alone: leave starttls out, or require it")
    return Encryption.REQUIRED
