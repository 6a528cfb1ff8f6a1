"""The mail server: hands one message over by SMTP, and tells what passes by itself from what never will."""

import logging
import smtplib
import ssl
from email.message import EmailMessage

from core import config
from core.config import MailConfig

log = logging.getLogger("langnghe.worker")

#: Seconds that the server may take for each of its answers.
PATIENCE = 10.0
_FOR_GOOD = 500


class TryLater(OSError):
    """The server cannot take this message now: greylisting, a full mailbox."""


class ServerAway(TryLater):
    """There is no server to speak with, or it does not let us in; other messages need not be tried now."""


class Refused(Exception):
    """The server will never take this message: no such mailbox, or it refuses what is in it."""


def send(message: EmailMessage) -> None:
    """Hand a message over; when this returns, the server has said that it has it.

    Raise TryLater, ServerAway or Refused; none of them holds an address, so that they may be logged.
    """
    settings = config.current().mail
    if settings is None:
        raise ServerAway("no mail server is set")
    try:
        server = _connect(settings)
    except (smtplib.SMTPException, OSError) as error:
        raise ServerAway(type(error).__name__) from None
    try:
        _hand_over(server, message)
    finally:
        _leave(server)


def _connect(settings: MailConfig) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if settings.security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            settings.host, settings.port, timeout=PATIENCE, context=context
        )
    else:
        server = smtplib.SMTP(settings.host, settings.port, timeout=PATIENCE)
    try:
        if settings.security == "starttls":
            server.starttls(context=context)
        if settings.user:
            server.login(settings.user, settings.password)
    except (smtplib.SMTPException, OSError):
        server.close()
        raise
    return server


def _hand_over(server: smtplib.SMTP, message: EmailMessage) -> None:
    """Send it. What smtplib raises holds the address, so nothing of it goes on but the number."""
    try:
        server.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        _say_no(max(code for code, _text in error.recipients.values()))
    except smtplib.SMTPDataError as error:
        _say_no(error.smtp_code)
    except (smtplib.SMTPException, OSError) as error:
        # A sender it does not know, a login it does not take: for the administrator to put right.
        raise ServerAway(type(error).__name__) from None


def _say_no(code: int) -> None:
    raise Refused(str(code)) if code >= _FOR_GOOD else TryLater(str(code))


def _leave(server: smtplib.SMTP) -> None:
    """Say good-bye; the message is the server's by now, whatever it answers."""
    try:
        server.quit()
    except (smtplib.SMTPException, OSError) as error:
        log.info("the mail server left early: %s", type(error).__name__)
    finally:
        server.close()
