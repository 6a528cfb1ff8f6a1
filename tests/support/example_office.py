"""The example commune of the first start, and the ids of its two units."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from core.db import db
from core.domain.office.example import CENTRE_CODE, COMMUNE_CODE
from core.models import Unit
from core.services import demo


@dataclass(frozen=True)
class ExampleOffice:
    """The units accounts can belong to."""

    commune_id: int
    centre_id: int


def set_up(today: date) -> ExampleOffice:
    """Import the example commune as the first start does."""
    demo.create(today)
    with db.engine.connect() as connection:
        ids = {row.code: row.id for row in connection.execute(select(Unit.code, Unit.id))}
    return ExampleOffice(ids[COMMUNE_CODE], ids[CENTRE_CODE])
