"""Closed periods: reads from an address which one is meant; only what is over can be chosen (docs/promises.md R2)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from flask_babel import gettext as _

from admin.overview import forms
from core.domain import closed
from core.domain.periods import Kind, Period, PeriodInvalid, containing, parse
from core.queries.steps import Span


class Published(Protocol):
    """What is published of a period."""

    @property
    def span(self) -> Span | None:
        """The days its figures speak about; None: there are none."""


Found = TypeVar("Found", bound=Published)


@dataclass(frozen=True)
class Choice:
    """The periods around the one that is shown."""

    period: Period
    through: date
    plans: tuple[Period, ...] = ()
    #: The address names no period: the page begins with the one that answers the role's first question.
    is_first: bool = True
    #: Why what was asked for is not shown.
    sentence: str = ""

    @property
    def is_running(self) -> bool:
        """Is the period not over yet?"""
        return not closed.is_closed(self.period, self.through)

    @property
    def earlier(self) -> Period:
        """The closed period before."""
        return self.period.previous()

    @property
    def later(self) -> Period | None:
        """The period after, once it is closed."""
        after = self.period.next()
        return (
            after if self.period.kind is not Kind.CUSTOM and closed.is_closed(after, self.through) else None
        )

    def same_time(self, kind: Kind) -> Period:
        """Return the closed period of another kind that shows the same time, else the last closed one."""
        period = containing(kind, self.period.last)
        return period if closed.is_closed(period, self.through) else closed.latest(kind, self.through)


def read(
    values: Mapping[str, str],
    *,
    through: date,
    plans: tuple[Period, ...],
    first: Iterable[Period],
    look: Callable[[Period], Found],
) -> tuple[Choice, Found]:
    """Return the choice and what is found there; without one, the first of `first` that has figures."""
    sentence = ""
    if not forms.names_none(values):
        period = _named(values, through, plans)
        if period is not None:
            return Choice(period, through, plans, is_first=False), look(period)
        sentence = _("Only closed periods can be chosen. The last one is shown instead.")
    shown, results = _first_with_figures(list(first), look)
    return Choice(shown, through, plans, sentence=sentence), results


def _first_with_figures(periods: list[Period], look: Callable[[Period], Found]) -> tuple[Period, Found]:
    """Return the first period that has figures; the first of all when none has."""
    for period in periods:
        found = look(period)
        if found.span is not None:
            return period, found
    return periods[0], look(periods[0])


def _named(values: Mapping[str, str], through: date, plans: tuple[Period, ...]) -> Period | None:
    """Return the closed period an address names, or None."""
    kind, mark = values.get("ky") or Kind.CUSTOM, values.get("moc", "")
    if kind == Kind.CUSTOM:
        mark = f"{values.get('tu', '')}..{values.get('den', '')}"
    try:
        period = parse(kind, mark) if mark else closed.latest(Kind(kind), through)
    except (ValueError, PeriodInvalid):
        return None
    if period.kind is Kind.CUSTOM:
        return period if period in plans else None
    return period if closed.is_closed(period, through) else None
