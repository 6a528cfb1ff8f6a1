"""Settling is killed at every statement: the record is as before or as after, never in between."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask

from core.db import write_session
from core.services import rollups, settling, submissions
from tests.support import worlds
from tests.support.clock import Clock
from tests.support.contents import Contents, contents
from tests.support.databases import ROOT, environment

pytestmark = pytest.mark.thorough

#: More statements than settling and rewriting have.
ENOUGH = 60


def test_settling_killed_at_any_statement_leaves_the_state_before_or_after(
    app: Flask, settings: dict[str, str], database_url: str, clock: Clock
):
    two_days_of_answers(clock)
    before = contents(database_url)
    states: list[Contents] = []

    with settler(settings) as is_killed:
        for statements in range(ENOUGH):
            if not is_killed(statements):
                break
            states.append(contents(database_url))

    after = contents(database_url)
    turned = states.index(next(state for state in states if state != before))
    assert 8 < turned < len(states) < ENOUGH
    assert all(state == before for state in states[:turned])
    assert all(settled(state) == settled(after) for state in states[turned:])
    assert [len(after[name]) for name in ("submission", "comment", "inbox")] == [12, 6, 1]
    assert (rollups.check(), settling.settle().is_due) == ([], False)


def two_days_of_answers(clock: Clock) -> None:
    """Twelve citizens yesterday, each with a change of mind, every second with a comment; one today."""
    with write_session() as session:
        world = worlds.office(session)
    for number in range(12):
        first = worlds.draft(world, secret=bytes([number]) * 16, comment="Chờ lâu" * (number % 2))
        better = worlds.draft(world, secret=first.secret, answers={"overall": ("5",)}, seen_revision=1)
        submissions.accept(first)
        submissions.accept(better)
    clock.advance(days=1)
    submissions.accept(worlds.draft(world))


def settled(state: Contents) -> Contents:
    """Return a state without the note that the files must be rewritten, which goes when that is done."""
    return {name: rows for name, rows in state.items() if name != "outbox"}


@contextmanager
def settler(settings: dict[str, str]) -> Iterator[Callable[[int], bool]]:
    """Lend `is_killed(7)`: settle in a process that dies after seven statements; False when it lived to the end."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.faults.dying_settler"],
        env=environment(settings),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin
        assert process.stdout
        questions, answers = process.stdin, process.stdout

        def is_killed(statements: int) -> bool:
            questions.write(f"{statements}\n")
            questions.flush()
            return {"killed\n": True, "alive\n": False}[answers.readline()]

        yield is_killed
        questions.close()
