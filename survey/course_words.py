"""Course in words: what a citizen reads of where their case stands, what has happened, and what comes next."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from flask_babel import gettext as _

from core import labels
from core.domain.complaints.course import Action, Party, State
from core.domain.complaints.kinds import Kind, Outcome
from core.queries.complaints.contents import EventLine
from core.queries.complaints.followed import Followed
from core.web import languages


class Step(StrEnum):
    """Is it over, is it now, or does it come?"""

    DONE = "past"
    NOW = "now"
    NEXT = "next"


@dataclass(frozen=True)
class Milestone:
    """One step of the course."""

    title: str
    step: Step
    note: str = ""
    #: What somebody wrote about it.
    text: str = ""


def weekday(when: date) -> str:
    """Return «thứ Năm, 02/7/2026», as it stands inside a sentence."""
    name = labels.weekday(when)
    written = name[0].lower() + name[1:] if languages.current() == labels.DEFAULT_LOCALE else name
    return f"{written}, {labels.day(when)}"


def front(case: Followed) -> str:
    """Return which Front has the case."""
    if case.concerns_front:
        return _("Fatherland Front of the province")
    return _("Fatherland Front of the commune")


def speaker(case: Followed, party: Party) -> str:
    """Return in whose name something was said; nobody of the staff is named."""
    if party is Party.CITIZEN:
        return _("You yourself")
    return front(case) if party in (Party.FRONT, Party.FRONT_LEAD, Party.STAND_IN) else case.unit


def heading(case: Followed) -> str:
    """Return where a case stands, in two or three words."""
    match case.state:
        case State.NEW:
            return _("Report received")
        case State.HANDLING | State.APPROVING | State.CHECKING:
            return _("Being worked on again") if case.contests else _("Being looked into")
        case State.ANSWERED:
            return _("The answer is here")
        case State.APPEALED:
            return _("The Front is deciding")
        case State.CLOSED:
            return _ending(case.outcome)


def _ending(outcome: Outcome | None) -> str:
    match outcome:
        case Outcome.CONFIRMED:
            return _("Settled to your satisfaction")
        case Outcome.CONCLUDED:
            return _("The Front has concluded")
        case Outcome.FORWARDED:
            return _("Forwarded to the competent body")
        case Outcome.NOTICE_GIVEN:
            return _("This is a formal complaint")
        case Outcome.HANDED_OVER:
            return _("This is an accusation")
        case Outcome.NOTED:
            return _("Noted, thank you")
        case Outcome.MERGED:
            return _("Goes on together with others")
        case Outcome.WITHDRAWN:
            return _("Report withdrawn")
        case _:
            return _("The case is closed")


def is_formal(case: Followed) -> bool:
    """Was it found to be what only a written, signed paper can begin?"""
    return case.kind in (Kind.GRIEVANCE, Kind.DENUNCIATION)


def course(case: Followed) -> list[Milestone]:
    """Return what has happened, what is going on, and what comes, in this order."""
    over = [found for event in case.events if (found := _past(case, event)) is not None]
    return [*over, *_present(case), *_ahead(case)]


def _past(case: Followed, event: EventLine) -> Milestone | None:
    day = labels.day(event.day)
    match event.action:
        case Action.FILE:
            return Milestone(_("Report received"), Step.DONE, f"{day} · {front(case)}")
        case Action.TRIAGE:
            return Milestone(_("Passed on to be settled"), Step.DONE, f"{day} · {case.unit}", event.text)
        case Action.EXTEND:
            by = _("granted by the office’s leader")
            return Milestone(_("More time for the answer"), Step.DONE, f"{day} · {by}", event.text)
        case Action.RELEASE:
            return Milestone(_("The answer is here"), Step.DONE, day)
        case Action.CONTEST:
            return Milestone(_("You said: not satisfied"), Step.DONE, day, event.text)
        case Action.ORDER:
            return Milestone(_("The Front asks to work on it again"), Step.DONE, day, event.text)
        case Action.CONCLUDE:
            return Milestone(_("The Front has concluded"), Step.DONE, day)
        case Action.CONFIRM:
            return Milestone(_("You said: satisfied"), Step.DONE, day, event.text)
        case Action.LAPSE:
            return Milestone(
                _("The case is closed"),
                Step.DONE,
                _("%(day)s · no objection within 15 working days", day=day),
            )
        case Action.CORRECT:
            return Milestone(_("Corrected as you asked"), Step.DONE, day)
        case Action.MERGE:
            note = _("%(day)s · others wrote about the same; you will read the answer here", day=day)
            return Milestone(_("Goes on together with others"), Step.DONE, note)
        case Action.SEPARATE:
            return Milestone(_("Goes on by itself again"), Step.DONE, day)
        case Action.WITHDRAW:
            return Milestone(_("Withdrawn by you"), Step.DONE, day)
        case Action.END:
            return Milestone(_ending(case.outcome), Step.DONE, day)
        case _:
            return None


def _present(case: Followed) -> list[Milestone]:
    match case.state:
        case State.NEW:
            note = _("The Front reads it and finds out who has to answer.")
            return [Milestone(_("Being sorted"), Step.NOW, note)]
        case State.HANDLING:
            return [Milestone(_("Being looked into"), Step.NOW, case.unit)]
        case State.APPROVING:
            return [
                Milestone(_("Being looked into"), Step.NOW, _("An answer is written; the leader reads it."))
            ]
        case State.CHECKING:
            note = _("An answer is written; the Front reads it once more.")
            return [Milestone(_("Being looked into"), Step.NOW, note)]
        case State.ANSWERED:
            note = _("Without a word from you within 15 working days the case is closed.")
            return [Milestone(_("Waiting for your word"), Step.NOW, note)]
        case State.APPEALED:
            return [Milestone(_("The Front is deciding"), Step.NOW)]
        case State.CLOSED:
            return []


def _ahead(case: Followed) -> list[Milestone]:
    if case.answer_due_on is None:
        return []
    passing = [Milestone(_("Passing on"), Step.NEXT)] if case.state is State.NEW else []
    note = _(
        "On %(day)s at the latest. The answer will stand on this page.", day=labels.day(case.answer_due_on)
    )
    return [*passing, Milestone(_("The answer to come"), Step.NEXT, note)]
