"""Words: what requests, their states and refusals are called for the Front."""

from collections.abc import Mapping

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from core import labels
from core.domain.complaints.clocks import Step
from core.domain.complaints.erasing import ErasureRefused, RequestState, Wish
from core.queries.complaints.erasures import RequestLine

WISH_NAMES: Mapping[Wish, LazyString] = {
    Wish.ALL: _l("Erase content and contact"),
    Wish.CONTACT: _l("Erase the contact"),
    Wish.WORDS: _l("Correct what was written"),
}
#: What follows from granting it, read before the decision.
WISH_EFFECTS: Mapping[Wish, LazyString] = {
    Wish.ALL: _l(
        "The key of the case is destroyed: nobody can read any more what anybody said in it, and it cannot be "
        "undone. A case that is still open ends as withdrawn. Days, kind and counts stay; the statistics do not move."
    ),
    Wish.CONTACT: _l(
        "Name, telephone and e-mail are removed; it cannot be undone. The case goes on, and counts as named as before."
    ),
    Wish.WORDS: _l(
        "The new words take the place of the old ones, which cannot be read any more. The case goes on; its log says "
        "on which day it was corrected."
    ),
}
STATE_NAMES: Mapping[RequestState, LazyString] = {
    RequestState.OPEN: _l("Waits for a decision"),
    RequestState.CONFIRMING: _l("Waits for the second person"),
    RequestState.DONE: _l("Carried out"),
    RequestState.REFUSED: _l("Refused"),
}
STEP_NAMES: Mapping[Step, LazyString] = {
    Step.OVERDUE: _l("Overdue: the head of the Front is told"),
    Step.FORGOTTEN: _l("Overdue twice the time: the province’s Front is told"),
}


def time_left(line: RequestLine) -> str:
    """Return how much time is left, in working days."""
    if not line.is_unfinished:
        return str(STATE_NAMES[line.state])
    if line.days_left > 0:
        return ngettext("%(num)d working day left", "%(num)d working days left", line.days_left)
    if line.days_left == 0:
        return _("Due %(day)s", day=labels.day(line.due_on))
    return ngettext("%(num)d working day overdue", "%(num)d working days overdue", -line.days_left)


def sentence(refusal: ErasureRefused) -> str:
    """Return what happened and what to do, in the page's language."""
    sentences = {
        "decided_already": _("Meanwhile somebody else decided. Look at where the request stands now."),
        "not_decided": _("Nobody has taken the first decision yet."),
        "not_yours": _("The second person is the head of the Front, or the province’s Front."),
        "same_person": _("You took the first decision; another person has to confirm it."),
        "reason_missing": _("Write the reason: the sender reads why it is refused."),
    }
    return sentences[refusal.code]
