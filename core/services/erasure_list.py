"""The list of erasures beside the backups: append-only, no words, read at every restoring (docs/promises.md D28)."""

import os
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import Connection, select

from core import config
from core.db import db
from core.domain.complaints.erasing import Erased, Wish, read
from core.domain.complaints.filing import Part
from core.models import Erasure

NAME = "erasure-list.jsonl"
_ROWS = Erasure.__table__


def file() -> Path:
    """Return where the list lies."""
    return config.current().backups / NAME


def in_file(path: Path) -> tuple[Erased, ...]:
    """Return what the file lists; a line that cannot be read is left out, for the database has it too."""
    if not path.exists():
        return ()
    return tuple(one for one in read(path.read_text(encoding="utf-8", errors="replace")) if one is not None)


def in_database(connection: Connection) -> tuple[Erased, ...]:
    """Return what the database lists."""
    rows = connection.execute(select(_ROWS).order_by(_ROWS.c.day, _ROWS.c.id))
    return tuple(
        Erased(
            id=row.id,
            unit_id=row.unit_id,
            kind=Wish(row.kind),
            parts=tuple(Part(part) for part in row.parts.split(",") if part),
            reference=row.reference,
            day=row.day,
            decided_by=row.decided_by,
            confirmed_by=row.confirmed_by,
        )
        for row in rows
    )


def write_on() -> int:
    """Append to the file what only the database lists, and have it on the disk; return how many lines that were."""
    with db.engine.connect() as connection:
        listed = in_database(connection)
    return append(file(), listed)


def append(path: Path, erased: Iterable[Erased]) -> int:
    """Append what the file does not list yet; return how many. Nothing in the file is ever changed."""
    known = {one.id for one in in_file(path)}
    new = [one for one in erased if one.id not in known]
    if not new:
        return 0
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    text = "".join(f"{one.line()}\n" for one in new)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    try:
        size = os.fstat(handle).st_size
        # A power cut may have left half a line: what follows begins on one of its own.
        is_torn = size > 0 and os.pread(handle, 1, size - 1) != b"\n"
        content = (("\n" if is_torn else "") + text).encode()
        if os.write(handle, content) != len(content):
            raise OSError("the list of erasures was not written whole")
        os.fsync(handle)
    finally:
        os.close(handle)
    return len(new)


def together(*lists: Iterable[Erased]) -> tuple[Erased, ...]:
    """Return every line of several lists once, the oldest first."""
    found = {one.id: one for lines in lists for one in lines}
    return tuple(sorted(found.values(), key=lambda one: (one.day, one.id)))
