"""Prepared statements: compiled once, then run by the driver alone, for what every submission does."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ClauseElement, Connection, CursorResult, Dialect


class Prepared:
    """A statement compiled once and then run by the driver alone, for what every submission does.

    Takes plain values and brings plain values: days travel as ISO text, which both databases read.
    """

    def __init__(self, statement: Callable[[str], ClauseElement]) -> None:
        self._statement = statement
        self._compiled: dict[str, tuple[str, Sequence[str] | None]] = {}

    def run(self, connection: Connection, *rows: Mapping[str, Any]) -> CursorResult[Any]:
        """Run it once for each row of parameters."""
        text, names = self._text(connection.dialect)
        values = [_values(row, names) for row in rows]
        return connection.exec_driver_sql(text, values[0] if len(values) == 1 else values)

    def _text(self, dialect: Dialect) -> tuple[str, Sequence[str] | None]:
        if dialect.name not in self._compiled:
            compiled: Any = self._statement(dialect.name).compile(dialect=dialect)
            self._compiled[dialect.name] = (str(compiled), compiled.positiontup)
        return self._compiled[dialect.name]


def _values(row: Mapping[str, Any], names: Sequence[str] | None) -> Any:
    if names is None:
        return {name: _plain(value) for name, value in row.items()}
    return tuple([_plain(row[name]) for name in names])


def _plain(value: Any) -> Any:
    return value.isoformat() if type(value) is date else value
