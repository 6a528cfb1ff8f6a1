"""Words: what cases, their states, deadlines and next steps are called for the staff."""

from collections.abc import Mapping
from datetime import date

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from core import clock, labels
from core.domain.access import Role
from core.domain.complaints.clocks import Clock, Step
from core.domain.complaints.course import Action, Party, State, waits_for
from core.domain.complaints.filing import Part
from core.domain.complaints.kinds import Channel, Kind, Outcome
from core.domain.complaints.quality import Finding
from core.queries.complaints.cases import CaseLine
from core.queries.complaints.inbox import Urgency, View
from core.queries.complaints.reminders import Reminder, StepLine

VIEW_NAMES: Mapping[View, LazyString] = {
    View.MINE: _l("For me to do"),
    View.OPEN: _l("All that are open"),
    View.NEW: _l("Not found out yet"),
    View.WAITING: _l("Waiting for the citizen"),
    View.PRAISE: _l("Praise"),
    View.DONE: _l("Done"),
}
STATE_NAMES: Mapping[State, LazyString] = {
    State.NEW: _l("Not found out yet"),
    State.HANDLING: _l("The office works on it"),
    State.APPROVING: _l("The leader reads the answer"),
    State.CHECKING: _l("The Front reads the answer"),
    State.ANSWERED: _l("Waiting for the citizen"),
    State.APPEALED: _l("Contested; the Front decides"),
    State.CLOSED: _l("Closed"),
}
URGENCY_NAMES: Mapping[Urgency, LazyString] = {
    Urgency.TODAY: _l("Due today"),
    Urgency.LATE: _l("Overdue"),
    Urgency.COMING: _l("Due later"),
    Urgency.CITIZEN: _l("The citizen has the word"),
    Urgency.OVER: _l("Closed"),
}
KIND_NAMES: Mapping[Kind, LazyString] = {
    Kind.PETITION: _l("Complaint or petition"),
    Kind.GRIEVANCE: _l("Formal complaint (khiếu nại)"),
    Kind.DENUNCIATION: _l("Accusation (tố cáo)"),
    Kind.OUTSIDE: _l("Outside the commune’s competence"),
    Kind.FEEDBACK: _l("Suggestion"),
    Kind.PRAISE: _l("Praise"),
}
#: What happens when the Front says it is that; read before the choice is made.
KIND_EFFECTS: Mapping[Kind, LazyString] = {
    Kind.PETITION: _l(
        "It goes to the office, which answers within 15 working days of receipt. The citizen reads that it was "
        "passed on, and until when the answer comes."
    ),
    Kind.GRIEVANCE: _l(
        "It is not settled here but under Law 02/2011/QH13. The citizen reads your notice how and where to file "
        "it; the case is closed."
    ),
    Kind.DENUNCIATION: _l(
        "It leaves the commune at once: nobody of the commune, you included, can open, find or count it any more. "
        "The province’s Front keeps it. The citizen reads your notice how to file it under Law 25/2018/QH14."
    ),
    Kind.OUTSIDE: _l(
        "It is forwarded to the competent body within 5 working days. The citizen reads in your notice which body "
        "that is; the case is closed."
    ),
    Kind.FEEDBACK: _l(
        "It is noted without a duty to answer. The citizen reads your words of thanks; the case is closed."
    ),
    Kind.PRAISE: _l(
        "It is kept among the praise. The citizen reads your words of thanks; the case is closed."
    ),
}
OUTCOME_NAMES: Mapping[Outcome, LazyString] = {
    Outcome.CONFIRMED: _l("The citizen is satisfied"),
    Outcome.UNCONTESTED: _l("Answered; the citizen did not object"),
    Outcome.CONCLUDED: _l("Concluded by the Front"),
    Outcome.FORWARDED: _l("Forwarded to the competent body"),
    Outcome.NOTICE_GIVEN: _l("Notice given how to file it"),
    Outcome.HANDED_OVER: _l("Handed over"),
    Outcome.NOTED: _l("Noted"),
    Outcome.MERGED: _l("Answered with another case"),
    Outcome.WITHDRAWN: _l("Withdrawn by the citizen"),
}
CHANNEL_NAMES: Mapping[Channel, LazyString] = {
    Channel.WEB: _l("the website"),
    Channel.POSTER: _l("a poster’s QR code"),
    Channel.SURVEY: _l("a comment in the survey, as its writer allowed"),
    Channel.PAPER: _l("paper, typed in by staff"),
    Channel.PHONE: _l("telephone, typed in by staff"),
}
#: Beside the kind of a case, where it was typed in.
CHANNEL_BRIEFLY: Mapping[Channel, LazyString] = {
    Channel.PAPER: _l("on paper"),
    Channel.PHONE: _l("by telephone"),
}
PART_NAMES: Mapping[Part, LazyString] = {
    Part.WHAT: _l("What happened"),
    Part.WHERE: _l("Where"),
    Part.WHEN: _l("When"),
    Part.WISH: _l("What is wished"),
    Part.NAME: _l("Name"),
    Part.PHONE: _l("Telephone"),
    Part.EMAIL: _l("E-mail"),
}
PARTY_NAMES: Mapping[Party, LazyString] = {
    Party.FRONT: _l("Fatherland Front"),
    Party.FRONT_LEAD: _l("Head of the Fatherland Front"),
    Party.OFFICE: _l("The office"),
    Party.LEADER: _l("Leader of the People’s Committee"),
    Party.CITIZEN: _l("The sender"),
    Party.TIME: _l("the system"),
    Party.STAND_IN: _l("Fatherland Front, in the sender’s place"),
}
ACTION_NAMES: Mapping[Action, LazyString] = {
    Action.FILE: _l("Received"),
    Action.TRIAGE: _l("Passed on to the office"),
    Action.END: _l("Found out and closed"),
    Action.ASSIGN: _l("Given to somebody"),
    Action.SUBMIT: _l("Answer submitted for approval"),
    Action.RETURN: _l("Answer returned by the leader"),
    Action.APPROVE: _l("Answer approved by the leader"),
    Action.SEND_BACK: _l("Answer sent back by the Front"),
    Action.RELEASE: _l("Answer sent to the citizen"),
    Action.EXTEND: _l("Deadline extended"),
    Action.CONFIRM: _l("The citizen: satisfied"),
    Action.CONTEST: _l("The citizen: not satisfied"),
    Action.LAPSE: _l("Closed, as nobody objected"),
    Action.ORDER: _l("The Front asks for another answer"),
    Action.CONCLUDE: _l("The Front’s conclusion"),
    Action.WITHDRAW: _l("Withdrawn by the citizen"),
    Action.ASK: _l("Question to the citizen"),
    Action.REPLY: _l("The citizen’s reply"),
    Action.NOTE: _l("Internal note"),
    Action.CORRECT: _l("Corrected as the sender asked"),
    Action.MERGE: _l("Merged with another case"),
    Action.SEPARATE: _l("Parted from the case it was merged into"),
    Action.NAME: _l("People it names written down"),
    Action.LINK: _l("Linked with another case"),
    Action.UNLINK: _l("Link taken away"),
    Action.TAG: _l("Tags set"),
}
STEP_NAMES: Mapping[Step, LazyString] = {
    Step.HALF: _l("Reminder: half of the time is over"),
    Step.MOST: _l("Reminder: four fifths of the time are over"),
    Step.LAST: _l("Reminder: last day"),
    Step.OVERDUE: _l("Overdue"),
    Step.FORGOTTEN: _l("Overdue by the whole time once more"),
}
#: Whom the log of a case says time has told.
_TOLD: Mapping[Role, LazyString] = {
    Role.MANAGER: _l("the centre’s manager"),
    Role.LEADER: _l("the leader"),
    Role.FRONT: _l("the Front"),
    Role.FRONT_LEAD: _l("the head of the Front"),
    Role.PROVINCE: _l("the province’s Front"),
}
#: What somebody is reminded of, by what is waited for.
_AWAITED: Mapping[Clock, LazyString] = {
    Clock.TRIAGE: _l("finding out what it is"),
    Clock.ANSWER: _l("the answer"),
    Clock.AGAIN: _l("the new answer"),
    Clock.APPEAL: _l("the decision after two contests"),
    Clock.WORD: _l("the citizen’s word"),
}
#: What is waited for, before the date.
CLOCK_NAMES: Mapping[Clock, LazyString] = {
    Clock.TRIAGE: _l("Find out by"),
    Clock.ANSWER: _l("Answer by"),
    Clock.AGAIN: _l("Answer anew by"),
    Clock.APPEAL: _l("Decide by"),
    Clock.WORD: _l("The citizen may object until"),
    Clock.ERASURE: _l("Decide by"),
}
#: The same as a thing to be done, without a date.
CLOCK_TASKS: Mapping[Clock, LazyString] = {
    Clock.TRIAGE: _l("Finding out what it is"),
    Clock.ANSWER: _l("The answer"),
    Clock.AGAIN: _l("Another answer"),
    Clock.APPEAL: _l("The Front’s decision"),
    Clock.WORD: _l("The citizen’s word"),
}
FINDING_NAMES: Mapping[Finding, LazyString] = {
    Finding.EMPTY: _l(
        "This text says neither what was done, nor a reason, nor what the sender can do. Add one of the three: "
        "a deed that can be seen, a reason, or a step."
    ),
    Finding.NO_EVIDENCE: _l(
        "Nothing in it can be checked by the sender. Write the evidence or the grounds, "
        "or the reason why there is none."
    ),
    Finding.LONG_SENTENCE: _l(
        "A sentence has more than 40 words. Cut it in two: it is read aloud and on small screens."
    ),
}
#: What leads on from each state, as a button says it.
_NEXT: Mapping[State, LazyString] = {
    State.NEW: _l("Find out what it is"),
    State.HANDLING: _l("Write the answer"),
    State.APPROVING: _l("Decide on the answer"),
    State.CHECKING: _l("Read once more"),
    State.APPEALED: _l("Decide"),
}
_WAITS: Mapping[Party, LazyString] = {
    Party.FRONT: _l("with the Front"),
    Party.FRONT_LEAD: _l("with the Front"),
    Party.OFFICE: _l("with the office"),
    Party.LEADER: _l("with the leader"),
}


