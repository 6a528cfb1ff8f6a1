"""Topics of questionnaires: what a unit asks, and writing a draft."""

from flask_babel import lazy_gettext as _l

from admin.guide.topic import Topic
from core.domain.access import Permission

QUESTIONNAIRE_TOPICS = (
    Topic(
        "questionnaires",
        _l("Questionnaires"),
        _l(
            "What citizens are asked by this unit, and by every unit below it that has no version of its own. "
            "A published version never changes; answers always keep the wording that was seen."
        ),
        (
            _l("Copy what is asked now, change the copy, preview it, then publish it as the next version."),
            _l(
                "Questions that stay go on in their trends; a question that means something else begins anew."
            ),
            _l("Retiring a version of your own lets what stands above it be asked again."),
            _l("The ministry’s form can be extended. Its own questions stay as they are."),
        ),
        permission=Permission.MANAGE_QUESTIONNAIRES,
    ),
    Topic(
        "questionnaire_draft",
        _l("Drafts of questionnaires"),
        _l("The questions of a draft in the order they are asked. Nobody is asked a draft."),
        (
            _l(
                "Write each question in Vietnamese and English; without English the Vietnamese words are shown."
            ),
            _l("Let a question wait for an earlier answer, so that nobody reads what does not concern them."),
            _l("“Put right” keeps a draft from being published; “mind” is advice."),
            _l("Whoever saves later than somebody else is told so and keeps what they typed."),
        ),
        permission=Permission.MANAGE_QUESTIONNAIRES,
    ),
)
