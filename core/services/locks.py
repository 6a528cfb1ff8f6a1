"""Locks on PostgreSQL: who may touch one submission, and when settling has the inbox to itself.

SQLite needs none: its writers take turns (core/db/connections.py).
"""

from sqlalchemy import Connection, text

_SETTLING = 1_280_262_471
_AUDIT = 1_280_262_472
_PLACES = 1_280_262_473
_LADDER = 1_280_262_474
_COMPLAINTS = 1_280_262_475
_COMMENTS = 1_280_262_479
_OUTBOX = 1_280_262_480

_ENTER = text("SELECT pg_advisory_xact_lock_shared(:settling), pg_advisory_xact_lock(:submission)")
_EXCLUSIVE = text("SELECT pg_advisory_xact_lock(:name)")


def enter_inbox(connection: Connection, submission_id: bytes) -> None:
    """Wait until settling is over and nobody else revises this submission; holds to the transaction's end."""
    if connection.dialect.name == "postgresql":
        own = int.from_bytes(submission_id[:8], signed=True)
        connection.execute(_ENTER, {"settling": _SETTLING, "submission": own})


def settle_alone(connection: Connection) -> None:
    """Wait until no revision is under way, and keep new ones waiting."""
    _exclusive(connection, _SETTLING)


def extend_audit(connection: Connection) -> None:
    """Let audit entries be numbered one after the other."""
    _exclusive(connection, _AUDIT)


def set_up_places(connection: Connection) -> None:
    """Let one office set-up finish before the next begins."""
    _exclusive(connection, _PLACES)


def climb_ladder(connection: Connection) -> None:
    """Let one closing of the ladder finish before the next begins."""
    _exclusive(connection, _LADDER)


def file_complaint(connection: Connection) -> None:
    """Let register numbers be given, and cases move, one after the other."""
    _exclusive(connection, _COMPLAINTS)


def review_comments(connection: Connection) -> None:
    """Let comments be reviewed and published one after the other."""
    _exclusive(connection, _COMMENTS)


def note_work(connection: Connection) -> None:
    """Let pieces of work be numbered one after the other."""
    _exclusive(connection, _OUTBOX)


def _exclusive(connection: Connection, name: int) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(_EXCLUSIVE, {"name": name})
