"""`flask office`: sets an office up from its spreadsheet, chooses its targets, tells its addresses."""

from pathlib import Path

import click
from flask.cli import AppGroup
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from core import clock, config, labels
from core.domain.access import SYSTEM, Role
from core.domain.office import Kind, Office, Plan
from core.domain.target_sets import TARGET_SETS, TargetSet, UnknownTargetSet
from core.queries import touchpoints, units
from core.reports import office_template, qr
from core.services import accounts, beginning, demo, office_import, office_workbook, targets
from core.services.demo import DatabaseNotEmpty
from core.services.office_workbook import WorkbookRefused
from core.services.office_workbook.text import text
from core.services.targets import TargetSetRefused

office = AppGroup("office", help="The office: places, people, roster, targets, addresses.")

#: The name that stands in the audit chain for what a command did.
ACTOR = "command"
#: More mistakes than anybody mends in one go; the rest is counted.
SHOWN_ERRORS = 100
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
KINDS = {
    Kind.UNIT: _l("units"),
    Kind.GROUP: _l("field groups"),
    Kind.FIELD: _l("fields"),
    Kind.COUNTER: _l("counters"),
    Kind.OFFICER: _l("officers"),
    Kind.DUTY: _l("duty shifts"),
    Kind.TOUCHPOINT: _l("QR codes"),
    Kind.TARGET: _l("targets"),
    Kind.QUESTIONNAIRE: _l("questionnaires"),
}


@office.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Check and say what would change; write nothing.")
def import_(file: Path, dry_run: bool) -> None:
    """Set the office up from FILE.xlsx: check everything, then write all of it or nothing."""
    try:
        read = office_workbook.read(file.read_bytes())
    except WorkbookRefused as refused:
        _print_errors(refused)
        raise SystemExit(1) from refused
    console = Console()
    console.print(_plan_table(_("What this file would change"), office_import.plan(read)))
    if dry_run:
        click.echo(_("Checked only; nothing was written."))
        return
    done = _apply(console, read)
    click.echo(_("The office is set up. %(count)s rows changed.", count=labels.count(done.changes)))


def _apply(console: Console, read: Office) -> Plan:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as bar:
        task = bar.add_task(_("Writing"), total=None)
        return office_import.apply(
            read, actor=ACTOR, progress=lambda done, total: bar.update(task, completed=done, total=total)
        )


def _print_errors(refused: WorkbookRefused) -> None:
    table = Table(title=_("This file cannot be imported yet; nothing was written"))
    for heading in (_("Sheet"), _("Row"), _("Column"), _("What to put right")):
        table.add_column(heading, overflow="fold")
    for error in refused.errors[:SHOWN_ERRORS]:
        column = f"{error.column} – {error.heading}" if error.column else ""
        table.add_row(error.sheet, str(error.row or ""), column, str(error))
    Console(stderr=True).print(table)
    hidden = len(refused.errors) - SHOWN_ERRORS
    if hidden > 0:
        click.echo(_("… and %(count)s more.", count=labels.count(hidden)), err=True)


def _plan_table(title: str, plan: Plan) -> Table:
    table = Table(title=title)
    for heading in ("", _("new"), _("changed"), _("unchanged"), _("closed"), _("past, left as it was")):
        table.add_column(heading, justify="right" if heading else "left")
    for kind, tally in plan.tallies.items():
        numbers = (tally.created, tally.updated, tally.unchanged, tally.closed, tally.kept)
        table.add_row(str(KINDS[kind]), *(labels.count(number) for number in numbers))
    return table


@office.command("template")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.option("--example", is_flag=True, help="The invented commune, filled in, instead of the empty form.")
def template(file: Path, example: bool) -> None:
    """Write the documented spreadsheet to FILE.xlsx."""
    content = office_template.example(clock.today()) if example else office_template.blank()
    file.write_bytes(content)
    click.echo(_("Written: %(file)s", file=str(file)))


@office.command("targets")
@click.argument("code", required=False)
@click.option(
    "--unit", "unit_code", default=None, help="Code of the unit; the commune when there is only one."
)
def targets_(code: str | None, unit_code: str | None) -> None:
    """Make the targets of the plan CODE those of the office; without CODE, list the plans."""
    if code is None:
        for target_set in TARGET_SETS:
            _print_set(target_set)
        return
    unit_id = units.top(SYSTEM, unit_code)
    if unit_id is None:
        raise click.ClickException(
            _("Name the unit by its code: --unit CODE. No unit, or more than one, fits.")
        )
    try:
        chosen = targets.choose(code, unit_id, ACTOR)
    except UnknownTargetSet as error:
        raise click.ClickException(
            _("There is no plan with this code; without code all are listed.")
        ) from error
    except TargetSetRefused as error:
        raise click.ClickException(
            _("The office lacks a field or group this plan speaks of. Import the spreadsheet first.")
        ) from error
    _print_set(chosen.target_set)
    click.echo(_("Chosen. %(count)s targets hold now.", count=labels.count(chosen.added)))


def _print_set(target_set: TargetSet) -> None:
    click.echo(f"\n{target_set.code}  {target_set.title}\n    {target_set.document}")
    for target in target_set.targets:
        subject = target.subject_code or _("overall")
        until = labels.day(target.last_day) if target.last_day else "…"
        percent = labels.percent(target.threshold / 10000, 0)
        click.echo(
            f"    ≥ {percent}  {subject}  {labels.day(target.first_day)} – {until}  ({target.article})"
        )
    click.echo(f"    {target_set.remarks['vi']}")


@office.command("demo")
def demo_() -> None:
    """Set up the invented commune in an empty database, with one account per role."""
    try:
        made = demo.create(clock.today())
    except DatabaseNotEmpty as error:
        raise click.ClickException(
            _("There is an office already. The example commune only goes into an empty database.")
        ) from error
    table = Table(title=_("Accounts of the example commune; each password is shown only here and works once"))
    for heading in (_("Role"), _("Account name"), _("One-time password")):
        table.add_column(heading, no_wrap=True)
    for role, (login, name) in DEMO_PEOPLE.items():
        password = accounts.create(
            login=login, name=name, role=role, unit_code=made.commune_code, actor=ACTOR
        )
        table.add_row(f"{role} – {labels.ROLE_NAMES[role]}", login, password)
    Console(width=100).print(table)


@office.command("begin")
@click.option("--commune", required=True, help="Name of the commune, for example «Xã Mẫu».")
@click.option(
    "--centre", default="Trung tâm Phục vụ hành chính công", show_default=True, help="Name of its centre."
)
def begin(commune: str, centre: str) -> None:
    """Begin a real office in an empty database: commune, centre, and the first two accounts."""
    try:
        begun = beginning.begin(text(commune), text(centre), actor=ACTOR)
    except beginning.DatabaseNotEmpty as error:
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
    click.echo(_("Sign in, then follow the checklist:") + f" {config.current().public_url}/admin/")


@office.command("addresses")
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
