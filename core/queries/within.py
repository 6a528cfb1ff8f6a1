"""Within: one condition for «a unit of this person», however many units a province has."""

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Integer, any_, bindparam, func, literal, select

from core.db import db


def within(column: Any, numbers: Collection[int]) -> ColumnElement[bool]:
    """Return the condition that a column is one of these numbers, with one parameter for all of them.

    A province has thousands of units; a parameter for each would take longer to write than to answer.
    """
    listed = sorted(numbers)
    if db.engine.dialect.name == "postgresql":
        condition: ColumnElement[bool] = column == any_(bindparam(None, listed, type_=ARRAY(Integer)))
        return condition
    values = func.json_each(literal(json.dumps(listed))).table_valued("value")
    inside: ColumnElement[bool] = column.in_(select(values.c.value))
    return inside
