"""`flask office begin`: a real office in an empty database."""

import click
from flask.cli import with_appcontext
from flask_babel import gettext as _
from rich.console import Console
from rich.table import Table

from core import config, labels
from core.domain.access import Role
from core.services import accounts, beginning
from core.services.beginning import DatabaseNotEmpty
from core.services.office_workbook.text import text
from core.web.commands.actor import ACTOR


@click.command("begin")
@click.option("--commune", required=True, help="Name of the commune, for example «Xã Mẫu».")
@click.option(
    "--centre", default="Trung tâm Phục vụ hành chính công", show_default=True, help="Name of its centre."
)
@with_appcontext
def begin(commune: str, centre: str) -> None:
    """Begin a real office in an empty database: commune, centre, and the first two accounts."""
    try:
        begun = beginning.begin(text(commune), text(centre), actor=ACTOR)
    except DatabaseNotEmpty as error:
        raise click.ClickException(
            _("There is an office already. Further units are added in the browser.")
        ) from error
    table = Table(title=_("The first accounts; each password is shown only here and works once"))
    for heading in (_("Role"), _("Account name"), _("One-time password")):
        table.add_column(heading, no_wrap=True)
    for role, login, unit_code in (
        (Role.SYSADMIN, "quan-tri", begun.commune_code),
        (Role.MANAGER, "quan-ly", begun.centre_code),
    ):
        name = str(labels.ROLE_NAMES[role])
        password = accounts.create(login=login, name=name, role=role, unit_code=unit_code, actor=ACTOR)
        table.add_row(f"{role} – {labels.ROLE_NAMES[role]}", login, password)
    Console(width=100).print(table)
    click.echo(
        _("Units and their codes:") + f" {commune} {begun.commune_code} · {centre} {begun.centre_code}"
    )
    click.echo(_("Sign in, then follow the checklist:") + f" {config.current().public_url}/admin/")
