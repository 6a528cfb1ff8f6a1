"""Copies: what stands in a database at one moment, for the manifest and for whoever compares."""

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, create_engine, func, inspect, select, table, text

from core.config import PROJECT
from core.domain.audit import Entry, first_break
from core.models import AuditEntry

_ENTRIES = AuditEntry.__table__


@dataclass(frozen=True)
class Facts:
    """The revision of a database's tables, the rows in each, and the head of its audit chain."""

    revision: str
    rows: Mapping[str, int]
    audit_head: str


@dataclass(frozen=True)
class Chain:
    """How many entries an audit chain has, and the first that does not fit."""

    entries: int
    first_break: int | None


def facts(connection: Connection) -> Facts:
    """Return what stands in a database now."""
    names = inspect(connection).get_table_names()
    rows = {
        name: connection.scalar(select(func.count()).select_from(table(name))) or 0 for name in sorted(names)
    }
    revision = connection.scalar(text("SELECT version_num FROM alembic_version")) or ""
    last = select(_ENTRIES.c.hash).order_by(_ENTRIES.c.number.desc()).limit(1)
    return Facts(revision=revision, rows=rows, audit_head=connection.scalar(last) or "")


def chain(connection: Connection) -> Chain:
    """Read the whole audit chain of a database that is not the product's own."""
    read = 0

    def entries() -> Iterator[Entry]:
        nonlocal read
        with connection.execution_options(stream_results=True).execute(
            select(_ENTRIES).order_by(_ENTRIES.c.number)
        ) as rows:
            for row in rows:
                read += 1
                yield Entry(**row._asdict())

    broken = first_break(entries())
    return Chain(entries=read, first_break=broken)


@contextmanager
def reading(url: str) -> Iterator[Connection]:
    """Open a database that is not the product's own, and leave nothing open."""
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def version() -> str:
    """Return the product's version."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    return str(project["project"]["version"])


def newest_revision() -> str:
    """Return the newest revision of the tables that this version knows: the files are numbered."""
    steps = Path(PROJECT / "migrations" / "versions").glob("[0-9]*.py")
    return max(file.name.partition("_")[0] for file in steps)
