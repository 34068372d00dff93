"""From settings to a mailer."""

from app.kit.smtp_urls import SmtpPlace
from app.mail.letters import sender_of
from app.mail.log import LogMailer
from app.mail.port import Mailer
from app.settings import Settings


def open_mailer(settings: Settings) -> Mailer:
    """The server that the settings name, or the log. No connection is made here."""
    if not settings.smtp_url:
        return LogMailer()
    # Imported where mail is sent alone: it takes a tenth of a second.
    from app.mail.smtp import SmtpMailer

    return SmtpMailer(SmtpPlace.of(settings.smtp_url), sender_of(settings.mail_from))
