"""`flask rollup`: do the cells equal the record?"""

import click
from flask.cli import AppGroup
from flask_babel import gettext as _

from core import labels
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
            _(
                "%(count)s counters differ from the record. `flask rollup rebuild` writes them anew.",
                count=labels.count(len(differences)),
            )
        )
    click.echo(_("All counters equal the record."))


@rollup.command("rebuild")
def rebuild() -> None:
    """Write all cells anew from the record."""
    rollups.rebuild()
    click.echo(_("All counters were written anew from the record."))
