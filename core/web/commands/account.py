"""`flask account`: people who sign in at the desk."""

import click
from flask.cli import AppGroup
from flask_babel import lazy_gettext as _l

from core.domain.access import Role
from core.services import accounts
from core.services.accounts import AccountRefused

account = AppGroup("account", help="People who sign in at the desk.")

#: What the command says to a refusal of the service.
REFUSALS = {
    "unknown_unit": _l(
        "No unit has the code «%(unit)s». `flask office begin`, the browser and `flask office import` make units."
    ),
    "login_taken": _l("An account «%(login)s» exists already. Choose another name."),
}


@account.command("create")
@click.argument("login")
@click.option("--role", type=click.Choice([str(role) for role in Role]), required=True)
@click.option("--unit", "unit_code", required=True, help="Code of the unit the person belongs to.")
@click.option("--name", default=None, help="Name shown at the desk; the login when left out.")
def create(login: str, role: str, unit_code: str, name: str | None) -> None:
    """Create an account and print its one-time password, once."""
    try:
        password = accounts.create(
            login=login.strip().lower(),
            name=name or login,
            role=Role(role),
            unit_code=unit_code,
            actor="command",
        )
    except AccountRefused as refusal:
        raise click.ClickException(str(REFUSALS[refusal.code]) % refusal.facts) from refusal
    click.echo(f"{login.strip().lower()}  {password}")
