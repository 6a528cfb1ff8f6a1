"""`flask office import` and `template`: the office's spreadsheet, read and written."""

from hashlib import sha256
from pathlib import Path

import click
from flask.cli import with_appcontext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from core import clock, labels
from core.domain.office import Kind, Office, Plan
from core.reports import office_template
from core.services import office_import, office_workbook
from core.services.office_workbook import WorkbookRefused
from core.web.commands.actor import ACTOR

#: More mistakes than anybody mends in one go; the rest is counted.
SHOWN_ERRORS = 100
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


@click.command("import")
@with_appcontext
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Check and say what would change; write nothing.")
def import_(file: Path, dry_run: bool) -> None:
    """Set the office up from FILE.xlsx: check everything, then write all of it or nothing."""
    try:
        content = file.read_bytes()
        read = office_workbook.read(content)
    except WorkbookRefused as refused:
        _print_errors(refused)
        raise SystemExit(1) from refused
    console = Console()
    console.print(_plan_table(_("What this file would change"), office_import.plan(read)))
    if dry_run:
        click.echo(_("Checked only; nothing was written."))
        return
    done = _apply(console, read, sha256=sha256(content).hexdigest())
    click.echo(_("The office is set up. %(count)s rows changed.", count=labels.count(done.changes)))


def _apply(console: Console, read: Office, *, sha256: str) -> Plan:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as bar:
        task = bar.add_task(_("Writing"), total=None)
        return office_import.apply(
            read,
            actor=ACTOR,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
            sha256=sha256,
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


@click.command("template")
@with_appcontext
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.option("--example", is_flag=True, help="The invented commune, filled in, instead of the empty form.")
def template(file: Path, example: bool) -> None:
    """Write the documented spreadsheet to FILE.xlsx."""
    content = office_template.example(clock.today()) if example else office_template.blank()
    file.write_bytes(content)
    click.echo(_("Written: %(file)s", file=str(file)))
