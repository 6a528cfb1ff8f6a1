"""Which codes in use ask a questionnaire of a unit, and would ask nothing without it."""

from sqlalchemy import select

from core import clock
from core.db import db
from core.domain.access import Scope
from core.domain.office import TouchpointKind
from core.models import Touchpoint
from core.queries import questionnaires
from core.queries.questionnaires import above, own_choices


def left_alone(scope: Scope, unit_id: int, code: str) -> tuple[str, ...]:
    """Return the codes in use of a unit and those below it that ask nothing any more once it retires `code`.

    None where a unit above, or the product, has a version to be asked instead. A survey round's code keeps its own.
    """
    higher = above(unit_id)[1:]
    # Unit 0 stands nowhere: what it asks is what comes with the product.
    if questionnaires.latest(scope, code, higher[0] if higher else 0) is not None:
        return ()
    rows = db.session.execute(
        select(Touchpoint.code, Touchpoint.unit_id)
        .where(
            Touchpoint.questionnaire_code == code,
            Touchpoint.kind != TouchpointKind.ROUND,
            Touchpoint.revoked_at.is_(None),
            Touchpoint.replaced_by_id.is_(None),
            Touchpoint.valid_to.is_(None) | (Touchpoint.valid_to >= clock.today()),
        )
        .order_by(Touchpoint.unit_id, Touchpoint.id)
    ).all()
    asking = {number: _asks_through(number, unit_id, code) for number in {row.unit_id for row in rows}}
    return tuple(row.code for row in rows if asking[row.unit_id])


def _asks_through(unit_id: int, through: int, code: str) -> bool:
    """Does a unit ask what `through`, itself or a unit above it, chose, and nothing of its own?"""
    line = above(unit_id)
    return through in line and not own_choices(line[: line.index(through)], code)
