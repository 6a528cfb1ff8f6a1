"""What people read of survey rounds: names of states and questionnaires, and why something is refused."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from admin import questionnaire_names
from core import labels
from core.domain.questionnaire import Questionnaire
from core.domain.submission import Channel, Quality
from core.domain.survey_rounds import RoundRefused, RoundState
from core.queries.rounds import RoundLine

STATE_NAMES: Mapping[RoundState, LazyString] = {
    RoundState.PLANNED: _l("Planned"),
    RoundState.BEGUN: _l("Under way"),
    RoundState.CLOSED: _l("Closed by hand"),
}
STATE_LOOKS: Mapping[RoundState, str] = {
    RoundState.PLANNED: "thin open",
    RoundState.BEGUN: "met",
    RoundState.CLOSED: "thin",
}
#: How the phone of an interviewer is.
PHONE_STATES: Mapping[str, LazyString] = {
    "waiting": _l("Waits for its phrase"),
    "active": _l("In use"),
    "retired": _l("Replaced"),
    "revoked": _l("Revoked"),
}
LABEL_NAMES: Mapping[Quality, LazyString] = {
    Quality.TOO_FAST: _l("answered within two seconds"),
    Quality.OUTSIDE_HOURS: _l("given outside office hours"),
    Quality.STRAIGHT_LINE: _l("the same level throughout"),
    Quality.BURST: _l("many within a few minutes"),
    Quality.CLOCK: _l("the device’s time could not be confirmed"),
}


def channel_name(channel: Channel) -> str:
    """Return how answers came; in a round the code stands on paper and in messages alike."""
    if channel is Channel.QR:
        return _("QR code or link")
    return str(labels.CHANNEL_NAMES[channel])


def questionnaire_name(code: str, offered: Mapping[str, Questionnaire]) -> str:
    """Return what a questionnaire is called in a round."""
    found = offered.get(code)
    return questionnaire_names.questionnaire_name(found) if found else code


def state_name(line: RoundLine) -> str:
    """Return how far a round is, in words."""
    if line.state is RoundState.BEGUN and not line.is_open:
        return _("Begins on %(day)s", day=labels.day(line.course.begins_on))
    if line.state is RoundState.CLOSED and line.course.closed_on is None:
        return _("Its days are over")
    return str(STATE_NAMES[line.state])


#: The field at which a refusal is said.
FIELDS: Mapping[str, str] = {
    "days_order": "ends_on",
    "days_past": "ends_on",
    "no_people": "population",
    "too_many_people": "population",
    "too_many_hamlets": "hamlets",
    "hamlet_empty": "hamlets",
    "hamlet_twice": "hamlets",
    "hamlets_differ": "hamlets",
    "sample_too_large": "hamlets",
    "no_questionnaire": "questionnaire",
}


def sentence(refusal: RoundRefused) -> str:
    """Return what happened and what to do, in the page's language."""
    facts = refusal.facts
    name = facts.get("name", "")
    sentences = {
        "days_order": _("The last day must not be before the first day."),
        "days_past": _("The last day is over. Choose a later one."),
        "no_people": _("Write how many people the round is about."),
        "too_many_people": _("So many people no unit has. Check the number."),
        "too_many_hamlets": _("At most %(most)s hamlets.", most=facts.get("most", "")),
        "hamlet_empty": _("“%(name)s” has nobody. Leave it out, or write its people.", name=name),
        "hamlet_twice": _("“%(name)s” stands there twice.", name=name),
        "hamlets_differ": _(
            "The hamlets have %(people)s people together, not %(population)s. Put one of the numbers right, or "
            "leave the total empty.",
            people=_number(facts.get("people")),
            population=_number(facts.get("population")),
        ),
        "sample_too_large": _("The hamlets have fewer people than are to be asked."),
        "no_questionnaire": _("The unit does not ask this questionnaire any more. Choose another one."),
        "not_planned": _("The round has begun: what was planned stays as it is."),
        "not_begun": _("The round has not begun yet."),
        "closed_already": _("The round is closed already."),
        "paper_open": _(
            "Paper forms of this round are still being typed in: batch %(batches)s. Close these batches or give them "
            "up first, then close the round.",
            batches=_numbers(facts.get("batches")),
        ),
    }
    return sentences[refusal.code]


def _numbers(value: object) -> str:
    return ", ".join(str(number) for number in value) if isinstance(value, list) else ""


def _number(value: object) -> str:
    return labels.count(value) if isinstance(value, int) else ""