def kind(line: CaseLine) -> str:
    """Return what a case was found to be; before that, that nobody knows yet."""
    return str(KIND_NAMES[line.kind]) if line.kind else _("Not found out yet")


def holder(line: CaseLine) -> str:
    """Return who has a case: whom it was given to, else where its course has brought it."""
    if line.state is State.CLOSED:
        return ""
    if line.state is State.HANDLING:
        return line.holder or _("with the office, nobody’s yet")
    if line.state is State.ANSWERED and line.channel is Channel.SURVEY:
        # Nobody holds the receipt of a case made of a comment.
        return str(PARTY_NAMES[Party.STAND_IN])
    waiting = waits_for(line.state)
    return next((str(name) for party, name in _WAITS.items() if party in waiting), _("with the sender"))


def next_step(line: CaseLine) -> str:
    """Return what this person does with a case next; looking at it where it is somebody else’s turn."""
    return str(_NEXT[line.state]) if line.is_turn and line.state in _NEXT else _("Look")


def deadline(line: CaseLine) -> str:
    """Return how much time is left, in working days: «Còn 2 ngày làm việc», «Quá hạn 1 ngày làm việc»."""
    if line.state is State.CLOSED:
        return str(OUTCOME_NAMES[line.outcome]) if line.outcome else _("Closed")
    if line.due_on is None or line.days_left is None:
        return "–"
    if line.clock is Clock.WORD:
        return _("May object until %(day)s", day=labels.day(line.due_on))
    return _time_left(line.due_on, line.days_left)


