"""What questionnaires are called where one is chosen, for a code or for a round."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from core import labels
from core.domain.builtin import BUILTIN, MINISTRY, QUICK
from core.domain.questionnaire import Questionnaire

#: What comes with the product. The ministry's part about services is asked here by the office itself.
_NAMES: Mapping[str, LazyString] = {
    QUICK.code: _l("Quick: one tap, details optional"),
    MINISTRY.code: _l("Service part – 5 factors, 19 criteria (after the Ministry of Home Affairs)"),
}
_TITLES = {one.code: one.texts for one in BUILTIN}


def questionnaire_name(version: Questionnaire) -> str:
    """Return what a questionnaire is called; the product's own say what they are.

    A version of theirs that was given another title is called by it.
    """
    if version.texts == _TITLES.get(version.code):
        return str(_NAMES[version.code])
    return labels.wording(version.texts)
