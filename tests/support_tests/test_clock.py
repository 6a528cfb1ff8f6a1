"""The tests' clock moves the product's time, here and in every process that shares its file."""

from datetime import UTC, date, datetime

import pytest

from core import clock as product_clock
from tests.support.clock import Clock


def test_the_product_sees_the_time_that_a_test_sets(clock: Clock):
    clock.set("2026-11-21T09:00:00+07:00")

    assert product_clock.now() == datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


def test_a_clock_moves_on_by_a_duration(clock: Clock):
    clock.set("2026-11-21T23:50:00+07:00")

    clock.advance(minutes=31)

    assert product_clock.today() == date(2026, 11, 22)


def test_a_moment_without_its_zone_is_refused(clock: Clock):
    with pytest.raises(ValueError, match="Say of which zone"):
        clock.set("2026-11-21T09:00:00")
