"""`flask rollup`: do the cells equal the record?"""

import click
from flask.cli import AppGroup

from core.services import rollups

rollup = AppGroup("rollup", help="The counters the overview reads.")


@rollup.command("check")
def check() -> None:
    """Recount the record; exit 1 and list the cells that differ."""
    differences = rollups.check()
    for difference in differences[:20]:
        click.echo(f"{difference.table} {tuple(difference.key)}")
    if differences:
        raise click.ClickException(
            f"{len(differences)} cells differ. `flask rollup rebuild` writes them anew."
        )
    click.echo("All cells equal the record.")


@rollup.command("rebuild")
def rebuild() -> None:
    """Write all cells anew from the record."""
    rollups.rebuild()
    click.echo("All cells were written anew from the record.")
