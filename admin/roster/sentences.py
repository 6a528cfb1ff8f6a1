"""What people read when a change of the roster, or a correction of it, is refused."""

from datetime import datetime

from flask_babel import gettext as _

from core import labels
from core.services.places.changing import PlaceRefused


def sentence(refusal: PlaceRefused) -> str:
    """Return what happened and what to do, in the page's language."""
    facts = refusal.facts
    if refusal.code in ("officer_twice", "counter_twice"):
        return _clash(refusal)
    if refusal.code == "over":
        return _(
            "%(day)s: that part is over and stays. Propose a correction if the wrong person stands there.",
            day=labels.day(facts["day"]),  # type: ignore[arg-type]
        )
    if refusal.code == "outside_shift":
        return _(
            "This shift is from %(starts)s to %(ends)s. Write a time within it.",
            starts=hour(facts["starts"]),
            ends=hour(facts["ends"]),
        )
    if refusal.code == "passed":
        return _(
            "It is %(now)s already. What is over changes only by a correction, which the Front decides.",
            now=hour(facts["now"]),
        )
    sentences = {
        "nothing_before": _("The week before has no shift that could be copied."),
        "same_officer": _("The roster says so already. Choose somebody else."),
        "hours_order": _("Each part must end after it begins, and the afternoon follows the morning."),
        "not_over": _("This shift is not over. Change it in the roster."),
        "proposed_already": _("A correction of this shift is waiting for the Front’s decision already."),
        "decided_already": _("This was decided already."),
        "own_proposal": _("Whoever proposed it cannot decide it."),
        "too_early": _(
            "Answers of this shift may still come or are not settled yet. It can be accepted once they are."
        ),
    }
    return sentences[refusal.code]


def hour(moment: object) -> str:
    """Return the time of day of a moment in the office's time."""
    return f"{moment:%H:%M}" if isinstance(moment, datetime) else ""


def _clash(refusal: PlaceRefused) -> str:
    facts = refusal.facts
    counters = facts["counters"]
    first, second = counters if isinstance(counters, list) else ("", "")
    span = {
        "day": labels.day(facts["day"]),  # type: ignore[arg-type]
        "starts": hour(facts["starts"]),
        "ends": hour(facts["ends"]),
    }
    if refusal.code == "officer_twice":
        return _(
            "On %(day)s, %(starts)s–%(ends)s, %(officer)s would sit at “%(first)s” and “%(second)s” at once. "
            "Choose another officer for one of them.",
            officer=facts["officer"],
            first=first,
            second=second,
            **span,
        )
    return _(
        "On %(day)s, %(starts)s–%(ends)s, two officers would sit at “%(first)s” at once.", first=first, **span
    )
