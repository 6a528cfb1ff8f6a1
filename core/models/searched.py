"""Searched: the column that keeps a row's names without marks, filled in by whoever writes the names."""

from typing import Any

from sqlalchemy import Text, event, text
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from core.domain.searching import words_of


def words_column(*columns: str) -> Mapped[str]:
    """Return the column `words` of a table: on INSERT, however it is made, it is drawn from these columns."""

    def drawn(context: DefaultExecutionContext) -> str:
        values = context.get_current_parameters()
        return words_of(*(values.get(name) or "" for name in columns))

    return mapped_column(Text, default=drawn, server_default=text("''"))


def follow_names(kind: type[Base], *columns: str) -> None:
    """Let `words` follow when an object's names change; a bulk UPDATE of names sets it itself."""

    def renew(target: Any, value: str | None, changed: str) -> None:
        names = {name: getattr(target, name) for name in columns} | {changed: value}
        target.words = words_of(*(names[name] or "" for name in columns))

    for column in columns:
        event.listen(
            getattr(kind, column),
            "set",
            lambda target, value, _old, _initiator, column=column: renew(target, value, column),
            propagate=True,
        )
