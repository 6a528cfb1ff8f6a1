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

    assert sorted(made.counter_codes) == ["q1", "q2", "q3", "q4", "q5", "q6"]
    assert (made.first_code, made.entrance_code) == (
        rows_of_code("counter", "q3"),
        rows_of_code("entrance", None),
    )
    assert made.plan[Kind.DUTY].created == 544
    assert rows(Unit.id, Unit.code) == [(made.commune_id, "xa-mau"), (made.centre_id, "tt-hcc-xa-mau")]


def rows_of_code(kind, counter_code):
    """Return the touchpoint's code of a kind and, if it has one, a counter."""
    with db.engine.connect() as connection:
        return connection.scalar(
            select(Touchpoint.code)
            .outerjoin(Counter, Counter.id == Touchpoint.counter_id)
            .where(
                Touchpoint.kind == kind,
                Counter.code == counter_code if counter_code else Counter.id.is_(None),
            )
        )


def test_the_example_commune_does_not_go_beside_a_real_one(app):
    apply(office())
    before = contents()

    with pytest.raises(beginning.DatabaseNotEmpty):
        demo.create(date(2026, 11, 21))

    assert contents() == before
