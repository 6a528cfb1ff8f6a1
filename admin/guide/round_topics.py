"""Topic of the survey rounds: how one is planned, carried out and read."""

from flask_babel import lazy_gettext as _l

from admin.guide.topic import Topic
from core.domain.access import Permission

ROUND_TOPICS = (
    Topic(
        "rounds",
        _l("Survey rounds"),
        _l(
            "A round asks a sample of people, for example once a year, in every hamlet. It is no part of the everyday "
            "figures and has a report of its own; it is not the official ranking index."
        ),
        (
            _l("Plan: write the people and the hamlets; the sample is worked out while you type."),
            _l(
                "Begin: the questions are fixed and a code is made; people also answer interviewers or on paper."
            ),
            _l("Watch which hamlets still miss answers; what people say stays closed until the end."),
            _l("Close: in the second night after the end the report opens, to be read, printed and kept."),
        ),
        permission=Permission.READ_ROUNDS,
    ),
)
