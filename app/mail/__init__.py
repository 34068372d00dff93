"""Sending mail, behind one small port. Without a server configured a letter is a line of the log."""

from app.mail.opening import open_mailer
from app.mail.port import Mailer

__all__ = ["Mailer", "open_mailer"]
