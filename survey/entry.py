"""Entry: turns a code into what stands behind it, and a page's token back into the ticket it carries."""

import secrets
from dataclasses import dataclass, replace

from werkzeug.datastructures import MultiDict

from core import clock
from core.domain.access import CITIZEN
from core.domain.changing_code import Slot
from core.domain.submission import MAX_FORM_AGE_SECONDS
from core.queries import entries
from core.queries.entries import Entry
from core.web import tokens
from core.web.tokens import Purpose, SurveyTicket, TokenRefused


class UnknownCode(Exception):
    """No touchpoint has this code."""


@dataclass(frozen=True)
class OpenForm:
    """The ticket a form brought back and which kind of page it came from."""

    ticket: SurveyTicket
    is_continued: bool

    @property
    def age(self) -> float:
        """Seconds since the token was made."""
        return clock.now().timestamp() - self.ticket.moment

    @property
    def is_stale(self) -> bool:
        """Is the page so old that the officer it names may be wrong?"""
        return self.age > MAX_FORM_AGE_SECONDS


def find(code: str) -> Entry:
    """Return what a code stands for now; raise UnknownCode."""
    # What no code can look like is not asked for: PostgreSQL refuses a text with NUL.
    is_plain = code.isascii() and code.isalnum()
    found = entries.entry(CITIZEN, code, clock.now()) if is_plain else None
    if found is None:
        raise UnknownCode
    return found


def draw(entry: Entry, *, slot: Slot | None = None) -> tuple[str, bytes]:
    """Draw a new secret; return the form token that carries it and a changing code, and the secret itself.

    The server forgets it.
    """
    secret = secrets.token_bytes(16)
    ticket = SurveyTicket(
        secret=secret,
        touchpoint_id=entry.touchpoint_id,
        version_id=entry.version_id,
        duty_entry_id=entry.duty_entry_id,
        moment=clock.now().timestamp(),
        slot=slot,
    )
    return tokens.issue(Purpose.FORM, ticket), secret


def returned(entry: Entry, values: MultiDict[str, str]) -> OpenForm:
    """Return the ticket of a posted form; raise TokenRefused when it is missing, foreign or of another version."""
    text = values.get("token", "")
    try:
        opened = OpenForm(tokens.read(Purpose.FORM, text), is_continued=False)
    except TokenRefused:
        opened = OpenForm(tokens.read(Purpose.CONTINUATION, text), is_continued=True)
    ticket = opened.ticket
    if ticket.touchpoint_id != entry.touchpoint_id or str(ticket.version_id) != values.get("version"):
        raise TokenRefused
    return opened


def continued(entry: Entry, text: str) -> OpenForm:
    """Return the ticket of a continuation in an address; raise TokenRefused when it is not one of this place."""
    opened = OpenForm(tokens.read(Purpose.CONTINUATION, text), is_continued=True)
    if opened.ticket.touchpoint_id != entry.touchpoint_id:
        raise TokenRefused
    return opened


def continuation(opened: OpenForm) -> str:
    """Return the token of the pages that follow; a continued one keeps the moment its half hour began."""
    ticket = opened.ticket
    if not opened.is_continued:
        # An officer who was left out because the form is old is not asked about afterwards either.
        duty_entry_id = None if opened.is_stale else ticket.duty_entry_id
        # The code is spent by now; what follows inherits what it was worth.
        ticket = replace(ticket, duty_entry_id=duty_entry_id, moment=clock.now().timestamp(), slot=None)
    return tokens.issue(Purpose.CONTINUATION, ticket)


def as_drawn(place: Entry, opened: OpenForm) -> Entry:
    """Return the place with the questions and the officer of the page the citizen saw.

    Not what was published since, nor who came on duty since.
    """
    place = replace(place, version_id=opened.ticket.version_id)
    duty_entry_id = None if opened.is_stale else opened.ticket.duty_entry_id
    if duty_entry_id == place.duty_entry_id:
        return place
    officer = entries.officer_of_duty(CITIZEN, duty_entry_id) if duty_entry_id else ""
    return replace(place, duty_entry_id=duty_entry_id, officer=officer)
