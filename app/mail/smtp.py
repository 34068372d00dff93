"""Mail by a server that speaks SMTP: one connection a letter, for the letters are few. The only file that knows
aiosmtplib."""

import asyncio
import ssl
from email.headerregistry import Address

import aiosmtplib

from app.errors import Unavailable
from app.kit.smtp_urls import Encryption, SmtpPlace
from app.mail.letters import letter

TIMEOUT_S = 20.0
# What the library is told of STARTTLS; None takes it where it is offered.
_STARTTLS = {
    Encryption.REQUIRED: True,
    Encryption.OFFERED: None,
    Encryption.NEVER: False,
    Encryption.FROM_THE_START: False,
}


class SmtpMailer:
    """`context` says whom to trust; by default the authorities that this machine trusts."""

    def __init__(
        self, place: SmtpPlace, sender: Address, context: ssl.SSLContext | None = None, timeout_s: float = TIMEOUT_S
    ) -> None:
        self._place = place
        self._sender = sender
        self._context = context
        self._timeout_s = timeout_s

    async def send(self, to: str, subject: str, text: str) -> None:
        """As `Mailer.send`. What the server says is not handed on: it may quote the letter."""
        message = letter(self._sender, to, subject, text)
        try:
            async with asyncio.timeout(self._timeout_s), self._server() as server:
                if self._place.user:
                    await server.login(self._place.user, self._place.password)
                await server.send_message(message, sender=self._sender.addr_spec, recipients=[to])
        except TimeoutError as error:
            raise Unavailable(f"The mail server did not answer within {self._timeout_s:g} s.") from error
        except aiosmtplib.SMTPAuthenticationError as error:
            raise Unavailable(f"The mail server refuses the user or the password (SMTP {error.code}).") from error
        except (aiosmtplib.SMTPRecipientsRefused, aiosmtplib.SMTPResponseException) as error:
            raise Unavailable(f"The mail server refuses the letter (SMTP {_code(error)}).") from error
        except (aiosmtplib.SMTPException, OSError) as error:
            raise Unavailable("The mail server cannot be reached, or not as securely as it must be.") from error

    def _server(self) -> aiosmtplib.SMTP:
        place = self._place
        return aiosmtplib.SMTP(
            hostname=place.host,
            port=place.port,
            use_tls=place.encryption is Encryption.FROM_THE_START,
            start_tls=_STARTTLS[place.encryption],
            tls_context=self._context,
            timeout=self._timeout_s,
            # The library's own would be looked up in the DNS.
            local_hostname=self._sender.domain,
        )


def _code(error: Exception) -> int:
    """Of several recipients there is one."""
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        return error.recipients[0].code
    return error.code if isinstance(error, aiosmtplib.SMTPResponseException) else 0
