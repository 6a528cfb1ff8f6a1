"""Creating: a consistent backup while the product serves, with nothing in it that was erased before."""

from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from sqlalchemy import select, text

from core import clock, config
from core.db import db, write
from core.models import Unit
from core.services import audit, erasure_list
from core.services.backups import archive, copies, embedded, server
from core.services.backups.archive import BackupRefused, Manifest
from core.services.backups.copies import Facts

SUFFIX = ".backup"


@dataclass(frozen=True)
class Made:
    """A backup that lies on the disk."""

    file: Path
    manifest: Manifest


def create(where: Path | None = None, *, actor: str) -> Made:
    """Make a backup in a folder or under a name of its own; without either in the folder of the settings.

    Raise BackupRefused `exists`, `in_memory`, `program_missing` or `program_failed`.
    """
    target = _target(where)
    erasure_list.write_on()
    with archive.workshop(target.parent) as folder:
        content = folder / "content"
        found = _copy(content)
        manifest = Manifest(
            format=archive.FORMAT,
            version=copies.version(),
            revision=found.revision,
            database=db.engine.dialect.name,
            made_at=clock.now().astimezone(UTC).isoformat(timespec="seconds"),
            content="database.sqlite3" if db.engine.dialect.name == "sqlite" else "database.pgdump-custom",
            size=content.stat().st_size,
            sha256=archive.sha256_of(content),
            rows=found.rows,
            audit_head=found.audit_head,
        )
        archive.write(target, manifest, content)
    note("backup.create", actor=actor, sha256=manifest.sha256, bytes=manifest.size)
    return Made(target, manifest)


def note(action: str, *, actor: str, **facts: object) -> None:
    """Write an act about the whole database into the audit chain, at the unit above all."""
    with write() as connection:
        unit = connection.scalar(select(Unit.id).where(Unit.parent_id.is_(None)).order_by(Unit.id).limit(1))
        audit.record(connection, actor=actor, action=action, unit_id=unit or 0, facts=dict(facts))


def _target(where: Path | None) -> Path:
    place = where or config.current().backups
    name = f"langnghe-{clock.local(clock.now()):%Y%m%d-%H%M%S}{SUFFIX}"
    target = place if place.suffix == SUFFIX else place / name
    if target.exists():
        raise BackupRefused("exists", file=str(target))
    return target


def _copy(content: Path) -> Facts:
    if db.engine.dialect.name != "sqlite":
        return _dump(content)
    database = db.engine.url.database
    if not database or database == ":memory:":
        raise BackupRefused("in_memory")
    embedded.copy(Path(database), content)
    with copies.reading(f"sqlite:///{content}") as connection:
        return copies.facts(connection)


def _dump(content: Path) -> Facts:
    """Count and dump from the same snapshot, so that the manifest fits the dump while others write."""
    with db.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        snapshot = str(connection.scalar(text("SELECT pg_export_snapshot()")))
        found = copies.facts(connection)
        server.dump(db.engine.url, content, snapshot=snapshot)
    return found
