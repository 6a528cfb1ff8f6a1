"""Differences: what each of two keyings says in one part of a sheet, in words."""

from dataclasses import dataclass

from flask_babel import gettext as _

from core import labels
from core.domain.paper import COMMENT, FIELD, Keyed, marks, said
from core.domain.questionnaire import Kind
from core.queries.paper import Batch


@dataclass(frozen=True)
class Sides:
    """One difference: what is asked, and both readings of it."""

    part: str
    asked: str
    first: str
    second: str


def sides(batch: Batch, part: str, first: Keyed, second: Keyed) -> Sides:
    """Return one difference in words."""
    return Sides(part, _asked(batch, part), _told(batch, part, first), _told(batch, part, second))


def _asked(batch: Batch, part: str) -> str:
    if part == FIELD:
        return _("Field")
    if part == COMMENT:
        return _("The person’s own words")
    return labels.wording(batch.questionnaire.question(part).texts)


def _told(batch: Batch, part: str, keyed: Keyed) -> str:
    codes = said(batch.questionnaire, keyed, part)
    if not codes:
        return _("nothing")
    if part == FIELD:
        return next((field.name for field in batch.fields if field.id == keyed.field_id), _("nothing"))
    if part == COMMENT:
        return keyed.comment
    question = batch.questionnaire.question(part)
    if question.kind is Kind.TEXT:
        return keyed.texts.get(part, "")
    if question.kind is Kind.NUMBER:
        return codes[0]
    keys = marks(question)
    return "; ".join(
        f"{keys[code]} – {words}" if keys[code] else words
        for code in codes
        for words in [labels.wording(question.option(code).texts)]
    )
