"""Restoring: a checked backup takes the database's place, and nothing comes back with it that was erased since."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete, inspect, select, text
from sqlalchemy.exc import SQLAlchemyError

from core.db import db, write, write_session
from core.domain.complaints.course import State
from core.domain.complaints.erasing import Erased
from core.domain.complaints.kinds import Outcome
from core.models import Complaint, ComplaintMail, OutboxItem
from core.services import erasure_list
from core.services.backups import archive, copies, creating, embedded, replaying, server
from core.services.backups.archive import BackupRefused, Manifest
from core.services.complaints import keeping, merging, news

_OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@dataclass(frozen=True)
class Restored:
    """What was restored, and how many erasures the list had for it."""

    manifest: Manifest
    erasures: int
    #: Does the database still have to be brought to this version's tables?
    is_behind: bool


def restore(file: Path, *, replaces: bool = False) -> Restored:
    """Put a backup in the database's place, erased anew by every list there is, before anybody is served from it.

    Raise BackupRefused: `not_a_backup`, `damaged`, `other_format`, `other_database`, `newer`, `not_empty` unless it
    may replace what stands there, `in_use` while the product runs, `program_missing`, `program_failed`.
    """
    manifest = checked_manifest(file)
    is_server = db.engine.dialect.name == "postgresql"
    if not replaces and not (_server_is_empty() if is_server else embedded.is_empty(_database())):
        raise BackupRefused("not_empty")
    erased = lists_for(file)
    db.session.remove()
    db.engine.dispose()
    beside = erasure_list.file().parent if is_server else _database().parent
    with archive.workshop(beside) as folder:
        content = archive.unpack(file, manifest, folder)
        # What only the database knew that is being replaced is written down before it goes.
        erasure_list.append(erasure_list.file(), erased)
        if is_server:
            _restore_server(content, folder, erased)
        else:
            _restore_embedded(content, erased)
    is_behind = manifest.revision != copies.newest_revision()
    return Restored(manifest, erasures=len(erased), is_behind=is_behind)


def finish(restored: Restored, *, actor: str) -> None:
    """Do what needs this version's tables: the list once more, what was kept too long meanwhile, and the entry."""
    erased = erasure_list.in_file(erasure_list.file())
    is_postgresql = db.engine.dialect.name == "postgresql"
    with write() as connection:
        tables = set(inspect(connection).get_table_names())
        for statement in replaying.statements(erased, is_postgresql=is_postgresql):
            if tables.issuperset(statement.tables):
                connection.exec_driver_sql(statement.text)
    _go_on_alone()
    keeping.run(again=True)
    manifest = restored.manifest
    creating.note(
        "backup.restore",
        actor=actor,
        sha256=manifest.sha256,
        made_at=manifest.made_at,
        erasures=restored.erasures,
    )


def _go_on_alone() -> None:
    """Let letters go on by themselves whose main case an erasure of the list has ended, as when it was erased.

    And nobody is written to who may have taken that wish back since the backup was made.
    """
    with write_session() as session:
        ended = select(Complaint).where(
            Complaint.state == str(State.CLOSED), Complaint.outcome == str(Outcome.WITHDRAWN)
        )
        for case in list(session.scalars(ended)):
            merging.scatter(session, case)
        session.execute(delete(ComplaintMail))
        session.execute(delete(OutboxItem).where(OutboxItem.kind == news.KIND))


def checked_manifest(file: Path) -> Manifest:
    """Return the manifest of a backup this product can use; raise BackupRefused."""
    manifest = archive.read_manifest(file)
    if manifest.database != db.engine.dialect.name:
        raise BackupRefused("other_database", theirs=manifest.database, ours=db.engine.dialect.name)
    if manifest.revision > copies.newest_revision():
        raise BackupRefused("newer", theirs=manifest.version, ours=copies.version())
    return manifest


def lists_for(file: Path) -> tuple[Erased, ...]:
    """Return every erasure known: in the list of the settings' folder, beside the backup, and in the database."""
    return erasure_list.together(
        erasure_list.in_file(erasure_list.file()),
        erasure_list.in_file(file.parent / erasure_list.NAME),
        _in_present_database(),
    )


def _in_present_database() -> tuple[Erased, ...]:
    """Return what the database lists that is being replaced; nothing where it cannot be read any more."""
    if db.engine.dialect.name == "sqlite" and not _database().exists():
        return ()
    try:
        with db.engine.connect() as connection:
            return erasure_list.in_database(connection)
    except SQLAlchemyError:
        return ()


def _restore_embedded(content: Path, erased: tuple[Erased, ...]) -> None:
    database = _database()
    if database.exists():
        _check_nobody_serves(database)
    embedded.replay(content, erased)
    embedded.put_in_place(content, database)


def _restore_server(content: Path, folder: Path, erased: tuple[Erased, ...]) -> None:
    with db.engine.connect() as connection:
        schema = str(connection.scalar(text("SELECT current_schema()")) or "public")
        others = connection.scalar(_OTHERS) or 0
    db.engine.dispose()
    if others:
        raise BackupRefused("in_use")
    script, replay = folder / "restore-script", folder / "replay-script"
    server.to_script(content, script)
    replay.write_text(replaying.script(erased, schema), encoding="utf-8")
    server.restore(db.engine.url, schema, script, replay)


def _check_nobody_serves(database: Path) -> None:
    """Raise BackupRefused `in_use` while anybody has the file open: they would go on with the old one."""
    try:
        with closing(sqlite3.connect(database, timeout=1)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        if "locked" in str(error) or "busy" in str(error):
            raise BackupRefused("in_use") from error
    except sqlite3.DatabaseError:
        # No database any more: that is what a backup is for.
        return


def _server_is_empty() -> bool:
    with db.engine.connect() as connection:
        if connection.scalar(text("SELECT to_regclass('unit')")) is None:
            return True
        return connection.scalar(text("SELECT 1 FROM unit LIMIT 1")) is None


def _database() -> Path:
    database = db.engine.url.database
    if not database or database == ":memory:":
        raise BackupRefused("in_memory")
    return Path(database)
