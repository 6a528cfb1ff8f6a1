"""Numbers and texts: how far what somebody types may go, as the column `constraint` says it."""

from core.domain.publishing import MOST_DIGITS
from core.domain.submission import MAX_COMMENT
from core.domain.xlsform import conditions
from core.domain.xlsform.form import Row, Why
from core.domain.xlsform.sheet import Sheet

#: The greatest number anybody is asked for.
MOST = int("9" * MOST_DIGITS)
#: A text nobody set a length for.
PLAIN_LENGTH = 200


def length(sheet: Sheet, row: Row, *, is_own: bool) -> int | None:
    """Return the greatest number of characters; None only where a row of ours states none."""
    written = sheet.columns.cell(row, "constraint")
    high = conditions.read_length(written)
    if not is_own and high is not None and high < 1:
        high = None
    if written and high is None:
        sheet.say(row, "constraint", Why.CONSTRAINT, written=written)
    if is_own:
        return high
    if high is not None and high > MAX_COMMENT:
        sheet.say(row, "constraint", Why.LENGTH, most=MAX_COMMENT)
        return MAX_COMMENT
    return high or PLAIN_LENGTH


def bounds(sheet: Sheet, row: Row, *, is_own: bool) -> tuple[int | None, int | None] | None:
    """Return the least and greatest number, None where fewer than two that may be asked for would be left."""
    written = sheet.columns.cell(row, "constraint")
    read = conditions.read_bounds(written) if written else (None, None)
    if read is None:
        sheet.say(row, "constraint", Why.CONSTRAINT, written=written)
    low, high = read or (None, None)
    if is_own:
        return low, high
    if low is not None and high is not None and low > high:
        # Nothing could be answered; what was meant is nearer to the least number than to none at all.
        high = None
    least, most = max(low or 0, 0), min(MOST if high is None else high, MOST)
    if least >= most:
        sheet.say(row, "constraint", Why.NO_NUMBERS, written=written, most=MOST)
        return None
    if (least, most) != (low or 0, high):
        sheet.say(row, "constraint" if written else "type", Why.BOUNDS, low=least, high=most, most=MOST)
    return least, most
