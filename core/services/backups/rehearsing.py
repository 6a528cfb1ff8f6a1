"""Rehearsing: a backup is restored into a database that nobody serves, compared, and thrown away again."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, text

from core.db import db
from core.domain.complaints.erasing import Erased, Wish
from core.services.backups import archive, copies, embedded, replaying, server
from core.services.backups.archive import Manifest
from core.services.backups.copies import Chain
from core.services.backups.restoring import checked_manifest, lists_for

_SCHEMA = "public"


@dataclass(frozen=True)
class Rehearsed:
    """What a rehearsal found."""

    manifest: Manifest
    #: Tables whose number of rows is another than the manifest says, before anything was erased anew.
    differing: tuple[str, ...]
    chain: Chain
    is_head_same: bool
    #: How many erasures the list has, and how many of the cases erased whole still have a key afterwards.
    erasures: int
    readable_again: int

    @property
    def is_good(self) -> bool:
        """Could the office go on with this backup?"""
        return not (self.differing or self.chain.first_break or self.readable_again) and self.is_head_same


def rehearse(file: Path) -> Rehearsed:
    """Restore a backup into a scratch database and compare. Raise BackupRefused as `restoring.restore` does."""
    manifest = checked_manifest(file)
    erased = lists_for(file)
    with archive.workshop(file.parent) as folder:
        content = archive.unpack(file, manifest, folder)
        if db.engine.dialect.name == "sqlite":
            return _in_file(content, manifest, erased)
        return _on_server(content, folder, manifest, erased)


def _in_file(content: Path, manifest: Manifest, erased: tuple[Erased, ...]) -> Rehearsed:
    url = f"sqlite:///{content}"
    with copies.reading(url) as connection:
        compared = _compare(connection, manifest)
    embedded.replay(content, erased)
    with copies.reading(url) as connection:
        return _report(connection, manifest, compared, erased)


def _on_server(content: Path, folder: Path, manifest: Manifest, erased: tuple[Erased, ...]) -> Rehearsed:
    script, replay = folder / "restore-script", folder / "replay-script"
    server.to_script(content, script)
    replay.write_text(replaying.script(erased, _SCHEMA), encoding="utf-8")
    with _scratch() as name:
        url = db.engine.url.set(database=name)
        address = url.render_as_string(hide_password=False)
        server.restore(url, _SCHEMA, script)
        with copies.reading(address) as connection:
            compared = _compare(connection, manifest)
        server.run(url, replay)
        with copies.reading(address) as connection:
            return _report(connection, manifest, compared, erased)


def _compare(connection: Connection, manifest: Manifest) -> tuple[tuple[str, ...], bool]:
    found = copies.facts(connection)
    names = sorted({*found.rows, *manifest.rows})
    differing = tuple(name for name in names if found.rows.get(name) != manifest.rows.get(name))
    return differing, found.audit_head == manifest.audit_head


def _report(
    connection: Connection,
    manifest: Manifest,
    compared: tuple[tuple[str, ...], bool],
    erased: tuple[Erased, ...],
) -> Rehearsed:
    whole = {one.reference for one in erased if one.kind is Wish.ALL}
    keys = {bytes(row[0]) for row in connection.execute(text("SELECT complaint_id FROM complaint_key"))}
    return Rehearsed(
        manifest=manifest,
        differing=compared[0],
        chain=copies.chain(connection),
        is_head_same=compared[1],
        erasures=len(erased),
        readable_again=len(whole & keys),
    )


@contextmanager
def _scratch() -> Iterator[str]:
    """Lend an empty database of the same server; it is gone afterwards. Its owner needs the right CREATEDB."""
    name = f"langnghe_rehearsal_{secrets.token_hex(4)}"
    engine = db.engine.execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE template0'))
    try:
        yield name
    finally:
        with engine.connect() as connection:
            connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
