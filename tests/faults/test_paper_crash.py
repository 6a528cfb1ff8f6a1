"""Closing a batch of paper is killed again and again: each sheet waits or counts, never neither, never both."""

import subprocess
import sys

import pytest
from flask import Flask

from core.clock import today
from core.db import write_session
from core.domain.access import Role, Scope
from core.domain.builtin import QUICK
from core.domain.paper import Keyed, Turn
from core.services.paper import batches, keying
from core.services.paper.batches import BatchFacts
from tests.support import worlds
from tests.support.clock import Clock
from tests.support.contents import contents
from tests.support.databases import ROOT, environment

pytestmark = pytest.mark.thorough

SHEETS = 4
#: More statements than closing and handing over have.
ENOUGH = 60


def test_a_closing_killed_at_any_statement_leaves_each_sheet_waiting_or_counted(
    app: Flask, settings: dict[str, str], database_url: str, clock: Clock
):
    batch = keyed()
    seen = []

    with subprocess.Popen(
        [sys.executable, "-m", "tests.faults.dying_closer", str(batch)],
        env=environment(settings),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin
        assert process.stdout
        for statements in range(0, ENOUGH, 2):
            process.stdin.write(f"{statements}\n")
            process.stdin.flush()
            is_killed = process.stdout.readline() == "killed\n"
            state = contents(database_url)
            seen.append((len(state["paper_sheet"]), len(state["inbox"])))
            if not is_killed:
                break
        process.stdin.close()

    assert {waiting + counted for waiting, counted in seen} == {SHEETS}
    assert seen[0] == (SHEETS, 0)
    assert seen[-1] == (0, SHEETS)
    assert len(set(seen)) > 2, "it never died between two sheets"
    assert len({str(row) for row in contents(database_url)["inbox"]}) == SHEETS


def keyed() -> int:
    """Key a batch of sheets, each with another level, and return it."""
    clerk = Scope(account_id=1, role=Role.MANAGER, unit_ids=frozenset({worlds.World.centre}))
    with write_session() as session:
        world = worlds.office(session)
    facts = BatchFacts(touchpoint_id=world.many_point, version_id=world.quick, day=today(), sheets=SHEETS)
    batch = batches.open_batch(clerk, world.centre, facts, actor="hoa")
    for number in range(1, SHEETS + 1):
        answers = Keyed(QUICK.encode({"overall": (str(number),)}))
        keying.key(clerk, world.centre, batch, number, Turn.FIRST, answers, seen="", actor="hoa")
    return batch
