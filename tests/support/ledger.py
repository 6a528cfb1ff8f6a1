"""Reads what is stored, past every cache: revisions, settled rows, comments, how many rows each table has."""

from hashlib import sha256
from typing import Any

from sqlalchemy import RowMapping, func, select

from core import config
from core.db import Base, db
from core.domain.rollup import PERSON_COUNTS
from core.models import CELL_LIVE, SLOT_COLUMNS, InboxRevision, Submission
from core.services import comments
from core.services.comments import ProtectedComment


def id_of(secret: bytes) -> bytes:
    """Return the id under which a secret's answers are stored."""
    return sha256(secret).digest()[:16]


def revisions(secret: bytes | None = None) -> list[RowMapping]:
    """Return the inbox rows of one secret, or of all, in their order."""
    inbox = InboxRevision.__table__
    wanted = select(inbox).order_by(inbox.c.id, inbox.c.revision)
    return _rows(wanted if secret is None else wanted.where(inbox.c.id == id_of(secret)))


def settled(secret: bytes | None = None) -> list[RowMapping]:
    """Return the settled rows of one secret, or of all."""
    table = Submission.__table__
    wanted = select(table).order_by(table.c.id)
    return _rows(wanted if secret is None else wanted.where(table.c.id == id_of(secret)))


def counting(secret: bytes) -> RowMapping:
    """Return the revision that counts."""
    return revisions(secret)[-1]


def comment(row: RowMapping) -> str | None:
    """Return the words of a revision's comment, opened with the product's keys."""
    if row["comment_text"] is None:
        return None
    names = ("text", "key", "salt", "commitment")
    return comments.reveal(
        ProtectedComment(**{name: row[f"comment_{name}"] for name in names}), config.current().data_keys
    )


def live() -> dict[str, int]:
    """Return what the live cells add up to: the counts of persons, and every slot that is not empty."""
    names = (*PERSON_COUNTS, *SLOT_COLUMNS)
    totals = _rows(select(*(func.coalesce(func.sum(CELL_LIVE.c[name]), 0).label(name) for name in names)))[0]
    return {name: int(totals[name]) for name in names if name in PERSON_COUNTS or totals[name]}


def row_counts() -> dict[str, int]:
    """Return how many rows each table has."""
    with db.engine.connect() as connection:
        return {
            table.name: connection.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }


def _rows(statement: Any) -> list[RowMapping]:
    with db.engine.connect() as connection:
        return list(connection.execute(statement).mappings())
