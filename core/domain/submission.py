"""Submissions: the words every door and table share about one answer a citizen gave."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntFlag, StrEnum

from core.domain.errors import DomainError
from core.domain.questionnaire import Answers

#: A submission is a series of at most this many complete revisions (docs/promises.md P2).
MAX_REVISIONS = 8
#: Characters a comment may have, and the words of any question.
MAX_COMMENT = 2000
#: A form older than this is accepted without officer: the page may have lain open since another shift.
MAX_FORM_AGE_SECONDS = 24 * 3600
#: How long a phone may still revise what it sent.
CONTINUATION_SECONDS = 30 * 60
#: A first tap faster than this after the page was drawn is labelled, never refused (docs/promises.md P5).
TOO_FAST_SECONDS = 2.0

#: The id that stands for "none" in a cell's key, so that the key stays whole.
ABSENT = 0


class Channel(StrEnum):
    """By which way the answer came."""

    QR = "qr"
    TABLET = "tablet"
    PAPER = "paper"
    INTERVIEW = "interview"
    LINK = "link"
    API = "api"


class Tier(StrEnum):
    """How far a real visit stands behind the answer: one-time code, enrolled tablet, anything open."""

    A = "A"
    B = "B"
    C = "C"


class Quality(IntFlag):
    """What looks unusual about an answer. Labels only: nothing is refused for them."""

    NONE = 0
    TOO_FAST = 1
    OUTSIDE_HOURS = 2
    STRAIGHT_LINE = 4
    BURST = 8
    #: A tablet's clock was off by more than ten minutes, or the moment had to be guessed (docs/promises.md D31).
    CLOCK = 16


class Outcome(StrEnum):
    """What became of a draft."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    SETTLED = "settled"


class TooManyRevisions(DomainError):
    """The ninth different answer for one id."""


class NothingAnswered(DomainError):
    """A form without a single answer."""


class RevisionConflict(DomainError):
    """Another content under the same id and revision (docs/promises.md P2)."""


class StorageUnavailable(DomainError):
    """The disk is full or the database away: nothing was stored."""


class CommentTooLong(DomainError):
    """A comment, or the words of the question it names, above the limit."""


@dataclass(frozen=True)
class SubmissionDraft:
    """What a door read: not yet checked, not yet stored."""

    secret: bytes
    touchpoint_id: int
    version_id: int
    day: date
    channel: Channel
    tier: Tier
    answers: Answers
    #: None: the chip was skipped; the answer counts for the office only.
    field_id: int | None = None
    duty_entry_id: int | None = None
    is_officer_disclaimed: bool = False
    comment: str = ""
    is_comment_dropped: bool = False
    #: Words given to text questions, by question code; they are kept with the comment, never among the answers.
    texts: Mapping[str, str] = field(default_factory=dict)
    #: Text questions whose earlier words are taken back.
    dropped_texts: frozenset[str] = frozenset()
    #: May the Front turn the comment into a petition? None: nobody was asked, an earlier word stands.
    may_become_case: bool | None = None
    #: A tap on a face alone: what was said before in other questions stays.
    keeps_earlier_details: bool = False
    #: The revision the citizen was looking at (0: none); what came later may be repeated by a retry.
    seen_revision: int = 0
    seconds_to_answer: float | None = None
    #: The device's clock was wrong or had to be guessed: said beside the answer.
    is_clock_doubtful: bool = False
    #: What a first revision of tier A spends (core/domain/changing_code.py); if it is gone already, the tier is C.
    slot_mark: bytes | None = None
    #: The survey round it belongs to, and the hamlet it counts for there; which hamlet is never stored with it.
    round_id: int | None = None
    stratum: int | None = None


@dataclass(frozen=True)
class Receipt:
    """What the door tells the citizen."""

    outcome: Outcome
    revision: int
    answers: Mapping[str, tuple[str, ...]]
    masked: tuple[str, ...] = ()
    #: How far a visit stands behind the answer as it is stored; None when the door does not ask.
    tier: Tier | None = None
