"""A mail server for tests: takes what it is sent, or answers what a test tells it to."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.support.processes import free_port


@dataclass
class Mailbox:
    """What arrived, and how the server answers: to a recipient, and to the mail itself. One answer each, then 250."""

    mails: list[EmailMessage] = field(default_factory=list)
    #: The same, byte by byte.
    raw: list[bytes] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    #: Answers still to be given, the next first: "450 4.2.0 Greylisted".
    to_recipient: list[str] = field(default_factory=list)
    to_mail: list[str] = field(default_factory=list)
    port: int = 0

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Answer to a recipient."""
        if self.to_recipient:
            return self.to_recipient.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Answer to a mail, and keep what is taken."""
        if self.to_mail:
            return self.to_mail.pop(0)
        content = envelope.content
        assert isinstance(content, bytes)
        message = message_from_bytes(content, policy=default)
        assert isinstance(message, EmailMessage)
        self.mails.append(message)
        self.raw.append(content)
        self.recipients.append(list(envelope.rcpt_tos))
        return "250 Taken"


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    """Serve a mailbox on a port of this machine."""
    mailbox = Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    mailbox.port = controller.port
    try:
        yield mailbox
    finally:
        controller.stop()
