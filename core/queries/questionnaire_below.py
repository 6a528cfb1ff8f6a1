"""Which units below one go their own way: what is published above does not reach them."""

from sqlalchemy import select

from core import clock
from core.db import db
from core.domain.access import Scope
from core.models import QuestionnaireChoice, Unit
from core.queries.questionnaires import own_choices


def with_own_version(_scope: Scope, unit_id: int, code: str) -> tuple[str, ...]:
    """Return the names of the units below one that ask a version of their own choice under a code, by name.

    Those below them ask it too. The caller has the unit in hand, and with it what stands below.
    """
    tree = select(Unit.id).where(Unit.parent_id == unit_id).cte("below", recursive=True)
    # Without repetitions, so that a ring in the tree ends too.
    tree = tree.union(select(Unit.id).join(tree, Unit.parent_id == tree.c.id))
    chose = select(QuestionnaireChoice.unit_id).where(
        QuestionnaireChoice.code == code,
        QuestionnaireChoice.unit_id.in_(select(tree.c.id)),
        QuestionnaireChoice.unit_id != unit_id,
    )
    own = own_choices(db.session.scalars(chose.distinct()), code)
    is_there = Unit.valid_to.is_(None) | (Unit.valid_to >= clock.today())
    names = select(Unit.name).where(Unit.id.in_(own), is_there).order_by(Unit.name, Unit.id)
    return tuple(db.session.scalars(names))
