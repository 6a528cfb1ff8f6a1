"""The example commune for the first start: imported by the same way as any office, into an empty database."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from core.db import db
from core.domain.office import Plan, TouchpointKind
from core.domain.office.example import CENTRE_CODE, COMMUNE_CODE
from core.models import Counter, Touchpoint, Unit
from core.reports import office_template
from core.services import office_import, office_workbook
from core.services.beginning import require_no_office

ACTOR = "demo"
#: The counter with the plans' group of fields, the one to try first.
FIRST_COUNTER_CODE = "q3"


@dataclass(frozen=True)
class DemoOffice:
    """What was set up: the units accounts belong to, and the codes to scan."""

    commune_id: int
    commune_code: str
    centre_id: int
    #: Code of the touchpoint by code of its counter.
    counter_codes: dict[str, str]
    entrance_code: str
    plan: Plan

    @property
    def first_code(self) -> str:
        """The code whose page shows most: a counter with several fields."""
        return self.counter_codes[FIRST_COUNTER_CODE]


def create(today: date) -> DemoOffice:
    """Set up «Xã Mẫu» with a roster for this month and the next; raise DatabaseNotEmpty where any unit stands."""
    with db.engine.connect() as connection:
        require_no_office(connection)
    office = office_workbook.read(office_template.example(today))
    plan = office_import.apply(office, actor=ACTOR)
    return _created(plan)


def _created(plan: Plan) -> DemoOffice:
    with db.engine.connect() as connection:
        unit_ids = {row.code: row.id for row in connection.execute(select(Unit.code, Unit.id))}
        counters = connection.execute(
            select(Counter.code.label("counter"), Touchpoint.code)
            .join(Touchpoint, Touchpoint.counter_id == Counter.id)
            .order_by(Counter.id)
        )
        counter_codes = {row.counter: row.code for row in counters}
        entrance = connection.scalars(
            select(Touchpoint.code).where(Touchpoint.kind == TouchpointKind.ENTRANCE)
        ).one()
    return DemoOffice(
        commune_id=unit_ids[COMMUNE_CODE],
        commune_code=COMMUNE_CODE,
        centre_id=unit_ids[CENTRE_CODE],
        counter_codes=counter_codes,
        entrance_code=entrance,
        plan=plan,
    )
