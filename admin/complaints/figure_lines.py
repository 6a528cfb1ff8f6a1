"""Lines of the figures page: every figure of a period with both its numbers, for the page and for the file alike."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from flask_babel import gettext as _

from admin.complaints import words
from core import labels
from core.domain.complaints.figures import Figures, Overdue, Share
from core.domain.complaints.kinds import Channel, Kind
from core.queries.complaints.figures import PeriodFigures

Value = int | Share | Fraction | None


@dataclass(frozen=True)
class Line:
    """One figure of named, of anonymous, and of all cases."""

    name: str
    named: Value
    anonymous: Value
    together: Value
    note: str = ""

    @property
    def values(self) -> tuple[Value, ...]:
        """The three columns."""
        return self.named, self.anonymous, self.together

    @property
    def bar(self) -> float | None:
        """How much of a bar is filled, where the figure is a share."""
        value = self.together.value if isinstance(self.together, Share) else None
        return None if value is None else round(float(value) * 100, 1)


@dataclass(frozen=True)
class Section:
    """Figures that belong together, with what they are shares of."""

    code: str
    name: str
    note: str
    lines: tuple[Line, ...]


def sections(found: PeriodFigures) -> tuple[Section, ...]:
    """Return every figure of a period in its groups."""
    return (
        Section(
            "time",
            _("Answered on time"),
            _(
                "Of the complaints and petitions received in the period whose answer was given or whose deadline is "
                "past. Left out: those still within their time, withdrawn, or answered with another case, and all "
                "other kinds."
            ),
            tuple(_of_time(found)),
        ),
        Section(
            "ends",
            _("Settled or not"),
            _("Of the complaints and petitions received in the period that were answered."),
            tuple(_of_ends(found)),
        ),
        Section("kinds", _("Received, by kind"), "", tuple(_of_kinds(found))),
        Section("channels", _("Received, by channel"), "", tuple(_of_channels(found))),
    )


def words_of(value: Value) -> str:
    """Return a figure as people read it; a share never without its two numbers, «chưa có» where there is none."""
    if value is None:
        return _("none yet")
    if isinstance(value, Fraction):
        return labels.halves(int(value * 2))
    if isinstance(value, int):
        return labels.count(value)
    if value.value is None:
        return _("none yet")
    return f"{labels.count(value.part)}/{labels.count(value.whole)} = {labels.percent(value.value)}"


def late_in_words(overdue: Overdue) -> str:
    """Return how long the late ones have waited; empty when nothing is late."""
    if not overdue.count:
        return ""
    return _(
        "the longest for %(oldest)s working days, the one in the middle for %(median)s",
        oldest=labels.count(overdue.oldest or 0),
        median=words_of(overdue.median),
    )


def _of_time(found: PeriodFigures) -> Iterator[Line]:
    yield _line(found, _("Without an extension, by the first deadline"), lambda one: one.on_time)
    yield _line(found, _("With extensions, by the extended deadline"), lambda one: one.on_time_extended)
    yield _line(found, _("Working days to the first answer, in the middle"), lambda one: one.median_days)
    yield _line(found, _("Left out: still within their time"), lambda one: one.within_time)
    yield _line(found, _("Left out: withdrawn, or answered with another case"), lambda one: one.left_out)


def _of_ends(found: PeriodFigures) -> Iterator[Line]:
    yield _line(found, _("Confirmed by the citizen: satisfied"), lambda one: one.confirmed)
    yield _line(found, _("Not contested in time"), lambda one: one.uncontested)
    yield _line(found, _("Concluded by the Front"), lambda one: one.concluded)
    yield _line(found, _("The citizen still has the word"), lambda one: Share(one.awaits_word, one.answered))
    yield _line(
        found,
        _("Contested, not settled yet or withdrawn"),
        lambda one: Share(one.taken_up_again, one.answered),
    )
    yield _line(found, _("Reopened: contested at least once"), lambda one: one.contested)


def _of_kinds(found: PeriodFigures) -> Iterator[Line]:
    yield _line(found, _("All kinds"), lambda one: one.received)
    kinds: tuple[Kind | None, ...] = (*Kind, None)
    for kind in kinds:
        if found.together.by_kind[kind]:
            name = str(words.KIND_NAMES[kind]) if kind else _("Not found out yet, or withdrawn before that")
            yield _line(found, name, lambda one, kind=kind: one.by_kind[kind])  # type: ignore[misc]


def _of_channels(found: PeriodFigures) -> Iterator[Line]:
    for channel in Channel:
        name = str(words.CHANNEL_NAMES[channel])
        yield _line(found, name, lambda one, channel=channel: one.by_channel[channel])  # type: ignore[misc]


def _line(found: PeriodFigures, name: str, of: Callable[[Figures], Value]) -> Line:
    return Line(name, of(found.named), of(found.anonymous), of(found.together))
