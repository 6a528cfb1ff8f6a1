"""`flask office demo`: the invented commune of the first start, with one account per role."""

import click
from flask.cli import with_appcontext
from flask_babel import gettext as _
from rich.console import Console
from rich.table import Table

from core import clock, labels
from core.domain.access import Role
from core.domain.office.example import COMMUNE_CODE
from core.services import accounts
from core.services import demo as example
from core.services.beginning import DatabaseNotEmpty
from core.web.commands.actor import ACTOR

#: One account per role in the example commune: login and the person's visibly invented name.
DEMO_PEOPLE = {
    Role.FRONT: ("mat-tran", "Thành viên Mặt trận A."),
    Role.FRONT_LEAD: ("chu-tich-mat-tran", "Chủ tịch Mặt trận B."),
    Role.COUNCIL: ("hoi-dong", "Đại biểu Hội đồng C."),
    Role.LEADER: ("lanh-dao", "Lãnh đạo Ủy ban D."),
    Role.MANAGER: ("quan-ly", "Giám đốc Trung tâm E."),
    Role.OFFICER: ("cong-chuc", "Công chức A."),
    Role.OBSERVER: ("giam-sat", "Giám sát viên G."),
    Role.PROVINCE: ("cap-tinh", "Cán bộ tỉnh H."),
    Role.SYSADMIN: ("quan-tri", "Quản trị viên I."),
}


@click.command("demo")
@with_appcontext
def demo() -> None:
    """Set up the invented commune in an empty database, with one account per role."""
    try:
        example.create(clock.today())
    except DatabaseNotEmpty as error:
        raise click.ClickException(
            _("There is an office already. The example commune only goes into an empty database.")
        ) from error
    table = Table(title=_("Accounts of the example commune; each password is shown only here and works once"))
    for heading in (_("Role"), _("Account name"), _("One-time password")):
        table.add_column(heading, no_wrap=True)
    for role, (login, name) in DEMO_PEOPLE.items():
        password = accounts.create(login=login, name=name, role=role, unit_code=COMMUNE_CODE, actor=ACTOR)
        table.add_row(f"{role} – {labels.ROLE_NAMES[role]}", login, password)
    Console(width=100).print(table)
