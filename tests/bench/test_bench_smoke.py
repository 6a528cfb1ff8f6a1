"""The bench runs, judges and keeps what it found; how fast anything is, is no business of a test."""

import json
import re
import subprocess

import pytest

from bench import __main__ as bench
from bench.goals import GOALS, Measured, Verdict
from tests.support.databases import ROOT


@pytest.fixture(scope="module")
def finished() -> subprocess.CompletedProcess[str]:
    """A quick run of the two rows that measure no time."""
    command = [ROOT / "bin" / "bench", "--quick", "--rows", "1,12"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_a_quick_run_prints_a_line_for_every_row_that_was_asked_for(finished):
    assert finished.returncode == 0, finished.stdout + finished.stderr
    lines = finished.stdout.splitlines()
    assert [line.split()[0] for line in lines if re.match(r"\d", line)] == ["1", "12"]
    assert lines[3].endswith("aim met"), lines[3]


def test_a_run_is_kept_as_json_with_its_machine_and_verdicts(finished):
    file = ROOT / finished.stdout.rpartition("Written to ")[2].splitlines()[0]

    kept = json.loads(file.read_text(encoding="utf-8"))

    assert {row["row"]: row["verdict"] for row in kept["rows"]} == {"1": "aim met", "12": "aim met"}
    assert kept["rows"][0]["facts"]["requests"] == 1
    assert kept["machine"]["database"] == "sqlite"


def test_a_run_leaves_no_scratch_behind(finished):
    assert finished.returncode == 0
    file = ROOT / finished.stdout.rpartition("Written to ")[2].splitlines()[0]
    started = file.stat().st_mtime - 60

    left = [path for path in file.parent.glob("scratch-*/test_1.db") if started < path.stat().st_mtime]

    assert left == []


@pytest.mark.parametrize(
    ("row", "facts", "verdict"),
    [
        ("1", {"bytes": 8000, "requests": 1, "fonts": 0, "foreign": 0}, Verdict.AIM),
        ("1", {"bytes": 8001, "requests": 1, "fonts": 0, "foreign": 0}, Verdict.FLOOR),
        ("1", {"bytes": 8000, "requests": 1, "fonts": 1, "foreign": 0}, Verdict.BELOW),
        ("2", {"ratio": 1.3, "shift": 0.01, "without_script": 1}, Verdict.BELOW),
        ("3", {"ratio": 0.80, "errors": 0}, Verdict.AIM),
        ("3", {"ratio": 0.90, "errors": 1}, Verdict.BELOW),
        ("4", {"ratio": 0.40, "errors": 0}, Verdict.FLOOR),
        ("4", {"ratio": 0.39, "errors": 0}, Verdict.BELOW),
        ("5", {"ratio": 2.5, "locked": 0}, Verdict.FLOOR),
        ("5", {"ratio": 1.0, "locked": 1}, Verdict.BELOW),
        ("6", {"differences": 1}, Verdict.BELOW),
        ("7", {"ratio": 0.11, "differences": 0}, Verdict.BELOW),
        ("7", {"ratio": 0.01, "differences": 1}, Verdict.BELOW),
        ("10", {"bytes": 139.1}, Verdict.BELOW),
        ("10 at 2", {"bytes": 900}, Verdict.REPORTED),
        ("11", {"mebibytes": 145, "errors": 0}, Verdict.FLOOR),
        ("12", {"differences": 0}, Verdict.AIM),
    ],
)
def test_a_row_is_judged_by_its_floor_and_its_aim(row: str, facts: dict[str, float], verdict: Verdict):
    assert Measured(row, "", "", facts).verdict is verdict


@pytest.mark.parametrize(("bytes_each", "code"), [(100, 0), (200, 1)])
def test_the_exit_says_whether_a_floor_was_missed(monkeypatch, capsys, bytes_each: int, code: int):
    measured = [Measured("10", f"{bytes_each} B", "–", {"bytes": bytes_each})]
    step = bench.Step(frozenset({"10"}), lambda *_: measured)
    monkeypatch.setattr(bench, "STEPS", (step,))

    assert bench.main(["--quick", "--rows", "10"]) == code
    assert ("Below the floor: 10" in capsys.readouterr().out) is bool(code)


def test_every_row_that_can_be_asked_for_has_a_goal_and_a_measurement():
    measured = frozenset().union(*(step.rows for step in bench.STEPS))

    assert measured == frozenset(bench.ROWS) == {row for row in GOALS if " " not in row}
