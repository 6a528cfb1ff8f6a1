"""Reconciles the citizens' ledger with what is stored: each acknowledged once, unaltered; nothing from nowhere."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import text

from core.web import tokens
from core.web.tokens import Purpose
from tests.faults.ledger import Said, Visit
from tests.support.contents import looking

#: Where the quick questionnaire writes its answers (see `question.position`).
OVERALL, OFFICER, TRIPS = "overall", "officer", "trips"


@dataclass(frozen=True)
class Stored:
    """What counts of one submission, and in how many revisions it lies there."""

    said: Said
    revisions: tuple[int, ...]


@dataclass(frozen=True)
class Reconciliation:
    """How ledger and database differ; every list is empty when each promise was kept."""

    lost: list[int]
    altered: list[int]
    doubled: list[str]
    gaps: list[int]

    @property
    def is_clean(self) -> bool:
        """Was nothing lost, altered or doubled?"""
        return not (self.lost or self.altered or self.doubled or self.gaps)


def ids(visits: Iterable[Visit]) -> dict[bytes, Visit]:
    """Return whose submission each id is: the running app's key opens the form tokens the citizens were given."""
    return {
        sha256(tokens.read(Purpose.FORM, visit.form_token).secret).digest()[:16]: visit
        for visit in visits
        if visit.form_token
    }


def reconcile(visits: Iterable[Visit], database_url: str) -> Reconciliation:
    """Compare every visit with what is stored of it."""
    known = ids(visits)
    stored = read(database_url)
    lost, altered, gaps = [], [], []
    for submission_id, visit in known.items():
        found = stored.get(submission_id)
        if found is None and None not in visit.allowed:
            lost.append(visit.number)
        elif found is not None and found.said not in visit.allowed:
            altered.append(visit.number)
        elif found is not None and not _is_whole(found, visit):
            gaps.append(visit.number)
    strangers = [submission_id.hex() for submission_id in stored.keys() - known.keys()]
    return Reconciliation(lost=lost, altered=altered, doubled=strangers, gaps=gaps)


def _is_whole(found: Stored, visit: Visit) -> bool:
    """Are revisions numbered from 1 without a hole, and no more than contents sent? Settled, only the last remains."""
    numbered = list(range(1, found.revisions[-1] + 1))
    is_settled = len(found.revisions) == 1
    return (is_settled or list(found.revisions) == numbered) and found.revisions[-1] <= visit.distinct


def read(database_url: str) -> dict[bytes, Stored]:
    """Return what is stored, by id, straight from the tables; a submission in both tables is an error."""
    with looking(database_url) as connection:
        places = {
            row.code: row.position
            for row in connection.execute(text("SELECT code, position FROM question WHERE version_id = 1"))
        }
        inbox = connection.execute(
            text("SELECT id, revision, answers, field_id, comment_text FROM inbox ORDER BY id, revision")
        ).all()
        settled = connection.execute(
            text("SELECT id, revision, answers, field_id, comment_commitment FROM submission")
        ).all()
    found: dict[bytes, Stored] = {}
    for row in (*inbox, *settled):
        before = found.get(bytes(row[0]))
        revisions = (*(before.revisions if before else ()), row.revision)
        found[bytes(row[0])] = Stored(_said(row, places), revisions)
    both = {bytes(row[0]) for row in inbox} & {bytes(row[0]) for row in settled}
    assert not both, f"{len(both)} submissions stand in the inbox and in the record"
    return found


def _said(row: Any, places: Mapping[str, int]) -> Said:
    return Said(
        overall=row.answers[places[OVERALL]],
        field_id=row.field_id,
        officer=row.answers[places[OFFICER]],
        trips=row.answers[places[TRIPS]],
        has_comment=row[4] is not None,
    )


def levels(visits: Iterable[Visit], database_url: str) -> tuple[int, ...]:
    """Return how many tapped each level, worst to best, by the ledger; the database says only what was unknown."""
    stored = read(database_url)
    tally: Counter[str] = Counter()
    for submission_id, visit in ids(visits).items():
        if visit.unknown is None and visit.acknowledged:
            tally[visit.acknowledged[-1].overall] += 1
        elif submission_id in stored:
            tally[stored[submission_id].said.overall] += 1
    return tuple(tally[level] for level in "12345")
