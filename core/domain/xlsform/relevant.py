"""When a question is asked: the column `relevant` of a row, or of the group around it, becomes a condition of ours."""

from core.domain.questionnaire import Condition, Kind
from core.domain.xlsform import conditions
from core.domain.xlsform.form import Row, Why
from core.domain.xlsform.sheet import Sheet


def condition_of(sheet: Sheet, row: Row, above: Condition | None) -> Condition | None:
    """Return the row's own condition, else that of the group around it."""
    own = read_relevant(sheet, row, above)
    if own is not None and above is not None:
        sheet.say(row, "relevant", Why.CONDITION_TWICE)
    return own or above


def read_relevant(sheet: Sheet, row: Row, above: Condition | None) -> Condition | None:
    """Return the condition a row states, None where it states none or one we do not have, which is noted.

    `above` is that of the group around it, which holds where the row's own cannot be taken.
    """
    written = sheet.columns.cell(row, "relevant")
    if not written:
        return None
    unknown = [name for name in conditions.references(written) if name not in sheet.names]
    if unknown:
        sheet.refuse(row, "relevant", Why.CONDITION_UNKNOWN, name=unknown[0])
        return None
    try:
        asked = conditions.read_condition(written)
    except conditions.ConditionBroken:
        sheet.refuse(row, "relevant", Why.CONDITION_BROKEN, written=written)
        return None
    if asked is None:
        _lose(sheet, row, above, Why.CONDITION, written=written)
        return None
    return _understood(sheet, row, above, asked)


def _understood(sheet: Sheet, row: Row, above: Condition | None, asked: conditions.Asked) -> Condition | None:
    known = sheet.known.get(asked.question)
    if known is None:
        is_later = sheet.names[asked.question] >= row.number
        why = Why.CONDITION_LATER if is_later else Why.CONDITION_SOURCE
        _lose(sheet, row, above, why, question=asked.question)
        return None
    if known.kind in (Kind.NUMBER, Kind.TEXT):
        _lose(sheet, row, above, Why.CONDITION_SOURCE, question=asked.question)
        return None
    if known.kind is Kind.MULTI and asked.equals:
        # XPath means «this tick and no other», ours is «this tick among others».
        _lose(sheet, row, above, Why.CONDITION, written=sheet.columns.cell(row, "relevant"))
        return None
    missing = [name for name in asked.any_of if name not in known.codes]
    if missing:
        _lose(sheet, row, above, Why.CONDITION_VALUE, question=asked.question, answer=missing[0])
        return None
    return Condition(known.code, tuple(code for name in asked.any_of for code in known.codes[name]))


def _lose(sheet: Sheet, row: Row, above: Condition | None, why: Why, **facts: object) -> None:
    """Note that a condition is not taken: then everybody is asked, or whom the group around it asks."""
    if above is None:
        sheet.say(row, "relevant", why, **facts)
    else:
        written = sheet.columns.cell(row, "relevant")
        sheet.say(row, "relevant", Why.CONDITION_OF_GROUP, written=written)
