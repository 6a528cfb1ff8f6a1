"""Words: what states, topics, reasons and months are called, and what people read when an act is refused."""

from collections.abc import Mapping
from datetime import date

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from core.domain.comment_review import CHOSEN_REASONS, Reason, ReviewRefused, State
from core.domain.comment_topics import Topic

STATE_NAMES: Mapping[State, LazyString] = {
    State.OPEN: _l("To be read"),
    State.MARKED: _l("Marked for publishing"),
    State.ASIDE: _l("Set aside"),
    State.RELEASED: _l("Out in public"),
}
TOPIC_NAMES: Mapping[Topic, LazyString] = {
    Topic.MANNERS: _l("Manners"),
    Topic.WAITING: _l("Waiting time"),
    Topic.GUIDANCE: _l("Guidance and papers"),
    Topic.RETURNING: _l("Coming several times"),
    Topic.FEES: _l("Fees and charges"),
    Topic.PREMISES: _l("Premises and equipment"),
    Topic.ONLINE: _l("Online service"),
    Topic.RESULT: _l("Result of the procedure"),
    Topic.PRAISE: _l("Praise"),
}
REASON_NAMES: Mapping[Reason, LazyString] = {
    Reason.PERSONAL: _l("Somebody could be recognised, and covering does not help"),
    Reason.ABUSIVE: _l("It insults, or says nothing about the service"),
    Reason.EMPTY: _l("It has no content"),
    Reason.ACCUSATION: _l("It is an accusation; publishing would harm the writer or the accused"),
    Reason.CASE: _l("It became a petition, as its writer allowed"),
}
REASONS = tuple((str(reason), REASON_NAMES[reason]) for reason in CHOSEN_REASONS)


def stretch(first: date, last: date) -> str:
    """Return the months a batch is from: «tháng 10/2026», «tháng 9/2026 – tháng 11/2026»."""
    if first == last:
        return month(first)
    return _("%(first)s – %(last)s", first=month(first), last=month(last))


def month(first: date) -> str:
    """Return a month as «tháng 10/2026»."""
    return _(
        "month %(month)s/%(year)s",
        month=f"{first.month:02}" if first.month < 3 else first.month,
        year=first.year,
    )


def sentence(refusal: ReviewRefused) -> str:
    """Return what happened and what to do, in the page's language."""
    sentences = {
        "words_changed": _(
            "Words may only be covered, not added, changed or left out without a mark. Put [đã che] where "
            "something shall not be read."
        ),
        "changed_meanwhile": _("Meanwhile somebody else went on with it. Look at it once more."),
        "no_such_act": _("This step is not possible where the comment stands now."),
        "reason_missing": _("Choose the reason."),
        "no_consent": _("Its writer did not allow that it becomes a petition."),
        "became_case": _("It became a petition; that stays."),
        "too_short": _("What is left of it is too short for a petition: at least 10 letters."),
    }
    return sentences[refusal.code]
