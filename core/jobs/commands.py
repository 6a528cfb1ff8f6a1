"""`flask submissions`, `flask complaints` and `flask worker`: what is due by itself, and the process that does it."""

import signal
import threading

import click
from flask.cli import AppGroup, with_appcontext

from core.jobs import drain, loop
from core.services import ladder, round_reports, settling
from core.services.complaints import erasure_clock, keeping, passing, publishing

submissions = AppGroup("submissions", help="What citizens gave.")
complaints = AppGroup("complaints", help="What citizens complained of or asked for.")


@complaints.command("pass")
def pass_cases() -> None:
    """Write down reminders and steps upward whose day has come, each once; close what nobody contested.

    Publish the months whose deadlines are all past.
    """
    done = passing.run()
    climbed = erasure_clock.run()
    months = publishing.run()
    click.echo(f"{done.steps} steps, {done.lapsed} cases closed by themselves.")
    if climbed:
        click.echo(f"{climbed} requests for erasure climbed.")
    if months:
        click.echo(f"{months} months published.")


@complaints.command("keep")
def keep() -> None:
    """Erase what was kept long enough (docs/backup.md), at most once per date."""
    done = keeping.run()
    if not done.is_due:
        click.echo("Nothing to do: this date is done already.")
        return
    click.echo(f"Erased {done.contacts} contacts, the words of {done.words} cases, {done.comments} comments.")
    drain.drain()


@submissions.command("settle")
def settle() -> None:
    """Settle what was first received on earlier dates, at most once per date; then rewrite the files."""
    result = settling.settle()
    if not result.is_due:
        click.echo("Nothing to do: this date is settled already, or it is before 00:30.")
    else:
        click.echo(f"Settled {result.submissions} submissions ({result.revisions} revisions).")
    closed = ladder.close()
    if closed.through:
        click.echo(
            f"Closed the days through {closed.through:%d/%m/%Y}: {closed.steps} steps of published figures."
        )
    reported = round_reports.take()
    if reported.round_ids:
        click.echo(f"Reported {len(reported.round_ids)} survey rounds.")
    drain.drain()


@click.command("worker")
@with_appcontext
def worker() -> None:
    """Do what follows a change and what is due each night, until told to stop."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    loop.run(stop)