def _time_left(due_on: date, days_left: int) -> str:
    if due_on == clock.today():
        return _("Today")
    if due_on > clock.today():
        return ngettext("%(num)d working day left", "%(num)d working days left", days_left)
    if days_left == 0:
        # Over since a Friday, and today is Saturday: no working day has passed.
        return _("Overdue since %(day)s", day=labels.day(due_on))
    return ngettext("%(num)d working day overdue", "%(num)d working days overdue", -days_left)


def passed(line: StepLine) -> str:
    """Return what time did to a case and whom it told: «Quá hạn; đã báo lãnh đạo, Mặt trận»."""
    roles = [role for role in line.told if role in _TOLD]
    # The Front's head is of the Front.
    if Role.FRONT in roles and Role.FRONT_LEAD in roles:
        roles.remove(Role.FRONT_LEAD)
    if not roles:
        return str(STEP_NAMES[line.step])
    names = ", ".join(str(_TOLD[role]) for role in roles)
    return _("%(step)s; told: %(names)s", step=STEP_NAMES[line.step], names=names)


def reminder(one: Reminder) -> str:
    """Return what a person is reminded of: «Quá hạn (trả lời)»."""
    return _("%(step)s (%(awaited)s)", step=STEP_NAMES[one.step], awaited=_AWAITED[one.clock])
