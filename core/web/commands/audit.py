"""`flask audit`: is the chain of staff actions whole?"""

import click
from flask.cli import AppGroup
from flask_babel import gettext as _

from core import labels
from core.services import audit as chain

audit = AppGroup("audit", help="The chain of staff actions.")


@audit.command("verify")
def verify() -> None:
    """Read the whole chain; exit 1 and name the first entry that does not fit."""
    result = chain.verify()
    if result.first_break is not None:
        raise click.ClickException(_("The chain breaks at entry %(number)s.", number=result.first_break))
    click.echo(
        _(
            "The chain is whole: %(count)s entries. Head: %(head)s",
            count=labels.count(result.entries),
            head=result.head,
        )
    )
