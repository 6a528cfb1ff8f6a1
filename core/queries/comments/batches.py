"""Batches that may be published: comments somebody else of the Front marked, of one unit and stretch of months."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from core import clock
from core.domain.access import Scope
from core.domain.comment_batches import Stretch, stretches
from core.queries.calendar import Reading
from core.queries.comments import queue
from core.queries.comments.queue import ReviewedComment


@dataclass(frozen=True)
class Batch:
    """Comments that come out together, shuffled."""

    unit_id: int
    unit: str
    stretch: Stretch
    comments: tuple[ReviewedComment, ...]

    @property
    def digest(self) -> str:
        """Stands for exactly these comments as they stand: what was read is what comes out."""
        parts = sorted(f"{one.handle}/{one.number}" for one in self.comments)
        return sha256(" ".join(parts).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Standing:
    """What a person may publish, and what still waits."""

    batches: tuple[Batch, ...]
    #: Marked by others, but too few or of the running month.
    waiting: int
    #: Marked by this person: somebody else publishes them.
    own: int


def standing(scope: Scope, *, session: Reading | None = None) -> Standing:
    """Return the batches this person may publish; what they marked themselves is for somebody else's eyes."""
    marked = queue.marked(scope, session=session)
    others = [one for one in marked if one.account_id != scope.account_id]
    found = [
        _batch(unit_id, stretch, others)
        for unit_id in sorted({one.unit_id for one in others})
        for stretch in stretches(_months(others, unit_id), clock.today())
    ]
    return Standing(
        batches=tuple(found),
        waiting=len(others) - sum(len(batch.comments) for batch in found),
        own=len(marked) - len(others),
    )


def _months(comments: list[ReviewedComment], unit_id: int) -> Counter[date]:
    return Counter(one.month for one in comments if one.unit_id == unit_id)


def _batch(unit_id: int, stretch: Stretch, comments: list[ReviewedComment]) -> Batch:
    own = tuple(one for one in comments if one.unit_id == unit_id and one.month in stretch.months)
    return Batch(unit_id, own[0].unit, stretch, own)
