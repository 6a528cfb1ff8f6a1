"""What people read when a move is refused."""

from datetime import date

from flask_babel import gettext as _

from core import labels
from core.domain.complaints.course import MoveRefused


def sentence(refusal: MoveRefused) -> str:
    """Return what happened and what to do, in the page's language."""
    sentences = {
        "no_such_move": _("Meanwhile somebody else went on with this case. Look at where it stands now."),
        "not_yours": _("This step is somebody else’s. Look at where the case stands now."),
        "kind_missing": _("Choose what it is."),
        "words_missing": _("Write it down first; without words nothing is sent."),
        "unknown_field": _("This field belongs to another office. Choose one of the list."),
        "unknown_person": _(
            "This person may not see the case, or is not there any more. Choose somebody else."
        ),
        "unknown_unit": _("This unit is not yours to give work to. Choose one of the list."),
        "erased": _("The words of this case were erased; nothing can be written in it any more."),
        "unknown_other": _("There is no such case for you, or it is this one. Compare the number."),
        "other_unit": _("The other case belongs to another office; only cases of one office go together."),
        "other_not_open": _(
            "The other case takes nothing in: it is closed, or nobody has found out yet that it is a petition."
        ),
        "other_erased": _(
            "The words of the other case were erased; nothing can be answered with it any more."
        ),
        "other_has_no_sender": _(
            "The other case came from a comment, and nobody holds its code. Merge it into this one instead."
        ),
        "has_merged": _("Other cases were merged into this one. Merge the other way round."),
        "answered_already": _("The answer was sent already; the cases can no longer be parted."),
        "own_answer": _(
            "You wrote this answer yourself. Another leader has to approve it, or the province’s Front."
        ),
        "tag_unfit": _("A tag is one or a few short words: letters and digits, at most 30 characters."),
        "too_many_tags": _("A case carries at most 10 tags."),
        "extended_already": _("The deadline was extended already; once is the most."),
        "deadline_past": _("The deadline has passed; it can no longer be extended."),
        "date_missing": _("Write the day as day/month/year, for example 01/10/2026."),
        "date_out_of_range": _(
            "Choose a working day after %(first)s and not later than %(last)s.",
            first=_day(refusal.facts.get("first")),
            last=_day(refusal.facts.get("last")),
        ),
    }
    return sentences[refusal.code]


def _day(day: object) -> str:
    return labels.day(day) if isinstance(day, date) else ""
