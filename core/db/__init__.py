"""The database: one engine, one way to write, for everybody."""

from core.db.connections import (
    UNAVAILABLE,
    Base,
    Moment,
    db,
    engine_options,
    maintenance,
    prepare,
    release,
    snapshot,
    write,
    write_session,
)
from core.db.group_commit import write_together
from core.db.prepared import Prepared

__all__ = [
    "UNAVAILABLE",
    "Base",
    "Moment",
    "Prepared",
    "db",
    "engine_options",
    "maintenance",
    "prepare",
    "release",
    "snapshot",
    "write",
    "write_session",
    "write_together",
]
