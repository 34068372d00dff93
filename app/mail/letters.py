"""A letter in plain text, of parts that cannot add a header or a recipient of their own."""

from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid, parseaddr

from app.errors import ValidationFailed
from app.kit import clock

# RFC 5321, 4.5.3.1.3, without the brackets.
MAX_ADDRESS = 254


def letter(sender: Address, to: str, subject: str, text: str) -> EmailMessage:
    """Raises ValidationFailed for an address or a subject that could be more than one line of a header."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = address_of(to)
    message["Subject"] = one_line(subject)
    message["Date"] = format_datetime(clock.now())
    # The library's own domain would be looked up in the DNS.
    message["Message-ID"] = make_msgid(domain=sender.domain)
    # A holiday notice is not sent in answer to this (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    return message


def address_of(text: str) -> Address:
    """One e-mail address and nothing else. Raises ValidationFailed."""
    try:
        address = Address(addr_spec=text)
    except (ValueError, MessageError, IndexError) as error:
        raise _no_address() from error
    # The library also reads an address with a comment.
    if address.addr_spec != text or not text.isprintable() or len(text) > MAX_ADDRESS:
        raise _no_address()
    return address


def sender_of(text: str) -> Address:
    """`Name <address>` or an address. Raises ValidationFailed."""
    name, spec = parseaddr(text)
    address = address_of(spec)
    return Address(one_line(name), address.username, address.domain)


def one_line(text: str) -> str:
    """Raises ValidationFailed."""
    if not text.isprintable():
        raise ValidationFailed(("subject", "It is one line of text."))
    return text


def _no_address() -> ValidationFailed:
    return ValidationFailed(("email", "This is not an e-mail address."))
