"""The mail to a citizen who asked for it: that there is something new and how to look, and not a word more."""

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from hashlib import sha256

from flask_babel import force_locale
from flask_babel import gettext as _

#: Vietnamese first; whoever helps the citizen read may read English.
_LANGUAGES = ("vi", "en")


_STOP = "List-Unsubscribe"


class _Policy(EmailPolicy):
    """The usual policy, but the address that stops the mails stays as it is: folding would encode a long one."""

    def fold(self, name: str, value: str) -> str:
        """Return a header as a text."""
        return f"{name}: {value}{self.linesep}" if name == _STOP else super().fold(name, value)

    def fold_binary(self, name: str, value: str) -> bytes:
        """Return a header as bytes."""
        return self.fold(name, value).encode("ascii") if name == _STOP else super().fold_binary(name, value)


_POLICY = _Policy(linesep="\r\n")


@dataclass(frozen=True)
class Told:
    """What a mail is made of. No code, no words, no name of a unit: whoever reads along learns nothing of the case."""

    address: str
    sender: str
    commune: str
    follow_url: str
    stop_url: str
    #: The same for the same news, however often it is sent: mailboxes drop the second one.
    news: str
    moment: datetime


def letter(told: Told) -> EmailMessage:
    """Return the mail, ready to be sent; raise ValueError for an address that would break a header."""
    message = EmailMessage(policy=_POLICY)
    message["From"] = told.sender
    message["To"] = told.address
    with force_locale(_LANGUAGES[0]):
        message["Subject"] = _("%(commune)s: there is something new", commune=told.commune)
    message["Date"] = format_datetime(told.moment)
    message["Message-ID"] = f"<{_digest(told.news)}@{told.sender.rpartition('@')[2]}>"
    # No answer of a holiday robot (RFC 3834); one press in the mailbox stops these mails (RFC 8058).
    message["Auto-Submitted"] = "auto-generated"
    message[_STOP] = f"<{told.stop_url}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content("\n\n".join(_text(told, one) for one in _LANGUAGES), cte="quoted-printable")
    return message


def _text(told: Told, language: str) -> str:
    with force_locale(language):
        paragraphs = (
            _("There is something new about what you sent to %(commune)s.", commune=told.commune),
            _("To see it, open %(address)s and type your tracking code.", address=told.follow_url),
            _("For your safety this mail says neither what it is about nor the code."),
            _(
                "You asked for this mail. To stop such mails, open %(address)s and press “Stop these mails”.",
                address=told.stop_url,
            ),
            _("This mail was sent by a machine; nobody reads answers to it."),
        )
    return "\n\n".join(paragraphs)


def _digest(news: str) -> str:
    return sha256(news.encode()).hexdigest()[:32]
