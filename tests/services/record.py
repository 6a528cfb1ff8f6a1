"""Reads record and cells the plain way, without the code under test, and counts answers on its own."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import MetaData, Table, select

from core.db import db

#: (day, field, officer, counter, channel, tier, version): what a cell is about in these tests.
Place = tuple[date, int, int, int, str, str, int]
DIMENSIONS = ("day", "field_id", "officer_id", "counter_id", "channel", "tier", "version_id")


def table(name: str) -> Table:
    """Return a table as the database itself describes it."""
    return _table(str(db.engine.url), name)


@lru_cache
def _table(_url: str, name: str) -> Table:
    return Table(name, MetaData(), autoload_with=db.engine)


def rows(name: str) -> list[Mapping[str, Any]]:
    """Return all rows of a table."""
    with db.engine.connect() as connection:
        return [dict(row) for row in connection.execute(select(table(name))).mappings()]


def slots(version_id: int) -> dict[tuple[str, str], int]:
    """Return the counter of each (question, option) as published."""
    return {
        (row["question_code"], row["code"]): row["slot"]
        for row in rows("question_option")
        if row["version_id"] == version_id
    }


def counted(*tables: str) -> Counter[tuple[Place, str, str]]:
    """Add up cell tables: how often each (question, option) was answered at each place, and `("", "")` for people."""
    names = {(row["version_id"], row["slot"]): row for row in rows("question_option")}
    found: Counter[tuple[Place, str, str]] = Counter()
    for row in (row for name in tables for row in rows(name)):
        place = tuple(row[dimension] for dimension in DIMENSIONS)
        found[place, "", ""] += row["n"]
        for number in range(48):
            count = row[f"s{number:02d}"]
            if count:
                option = names[row["version_id"], row["part"] * 48 + number]
                found[place, option["question_code"], option["code"]] += count
    return Counter({key: count for key, count in found.items() if count})


def by_month(cells: Counter[tuple[Place, str, str]]) -> Counter[tuple[Place, str, str]]:
    """Put days of one month together."""
    found: Counter[tuple[Place, str, str]] = Counter()
    for (place, question, option), count in cells.items():
        found[(place[0].replace(day=1), *place[1:]), question, option] += count
    return found


def cells(name: str) -> list[tuple[Any, ...]]:
    """Return the rows of a cell table that count something, with every number they carry."""
    counts = [column.name for column in table(name).columns if not column.primary_key]
    return sorted(tuple(row.values()) for row in rows(name) if any(row[count] for count in counts))


def plain(name: str) -> list[tuple[Any, ...]]:
    """Return a table's rows in an order of their own, to compare before and after."""
    return sorted((tuple(row.values()) for row in rows(name)), key=repr)
