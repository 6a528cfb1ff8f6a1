"""The example commune of the first start."""

from datetime import date

import pytest
from sqlalchemy import select

from core.db import db
from core.domain.office import Kind
from core.models import Counter, Touchpoint, Unit
from core.services import beginning, demo
from tests.services.office_files import apply, contents, office, rows


def test_the_example_commune_goes_into_an_empty_database_by_the_same_way(app):
    made = demo.create(date(2026, 11, 21))

    assert made[Kind.DUTY].created == 544
    assert rows(Unit.code) == [("tt-hcc-xa-mau",), ("xa-mau",)]
    assert counters_with_codes() == ["q1", "q2", "q3", "q4", "q5", "q6"]
    assert [kind for (kind,) in rows(Touchpoint.kind)].count("entrance") == 1


def counters_with_codes():
    """Return the codes of the counters people may scan a code of, in order."""
    with db.engine.connect() as connection:
        found = select(Counter.code).join(Touchpoint, Touchpoint.counter_id == Counter.id)
        return sorted(connection.scalars(found.where(Touchpoint.kind == "counter")))


def test_the_example_commune_does_not_go_beside_a_real_one(app):
    apply(office())
    before = contents()

    with pytest.raises(beginning.DatabaseNotEmpty):
        demo.create(date(2026, 11, 21))

    assert contents() == before
