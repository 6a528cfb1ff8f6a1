"""Pages: the officers of a place and period, live for the Front, from weekly steps for everybody else."""

from collections.abc import Mapping
from dataclasses import dataclass

from admin.overview import closed_forms, forms
from admin.overview.closed_forms import Choice
from admin.overview.forms import PeriodForm
from admin.overview.places import Place
from core import clock
from core.domain import closed
from core.domain.access import Permission
from core.domain.ladder import Cadence
from core.domain.officers import Officers
from core.domain.periods import Kind, Period
from core.queries import correction_effects, corrections, published, results
from core.queries.correction_effects import Effect
from core.queries.corrections import Correction
from core.queries.steps import Span

#: A quarter gives most officers the answers a comparison needs.
FIRST_KINDS = (Kind.QUARTER, Kind.MONTH, Kind.WEEK)


@dataclass(frozen=True)
class OfficersPage:
    """What the page shows; `form` is the Front's choice of any period, `choice` everybody else's of closed ones."""

    officers: Officers
    span: Span | None
    form: PeriodForm | None = None
    choice: Choice | None = None
    #: Accepted corrections of the period's roster, and what they changed for whom; for the Front.
    corrections: tuple[Correction, ...] = ()
    effects: tuple[Effect, ...] = ()

    @property
    def is_live(self) -> bool:
        """Are these the Front's live figures?"""
        return self.form is not None

    @property
    def period(self) -> Period:
        """Which period it is."""
        return self.officers.period

    @property
    def is_unreadable(self) -> bool:
        """Was a period asked for that cannot be shown?"""
        return bool(self.form and self.form.has_problems) or bool(self.choice and self.choice.sentence)


def read(place: Place, values: Mapping[str, str]) -> OfficersPage | None:
    """Return the officers of a place in the period asked for; None while nothing is published about them."""
    if place.scope.may(Permission.READ_LIVE_RESULTS):
        form = forms.read({"ky": str(Kind.QUARTER)} if forms.names_none(values) else values, clock.today())
        return _live(place, form)
    through = published.readable_through(place.scope, Cadence.WEEK, is_about_officers=True)
    if through is None:
        return None
    choice, found = closed_forms.read(
        values,
        through=through,
        plans=published.plan_periods(place.scope, through),
        first=(closed.latest(kind, through) for kind in FIRST_KINDS),
        look=lambda period: published.officers(place.scope, period),
    )
    return OfficersPage(found.officers, found.span, choice=choice)


def _live(place: Place, form: PeriodForm) -> OfficersPage:
    """Return the live figures, and beside them what they were before accepted corrections of the roster."""
    done = corrections.accepted(place.scope, form.period)
    concerned = {number for one in done for number in (one.from_id, one.to_id)}
    return OfficersPage(
        results.officers(place.scope, form.period),
        None,
        form=form,
        corrections=done,
        effects=correction_effects.effects(place.scope, form.period, concerned) if done else (),
    )
