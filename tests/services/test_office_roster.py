"""The roster through imports: history stays, what is to come follows the workbook, large files show progress."""

import time as stopwatch
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from sqlalchemy import func, select

from core.db import db
from core.domain.office import Kind, OfficeCounter, OfficeOfficer, Tally
from core.models import DutyEntry
from core.reports import office_template
from core.services import office_import, office_workbook
from tests.services.office_files import duty, office

MONDAY = date(2026, 11, 23)
TUESDAY = date(2026, 11, 24)


def apply(*duties):
    """Import the office with these duties and return what became of the roster."""
    return office_import.apply(office(duties=duties), actor="quan-tri")[Kind.DUTY]


def one_day(counter, officer, day, starts="07:30", ends="11:30"):
    """A duty of one shift."""
    return duty(
        counter,
        officer,
        first_day=day,
        last_day=day,
        weekdays=frozenset(range(7)),
        starts=time.fromisoformat(starts),
        ends=time.fromisoformat(ends),
    )


def entries():
    """Each entry as (counter, officer, day, hour, stands)."""
    with db.engine.connect() as connection:
        found = connection.execute(select(DutyEntry).order_by(DutyEntry.id))
        return [
            (
                row.counter_id,
                row.officer_id,
                (row.starts_at + timedelta(hours=7)).strftime("%d/%m %H:%M"),
                row.replaced_at is None,
            )
            for row in found
        ]


def test_a_coming_shift_told_otherwise_is_replaced_and_stays_readable(app):
    apply(one_day("q1", "cc-a", MONDAY))

    done = apply(one_day("q1", "cc-b", MONDAY))

    assert done == Tally(created=1, closed=1)
    assert entries() == [(1, 1, "23/11 07:30", False), (1, 2, "23/11 07:30", True)]


def test_a_coming_shift_the_workbook_no_longer_has_is_replaced_by_none(app):
    apply(one_day("q1", "cc-a", MONDAY), one_day("q1", "cc-a", TUESDAY))

    done = apply(one_day("q1", "cc-a", TUESDAY))

    assert done == Tally(unchanged=1, closed=1)
    assert entries() == [(1, 1, "23/11 07:30", False), (1, 1, "24/11 07:30", True)]


def test_a_replaced_shift_says_since_when(app, clock):
    apply(one_day("q1", "cc-a", MONDAY))
    clock.set("2026-11-22T20:00:00+07:00")
    apply(one_day("q1", "cc-b", MONDAY))

    with db.engine.connect() as connection:
        (since,) = connection.scalars(select(DutyEntry.replaced_at).where(DutyEntry.replaced_at.is_not(None)))
    assert since.isoformat() == "2026-11-22T13:00:00+00:00"


def test_a_shift_that_is_over_stays_whatever_the_workbook_says(app, clock):
    apply(one_day("q1", "cc-a", MONDAY), one_day("q1", "cc-a", TUESDAY))
    clock.set("2026-11-23T12:00:00+07:00")

    done = apply(one_day("q1", "cc-b", MONDAY), one_day("q1", "cc-a", TUESDAY))

    assert done == Tally(unchanged=1, kept=1)
    assert entries() == [(1, 1, "23/11 07:30", True), (1, 1, "24/11 07:30", True)]


def test_a_shift_that_is_over_stays_when_the_workbook_no_longer_has_it(app, clock):
    apply(one_day("q1", "cc-a", MONDAY), one_day("q1", "cc-a", TUESDAY))
    clock.set("2026-11-23T12:00:00+07:00")

    done = apply(one_day("q1", "cc-a", TUESDAY))

    assert done == Tally(unchanged=1)


def test_a_shift_under_way_may_change_hands(app, clock):
    apply(one_day("q1", "cc-a", MONDAY))
    clock.set("2026-11-23T09:00:00+07:00")

    done = apply(
        one_day("q1", "cc-a", MONDAY, "07:30", "09:30"), one_day("q1", "cc-b", MONDAY, "09:30", "11:30")
    )

    assert done == Tally(created=2, closed=1)
    assert entries() == [
        (1, 1, "23/11 07:30", False),
        (1, 1, "23/11 07:30", True),
        (1, 2, "23/11 09:30", True),
    ]


def test_a_past_shift_of_which_nothing_was_known_is_added(app, clock):
    apply(one_day("q1", "cc-a", TUESDAY))
    clock.set("2026-11-23T12:00:00+07:00")

    done = apply(one_day("q1", "cc-a", MONDAY), one_day("q1", "cc-a", TUESDAY))

    assert done == Tally(created=1, unchanged=1)


def test_a_past_shift_of_an_officer_who_stood_elsewhere_is_not_added(app, clock):
    apply(one_day("q1", "cc-a", MONDAY))
    clock.set("2026-11-23T12:00:00+07:00")

    done = apply(one_day("q2", "cc-a", MONDAY, "11:00", "11:45"))

    assert done == Tally(kept=1)


def test_an_officer_who_has_left_is_on_duty_no_more(app):
    whole = office(duties=(one_day("q1", "cc-a", MONDAY), one_day("q2", "cc-b", MONDAY)))
    office_import.apply(whole, actor="quan-tri")

    done = office_import.apply(replace(whole, officers=whole.officers[:1], duties=()), actor="quan-tri")

    assert done[Kind.DUTY] == Tally(closed=1)
    assert entries() == [(1, 1, "23/11 07:30", True), (2, 2, "23/11 07:30", False)]


@pytest.mark.thorough
def test_a_roster_of_five_thousand_rows_shows_its_progress(app, record_property):
    whole = large_office(counters=100, weeks=50)
    steps = []

    started = stopwatch.monotonic()
    data = office_template.workbook(whole)
    written = stopwatch.monotonic()
    read = office_workbook.read(data)
    checked = stopwatch.monotonic()
    done = office_import.apply(read, actor="quan-tri", progress=lambda *step: steps.append(step))
    stored = stopwatch.monotonic()

    record_property("seconds_to_read", round(checked - written, 2))
    record_property("seconds_to_store", round(stored - checked, 2))
    print(  # noqa: T201
        f"5,000 rows: file {written - started:.1f} s, read {checked - written:.1f} s, stored {stored - checked:.1f} s"
    )
    assert len(read.duties) == 5000
    assert done[Kind.DUTY].created == 25_000
    with db.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(DutyEntry)) == 25_000
    assert len(steps) >= 50
    assert [count for count, _ in steps] == sorted({count for count, _ in steps})
    assert len({total for _, total in steps}) == 1
    assert steps[-1][0] == steps[-1][1]


def large_office(*, counters, weeks):
    """Every counter has an officer of its own and a row for each week."""
    numbers = range(1, counters + 1)
    return office(
        counters=tuple(
            OfficeCounter(unit_code="tt", code=f"q{n}", name=f"Quầy {n}", field_codes=("ho-tich",))
            for n in numbers
        ),
        officers=tuple(
            OfficeOfficer(unit_code="tt", code=f"cc-{n}", name=f"Công chức {n}.") for n in numbers
        ),
        duties=tuple(
            duty(
                f"q{n}",
                f"cc-{n}",
                first_day=MONDAY + timedelta(weeks=week),
                last_day=MONDAY + timedelta(weeks=week, days=4),
            )
            for n in numbers
            for week in range(weeks)
        ),
    )
