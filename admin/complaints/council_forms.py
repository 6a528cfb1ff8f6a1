"""Forms of the Council's questions: what is asked, by when, and the office's answer."""

from collections.abc import Iterable

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import Length

from admin.complaints.forms import lines
from admin.places.inputs import DayField, Needed
from core import clock, labels
from core.domain.complaints.questions import LONGEST, Figure, QuestionRefused
from core.domain.periods import Kind, Period, containing
from core.queries.people import Staff

#: Closed months a question may name.
_MONTHS = 24
_WORDS = [
    Needed(_l("Write it down first; without words nothing is sent.")),
    Length(max=LONGEST, message=_l("At most %(max)d characters.")),
]
FIGURE_NAMES: dict[Figure, LazyString] = {
    Figure.RECEIVED: _l("How many were received"),
    Figure.ON_TIME: _l("Answered on time"),
    Figure.ENDS: _l("Settled or not"),
    Figure.CONTESTED: _l("Reopened by citizens"),
    Figure.MEDIAN: _l("How long the first answer takes"),
    Figure.SATISFACTION: _l("Satisfaction with the service"),
}


class QuestionForm(FlaskForm):
    """A delegate's question: its words, and by when the office answers."""

    text = TextAreaField(_l("Question"), filters=[lines], validators=_WORDS)
    due_on = DayField(_l("Answer by"), validators=[Needed(_l("Write the day you want the answer by."))])


class FigureForm(QuestionForm):
    """A question about a figure: of which office, which month, which figure."""

    unit = SelectField(_l("Office"), coerce=int)
    month = SelectField(_l("Month"))
    figure = SelectField(
        _l("Figure"), choices=[SelectChoice(str(figure), name) for figure, name in FIGURE_NAMES.items()]
    )

    def prepare(self, offices: Iterable[tuple[int, str]]) -> None:
        """Offer the offices and the closed months, the latest first."""
        self.unit.choices = [SelectChoice(number, name) for number, name in offices]
        self.figure.choices = [(str(figure), name) for figure, name in FIGURE_NAMES.items()]
        self.month.choices = [
            SelectChoice(str(month), labels.period_title(month)) for month in closed_months()
        ]


class AnswerForm(FlaskForm):
    """The office's answer, or what is prepared of it."""

    text = TextAreaField(_l("Answer"), filters=[lines], validators=_WORDS)


def closed_months() -> list[Period]:
    """Return the months that are over, the latest first."""
    months = [containing(Kind.MONTH, clock.today()).previous()]
    while len(months) < _MONTHS:
        months.append(months[-1].previous())
    return months


def sentence(refusal: QuestionRefused) -> str:
    """Return what happened and what to do, in the page's language."""
    first, last = (refusal.facts.get(name) for name in ("first", "last"))
    sentences = {
        "unknown_office": _("This office is not one of yours. Choose one of the list."),
        "month_running": _("This month is not over. Choose a closed month."),
        "not_listed": _(
            "This case is not on the list of overdue ones any more. Look at the list before you ask."
        ),
        "words_missing": _("Write it down first; without words nothing is sent."),
        "words_too_long": _("At most %(max)d characters.", max=LONGEST),
        "date_out_of_range": _(
            "Choose a working day between %(first)s and %(last)s.", first=_day(first), last=_day(last)
        ),
        "over": _("This question was answered or withdrawn meanwhile. Look at where it stands now."),
        "not_yours": _("Only who asked can withdraw a question."),
    }
    return sentences[refusal.code]


def _day(day: object) -> str:
    return labels.day(day) if hasattr(day, "year") else ""  # type: ignore[arg-type]


def title(person: Staff) -> str:
    """Return whose session file it is."""
    return _("Session file of the People’s Council, %(unit)s", unit=person.unit_name)
