"""Published months of cases in words: the same lines for a citizen's page, open data and a delegate's desk."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from core import labels
from core.domain.complaints.published import CHANNELS, LEAST, NAMES, Cell, Part, PublishedMonth
from core.domain.complaints.questions import Figure

#: What stands before each number; «on time with extension» is reckoned from the others.
WITH_EXTENSION = "on_time_with_extension"
RECEIVED = "received"
MEDIAN = "median_working_days"

NAMES_OF: Mapping[str, LazyString] = {
    RECEIVED: _l("Received, of every kind"),
    Part.DECIDED: _l("Complaints and petitions that had to be answered"),
    Part.LEFT_OUT: _l("Complaints and petitions withdrawn, or answered with another one"),
    Part.GRIEVANCE: _l("Formal complaints (khiếu nại): notice given how to file them"),
    Part.OUTSIDE: _l("Outside the commune’s competence: forwarded"),
    Part.FEEDBACK: _l("Suggestions"),
    Part.PRAISE: _l("Praise"),
    Part.UNKNOWN: _l("Not found out yet, or withdrawn before that"),
    Part.ON_TIME: _l("Answered on time, without an extension"),
    WITH_EXTENSION: _l("Answered on time, extensions included"),
    Part.LATE: _l("Answered late, or not at all"),
    Part.CONFIRMED: _l("The citizen confirmed: satisfied"),
    Part.UNCONTESTED: _l("Answered; the citizen did not object in time"),
    Part.CONCLUDED: _l("Concluded by the Fatherland Front after an objection"),
    Part.AWAITS_WORD: _l("Answered; the citizen could still object"),
    Part.TAKEN_UP_AGAIN: _l("The citizen objected; not settled yet, or withdrawn"),
    Part.UNANSWERED: _l("Not answered"),
    Part.CONTESTED: _l("Reopened: the citizen said “not satisfied” at least once"),
    MEDIAN: _l("Working days from receipt to the first answer, the one in the middle"),
    Part.NAMED: _l("With a name or contact"),
    Part.ANONYMOUS: _l("Anonymous"),
    Part.WEB: _l("On the website"),
    Part.POSTER: _l("By a poster’s QR code"),
    Part.SURVEY: _l("From the survey’s thank-you page"),
    Part.PAPER: _l("On paper"),
    Part.PHONE: _l("By telephone"),
}
#: Groups of lines, each with what its numbers are parts of.
_GROUPS: tuple[tuple[LazyString, tuple[str, ...], bool], ...] = (
    (
        _l("What was received"),
        (
            RECEIVED,
            Part.DECIDED,
            Part.LEFT_OUT,
            Part.GRIEVANCE,
            Part.OUTSIDE,
            Part.FEEDBACK,
            Part.PRAISE,
            Part.UNKNOWN,
        ),
        False,
    ),
    (_l("Was it answered on time?"), (Part.ON_TIME, WITH_EXTENSION, Part.LATE), True),
    (
        _l("Was it settled?"),
        (
            Part.CONFIRMED,
            Part.UNCONTESTED,
            Part.CONCLUDED,
            Part.AWAITS_WORD,
            Part.TAKEN_UP_AGAIN,
            Part.UNANSWERED,
            Part.CONTESTED,
        ),
        True,
    ),
    (_l("How they came"), (*NAMES, *CHANNELS), True),
)
#: Which line of a month a question of a delegate is about.
LINES_OF: Mapping[Figure, str] = {
    Figure.RECEIVED: RECEIVED,
    Figure.ON_TIME: Part.ON_TIME,
    Figure.ENDS: Part.CONFIRMED,
    Figure.CONTESTED: Part.CONTESTED,
    Figure.MEDIAN: MEDIAN,
}


@dataclass(frozen=True)
class Line:
    """One published number, and the whole it is a part of."""

    code: str
    name: str
    cell: Cell
    whole: Cell | None = None

    @property
    def number(self) -> str:
        """The number as it may be read: «18», «dưới 5», «từ 16 đến 19»."""
        if self.cell.is_exact:
            return labels.count(self.cell.low)
        if self.cell.is_small:
            return _("under %(least)s", least=LEAST)
        if self.cell.low <= 0:
            return _("not published")
        return _("%(low)s to %(high)s", low=labels.count(self.cell.low), high=labels.count(self.cell.high))

    @property
    def share(self) -> str:
        """The share of the whole with both numbers: «18/20 = 90,0%»; empty where it would tell a hidden number."""
        whole = self.whole
        if whole is None or not whole.is_exact or not whole.low or self.cell.is_small or self.cell.low <= 0:
            return self._nobody if whole is not None and whole.low and self.cell == Cell(0, 0) else ""
        low, high = (labels.percent(Fraction(end, whole.low)) for end in (self.cell.low, self.cell.high))
        if self.cell.is_exact:
            return f"{labels.count(self.cell.low)}/{labels.count(whole.low)} = {low}"
        return _("%(low)s to %(high)s of %(whole)s", low=low, high=high, whole=labels.count(whole.low))

    @property
    def _nobody(self) -> str:
        return f"0/{labels.count(self.whole.low)} = {labels.percent(Fraction(0))}" if self.whole else ""


@dataclass(frozen=True)
class Section:
    """Lines that belong together."""

    name: str
    lines: tuple[Line, ...]


def sections(month: PublishedMonth) -> Iterator[Section]:
    """Yield the lines of a month in their groups; what rests on too few petitions is left out."""
    whole = month.cells[Part.DECIDED]
    for name, codes, is_of_petitions in _GROUPS:
        if is_of_petitions and not month.has_petitions:
            continue
        yield Section(
            str(name), tuple(_line(month, code, whole if is_of_petitions else None) for code in codes)
        )


def lines(month: PublishedMonth) -> Iterator[Line]:
    """Yield every line of a month, the median last."""
    for section in sections(month):
        yield from section.lines
    if month.median_halves is not None:
        # In halves of a day; readers of the line use `median`.
        yield Line(MEDIAN, str(NAMES_OF[MEDIAN]), Cell(month.median_halves, month.median_halves))


def median(month: PublishedMonth) -> str:
    """Return the median of working days as people write it; empty while fewer than five were answered."""
    return "" if month.median_halves is None else labels.halves(month.median_halves)


def said(month: PublishedMonth, figure: Figure) -> str:
    """Return a figure in one sentence, as a delegate's question quotes it."""
    title, withheld = labels.period_title(month.month), _("not published")
    if figure is Figure.MEDIAN:
        return f"{title} · {NAMES_OF[MEDIAN]}: {median(month) or withheld}"
    line = next((one for one in lines(month) if one.code == LINES_OF.get(figure)), None)
    if line is None:
        return f"{title} · {NAMES_OF[LINES_OF[figure]]}: {withheld}"
    return f"{title} · {line.name}: {line.share or line.number}"


