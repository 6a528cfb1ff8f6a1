"""The example commune for the first start: imported by the same way as any office, into an empty database."""

from datetime import date

from core.db import db
from core.domain.office import Plan
from core.reports import office_template
from core.services import office_import, office_workbook
from core.services.beginning import require_no_office

ACTOR = "demo"


def create(today: date) -> Plan:
    """Set up «Xã Mẫu» with a roster for this month and the next, and return what was made.

    Raise DatabaseNotEmpty where any unit stands.
    """
    with db.engine.connect() as connection:
        require_no_office(connection)
    office = office_workbook.read(office_template.example(today))
    return office_import.apply(office, actor=ACTOR)
