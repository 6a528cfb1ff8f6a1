"""`flask backup`: make a backup, restore one, and try beforehand whether one can be restored."""

from pathlib import Path

import click
from flask.cli import AppGroup
from flask_migrate import upgrade
from sqlalchemy.exc import ProgrammingError

from core.services.backups import creating, rehearsing, restoring
from core.services.backups.archive import BackupRefused
from core.web.commands.actor import ACTOR

backup = AppGroup("backup", help="Backups of the whole database; see docs/backup.md.")

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
#: What the commands say to a refusal of the services.
REFUSALS = {
    "exists": "«{file}» exists already; a backup never writes over another.",
    "in_memory": "This database stands in memory only; there is no file to back up.",
    "not_a_backup": "«{file}» is no backup of this product.",
    "other_format": "«{file}» was made by another version in a form this one cannot read.",
    "damaged": "«{file}» is damaged: its content is not what its manifest says. Take another backup.",
    "other_database": "This backup is of {theirs}, the settings name {ours}.",
    "newer": "This backup was made by version {theirs}; this is {ours}. Install that version first.",
    "not_empty": "There is an office in this database. Make a backup of it first; then say --replace.",
    "in_use": "Somebody has this database open. Stop the product and its worker first.",
    "program_missing": "«{program}» is not there. It comes with PostgreSQL: apt-get install postgresql-client.",
    "program_failed": "«{program}» failed: {said}",
}


@backup.command("create")
@click.argument("where", required=False, type=click.Path(path_type=Path))
def create(where: Path | None) -> None:
    """Make a backup in the folder WHERE, or under that name if it ends in .backup."""
    try:
        made = creating.create(where, actor=ACTOR)
    except BackupRefused as refusal:
        raise _sentence(refusal) from refusal
    manifest = made.manifest
    click.echo(
        f"{made.file}  {manifest.size:,} bytes  revision {manifest.revision}  sha256 {manifest.sha256}"
    )


@backup.command("restore")
@click.argument("file", type=_FILE)
@click.option("--replace", is_flag=True, help="Put it in the place of the office that stands there.")
def restore(file: Path, *, replace: bool) -> None:
    """Restore the backup FILE; what was erased since is erased again before anybody is served."""
    try:
        restored = restoring.restore(file, replaces=replace)
    except BackupRefused as refusal:
        raise _sentence(refusal) from refusal
    if restored.is_behind:
        click.echo(f"Bringing the tables from revision {restored.manifest.revision} to this version's.")
        upgrade()
    restoring.finish(restored, actor=ACTOR)
    click.echo(f"Restored what was backed up on {restored.manifest.made_at}.")
    click.echo(f"{restored.erasures} erasures of the list were applied.")


@backup.command("rehearse")
@click.argument("file", type=_FILE)
def rehearse(file: Path) -> None:
    """Restore FILE into a database of its own, compare, throw it away; exit 1 where something differs."""
    try:
        found = rehearsing.rehearse(file)
    except BackupRefused as refusal:
        raise _sentence(refusal) from refusal
    except ProgrammingError as error:
        raise click.ClickException(
            "A database for the rehearsal cannot be made: the user needs CREATEDB."
        ) from error
    rows = sum(found.manifest.rows.values())
    click.echo(f"{len(found.manifest.rows)} tables, {rows:,} rows; these differ: {_listed(found.differing)}")
    broken = f"breaks at entry {found.chain.first_break}" if found.chain.first_break else "whole"
    head = "" if found.is_head_same else ", but its head is another"
    click.echo(f"Audit chain: {found.chain.entries} entries, {broken}{head}.")
    click.echo(f"{found.erasures} erasures applied; readable again: {found.readable_again}.")
    if not found.is_good:
        raise click.ClickException("This backup would not bring the office back as it was.")
    click.echo("This backup can be restored.")


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names) or "none"


def _sentence(refusal: BackupRefused) -> click.ClickException:
    return click.ClickException(REFUSALS[refusal.code].format(**refusal.facts))
