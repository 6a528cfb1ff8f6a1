"""`flask audit`: is the chain of staff actions whole?"""

import click
from flask.cli import AppGroup

from core.services import audit as chain

audit = AppGroup("audit", help="The chain of staff actions.")


@audit.command("verify")
def verify() -> None:
    """Read the whole chain; exit 1 and name the first entry that does not fit."""
    result = chain.verify()
    if result.first_break is not None:
        raise click.ClickException(f"The chain breaks at entry {result.first_break}.")
    click.echo(f"{result.entries} entries, whole. Head: {result.head}")
