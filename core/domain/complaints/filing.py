"""What somebody hands in, and what is still missing from it."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.domain.complaints.kinds import Channel

#: Characters: enough for a long evening's anger, and for one sentence at least.
LONGEST_TEXT = 4000
LONGEST_LINE = 300
SHORTEST_TEXT = 10
#: So many days after it came a letter or a call may still be typed in.
LATEST_ENTRY_DAYS = 30
_PHONE = re.compile(r"0\d{9}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class Part(StrEnum):
    """What is kept apart, each under the case's key; contact goes first when the citizen wishes so."""

    WHAT = "what"
    WHERE = "where"
    WHEN = "when"
    WISH = "wish"
    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"


CONTACT = (Part.NAME, Part.PHONE, Part.EMAIL)


class Missing(StrEnum):
    """What has to be put right before it can be sent; each door has the sentence for it."""

    NO_TEXT = "no_text"
    TEXT_TOO_LONG = "text_too_long"
    LINE_TOO_LONG = "line_too_long"
    PHONE = "phone"
    EMAIL = "email"
    CONSENT = "consent"


@dataclass(frozen=True)
class Filing:
    """One complaint or petition as it was written. Without contact it is anonymous."""

    unit_id: int
    channel: Channel
    what: str
    where: str = ""
    when: str = ""
    wish: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""
    has_consented: bool = False
    concerns_front: bool = False
    field_id: int | None = None
    counter_id: int | None = None
    #: When it came, where it is typed in later; None: today.
    received_on: date | None = None

    @property
    def is_named(self) -> bool:
        """Did the citizen leave a name or a way to be reached?"""
        return any((self.name, self.phone, self.email))

    def parts(self) -> dict[Part, str]:
        """Return what was written, by part, empty ones left out."""
        said = {part: getattr(self, part.value) for part in Part}
        return {part: text for part, text in said.items() if text}


def plain_phone(typed: str) -> str:
    """Return a telephone number without spaces, dots and the country's prefix."""
    digits = re.sub(r"[\s.()-]", "", typed)
    return f"0{digits[3:]}" if digits.startswith("+84") else digits


def missing(filing: Filing) -> list[tuple[Part | None, Missing]]:
    """Return what has to be put right, by part, in the order of the form; None names the consent."""
    found: list[tuple[Part | None, Missing]] = []
    if len(filing.what.strip()) < SHORTEST_TEXT:
        found.append((Part.WHAT, Missing.NO_TEXT))
    # Words of a survey were measured part by part when they were given; together they may be longer.
    if len(filing.what) > LONGEST_TEXT and filing.channel is not Channel.SURVEY:
        found.append((Part.WHAT, Missing.TEXT_TOO_LONG))
    found += [
        (part, Missing.LINE_TOO_LONG)
        for part, text in filing.parts().items()
        if part is not Part.WHAT and len(text) > LONGEST_LINE
    ]
    if filing.phone and not _PHONE.fullmatch(plain_phone(filing.phone)):
        found.append((Part.PHONE, Missing.PHONE))
    if filing.email and not _EMAIL.fullmatch(filing.email):
        found.append((Part.EMAIL, Missing.EMAIL))
    if filing.is_named and not filing.has_consented:
        found.append((None, Missing.CONSENT))
    return found
