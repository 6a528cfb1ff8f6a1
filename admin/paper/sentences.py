"""Sentences: what the desk says where paper cannot be kept, decided or closed."""

from datetime import date

from flask_babel import gettext as _

from core import labels
from core.domain.paper import PaperRefused


def sentence(refused: PaperRefused) -> str:
    """Say why something could not be done, and what to do instead."""
    facts = refused.facts
    match refused.code:
        case "sheets":
            return _("Write a number from 1 to %(most)s.", most=str(facts["most"]))
        case "keyed_beyond":
            return _("Sheet %(number)s is keyed already; there cannot be fewer.", number=str(facts["number"]))
        case "day_to_come":
            return _("This day has not come yet.")
        case "before_issue":
            return _("The code of this place was issued on %(day)s.", day=_day(facts["day"]))
        case "after_end":
            return _("The code of this place ended on %(day)s.", day=_day(facts["day"]))
        case "outside_round":
            return _(
                "The survey round runs from %(first)s to %(last)s.",
                first=_day(facts["first"]),
                last=_day(facts["last"]),
            )
        case "round_closed":
            return _("The survey round is closed; nothing can be added to it.")
        case "no_such_sheet":
            return _("The batch has no sheet with this number.")
        case "keyed_by_another":
            return _("Somebody else keyed this sheet. You can key it for the second time.")
        case "keyed_meanwhile":
            return _(
                "Something else was kept for sheet %(number)s meanwhile; nothing of it was replaced. If another pile "
                "is keyed under these numbers, give this sheet a free one and write it at its foot.",
                number=str(facts["number"]),
            )
        case "first_missing":
            return _("This sheet has not been keyed for the first time yet.")
        case "same_person":
            return _("You keyed this sheet the first time. Somebody else keys it the second time.")
        case "already_compared":
            return _("This sheet has been keyed twice. What differs is decided on its own page.")
        case "decided_meanwhile":
            return _(
                "Sheet %(number)s was decided otherwise or keyed anew meanwhile; nothing of it was changed. Look at it "
                "once more.",
                number=str(facts["number"]),
            )
        case "batch_closed":
            return _("The batch is closed; its answers count and cannot be changed any more.")
        case "batch_dropped":
            return _(
                "This batch was given up on %(day)s. If the sheets were opened as a new batch, key this one there.",
                day=_day(facts["day"]),
            )
        case "not_compared":
            return _("This sheet has not been keyed twice yet.")
        case "undecided":
            return _("Choose one side for every difference.")
        case _:
            return _("The batch is not complete yet.")


def _day(value: object) -> str:
    return labels.day(value) if isinstance(value, date) else ""
