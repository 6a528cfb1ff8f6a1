"""Runs docs/recount.sql as an outsider would, by `sqlite3` or `psql` and without the product; reads its tables."""

import subprocess
from dataclasses import dataclass
from datetime import date

from tests.support.databases import ROOT

SCRIPT = ROOT / "docs" / "recount.sql"


@dataclass(frozen=True)
class Figure:
    """One line of the first table: people and answers; satisfied share in percent and mean score as printed."""

    people: int
    answers: int
    share: str
    mean: str


@dataclass(frozen=True)
class Levels:
    """One line of the second table: five counts, worst to best, and the satisfied share in percent as printed."""

    counts: tuple[int, int, int, int, int]
    n: int
    share: str


@dataclass(frozen=True)
class Recount:
    """Both tables. Keys: what, about whom, questionnaire, trust; for levels the criterion too."""

    figures: dict[tuple[str, str, str, str], Figure]
    levels: dict[tuple[str, str, str, str, str], Levels]


def recount(database_url: str, first: date, last: date, *, office: str = "") -> Recount:
    """Count the days from first to last again, for one office and all that belongs to it, or for every office."""
    script = SCRIPT.read_text(encoding="utf-8")
    for line, choice in (
        ("SELECT '2026-01-01' AS first_day", f"SELECT '{first}' AS first_day"),
        ("'2026-12-31' AS last_day", f"'{last}' AS last_day"),
        ("''           AS office", f"'{office}' AS office"),
    ):
        assert script.count(line) == 1, f"docs/recount.sql has no single line to edit: {line}"
        script = script.replace(line, choice)
    return _read(_run(database_url, script))


def _run(database_url: str, script: str) -> str:
    if database_url.startswith("sqlite"):
        command = ["sqlite3", "-bail", database_url.removeprefix("sqlite:///")]
    else:
        address = database_url.replace("+psycopg", "")
        command = ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-f", "-", address]
    done = subprocess.run(command, input=script, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert not done.stderr, done.stderr
    return done.stdout


def _read(printed: str) -> Recount:
    found = Recount({}, {})
    into_levels = False
    for line in printed.splitlines():
        words = line.split("|")
        if words[0] in ("FIGURES", "LEVELS"):
            into_levels = words[0] == "LEVELS"
        elif into_levels:
            what, subject, questionnaire, trust, criterion, *numbers, share = words
            one, two, three, four, five, n = (int(number) for number in numbers)
            found.levels[what, subject, questionnaire, trust, criterion] = Levels(
                (one, two, three, four, five), n, share
            )
        else:
            what, subject, questionnaire, trust, people, answers, share, mean = words
            found.figures[what, subject, questionnaire, trust] = Figure(
                int(people), int(answers), share, mean
            )
    return found
