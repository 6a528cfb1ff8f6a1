"""`flask office targets`: the plans whose targets an office may choose, and choosing one."""

import click
from flask.cli import with_appcontext
from flask_babel import gettext as _

from core import labels
from core.domain.access import SYSTEM
from core.domain.target_sets import TARGET_SETS, TargetSet, UnknownTargetSet
from core.queries import units
from core.services import targets as services
from core.services.targets import TargetSetRefused
from core.web.commands.actor import ACTOR


@click.command("targets")
@with_appcontext
@click.argument("code", required=False)
@click.option(
    "--unit", "unit_code", default=None, help="Code of the unit; the commune when there is only one."
)
def targets(code: str | None, unit_code: str | None) -> None:
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
        chosen = services.choose(code, unit_id, ACTOR)
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
