"""`flask office addresses`: what to open and to scan, printed at every start."""

import click
from flask.cli import with_appcontext
from flask_babel import gettext as _

from core import config
from core.domain.access import SYSTEM
from core.queries import touchpoints, units
from core.reports import qr


@click.command("addresses")
@with_appcontext
def addresses() -> None:
    """Print the addresses to open: the surveys, a code to scan, the desk."""
    public = config.current().public_url
    codes = touchpoints.printed(units.everywhere(SYSTEM), public)
    if codes:
        click.echo(_("Survey of each place (scan or open):"))
    for code in codes:
        click.echo(f"  {code.url}  {code.place}")
    port = public.rpartition(":")[2] if public.count(":") > 1 else "80"
    if codes:
        # The place with most fields shows most of the survey.
        first = max(codes, key=lambda code: len(code.fields))
        click.echo(
            _("%(place)s, on this machine:", place=first.place) + f" http://localhost:{port}/q/{first.code}"
        )
        click.echo(qr.terminal(first.url))
    click.echo(_("The desk:") + f" {public}/admin/  ·  http://localhost:{port}/admin/")