def _line(month: PublishedMonth, code: str, whole: Cell | None) -> Line:
    cells = {RECEIVED: month.received, WITH_EXTENSION: month.on_time_extended}
    return Line(code, str(NAMES_OF[code]), cells.get(code) or month.cells[Part(code)], whole)


def definitions() -> tuple[tuple[str, str], ...]:
    """Return what each published figure means, in plain words."""
    return (
        (
            _("Which cases are counted?"),
            _(
                "Reports and petitions received in the month. Left out are accusations, what concerns the Fatherland "
                "Front itself, and cases that name an official or leader: whoever is named must not be able to find "
                "out from a number that a case exists. The Fatherland Front follows those too."
            ),
        ),
        (
            _("When is a month published?"),
            _(
                "Once, when the deadline of everything received in it is past, extensions included: 25 working days "
                "after the month’s end. What is published is not changed any more."
            ),
        ),
        (
            _("What is “on time”?"),
            _(
                "The first answer reached the citizen by its deadline: 15 working days after receipt. Without an "
                "extension: by the deadline as it first stood. With extensions: by the deadline as it was extended. "
                "Every share is of the complaints and petitions that had to be answered: those whose answer was "
                "given or whose deadline is past."
            ),
        ),
        (
            _("What is “settled”?"),
            _(
                "Only the citizen says so. After an answer they have 15 working days to say “satisfied” or “not "
                "satisfied”; whoever says nothing is counted apart, not as satisfied."
            ),
        ),
        (
            _("Why “under 5”?"),
            _(
                "A group of one to four people is not shown, so that nobody can be recognised. Where such a number "
                "could be reckoned from the others, one more is shown only as “from … to …”."
            ),
        ),
    )
