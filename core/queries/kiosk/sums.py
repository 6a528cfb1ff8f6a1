"""Sums by device: what a list of tablets or phones shows beside each."""

from typing import Any

from core.db import db


def sums(statement: Any) -> dict[int, int]:
    """Return the second column of a statement by its first: a device's id and a sum."""
    return {row[0]: int(row[1]) for row in db.session.execute(statement)}
