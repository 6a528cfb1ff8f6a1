"""The sheet `survey`, from top to bottom: what each row is for, the groups around it, and what becomes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from core.domain.questionnaire import Condition, Kind
from core.domain.questionnaire_draft import LONGEST_TITLE, DraftQuestion
from core.domain.xlsform import extras
from core.domain.xlsform.form import SURVEY, Finding, Row, Table, Why
from core.domain.xlsform.names import Codes, code_of
from core.domain.xlsform.questions import own_code, read_question, say_losses
from core.domain.xlsform.relevant import read_relevant
from core.domain.xlsform.sheet import Sheet
from core.domain.xlsform.types import Asks, Type, read_type

#: No questionnaire for citizens has as many rows; a form of 10 000 is something else.
MOST_ROWS = 1000
_REFUSED = {Asks.UNKNOWN: Why.TYPE_UNKNOWN, Asks.WITHOUT_LIST: Why.TYPE_WITHOUT_LIST}
_LEFT_OUT = {Asks.OTHER: Why.TYPE, Asks.NOTE: Why.NOTE, Asks.METADATA: Why.METADATA}
_PAIRS = {
    Asks.END_GROUP: Asks.BEGIN_GROUP,
    Asks.END_REPEAT: Asks.BEGIN_REPEAT,
    Asks.END_RATING: Asks.BEGIN_RATING,
    Asks.END_THEIRS: Asks.BEGIN_THEIRS,
}
#: Nothing that stands in one of these is taken.
_CLOSED = {Asks.BEGIN_REPEAT: Why.REPEAT, Asks.BEGIN_THEIRS: Why.THEIR_PART}
#: Where Kobo names the list all rows of a rating are answered from.
_RATING_LIST = "kobo--score-choices"
_DISABLED = ("yes", "true", "true()", "1")


@dataclass(frozen=True)
class Became:
    """What a row of the form has become."""

    row: int
    name: str
    question: DraftQuestion


@dataclass
class _Section:
    """A group or repeat that is open, or the form itself (`row` None)."""

    row: Row | None
    asks: Asks | None
    condition: Condition | None = None
    depth: int = 0
    names: dict[str, int] = field(default_factory=dict)
    members: list[int] = field(default_factory=list)
    left_out: int = 0


@dataclass
class Walk:
    """Reads the rows one after the other."""

    sheet: Sheet
    became: list[Became] = field(default_factory=list)
    #: Factors by code, as groups name them.
    factors: dict[str, Mapping[str, str]] = field(default_factory=dict)
    _open: list[_Section] = field(default_factory=lambda: [_Section(None, None)])
    _ambiguous: set[str] = field(default_factory=set)
    _factor_codes: Codes = field(default_factory=Codes)

    def go(self, table: Table) -> None:
        """Read all rows."""
        if len(table.rows) > MOST_ROWS:
            facts = {"count": len(table.rows), "most": MOST_ROWS}
            self.sheet.wrong.append(
                Finding(SURVEY, table.rows[MOST_ROWS].number, "", Why.TOO_MANY_ROWS, facts)
            )
            return
        # A group somebody added takes the code of none that is named anywhere.
        self._factor_codes.take(self._listed)
        self._factor_codes.take(self.sheet.columns.cell(row, extras.FACTOR) for row in table.rows)
        for row in table.rows:
            self._row(row)
        for section in self._open[1:]:
            if section.row is not None:
                self.sheet.refuse(section.row, "type", Why.GROUP_NOT_ENDED)

    @property
    def _closed(self) -> _Section | None:
        """Return the repeat, or the like, this row stands in; nothing in one is taken."""
        return next((section for section in self._open if section.asks in _CLOSED), None)

    def _row(self, row: Row) -> None:
        columns = self.sheet.columns
        written = columns.cell(row, "type")
        if columns.cell(row, "disabled").lower() in _DISABLED:
            return
        if not written:
            if columns.cell(row, "name") or columns.texts(row)[0]:
                self.sheet.refuse(row, "type", Why.TYPE_MISSING)
            elif any(known.heading in row.cells for known in columns.all if not known.is_theirs):
                self.sheet.say(row, "type", Why.ROW)
            return
        kind = self._rated(row, read_type(written))
        if kind.asks in _REFUSED:
            self.sheet.refuse(row, "type", _REFUSED[kind.asks], type=written)
        elif kind.asks in _PAIRS:
            self._end(row, _PAIRS[kind.asks])
        elif kind.asks in _PAIRS.values():
            self._check_name(row)
            self._begin(row, kind.asks)
        elif self._closed is not None:
            self._check_name(row)
            self._closed.left_out += 1
        elif kind.asks in _LEFT_OUT:
            self._check_name(row)
            self.sheet.say(row, "type", _LEFT_OUT[kind.asks], type=written)
        else:
            self._check_name(row)
            self._ask(row, kind)

    def _rated(self, row: Row, kind: Type) -> Type:
        """Return a row of a rating as the question it is: one of the rating's list."""
        if kind.asks is not Asks.RATING_ROW:
            return kind
        above = self._open[-1]
        if above.asks is not Asks.BEGIN_RATING or above.row is None:
            return Type(Asks.UNKNOWN)
        list_name = self.sheet.columns.cell(above.row, _RATING_LIST)
        return Type(Asks.ONE, list_name) if list_name else Type(Asks.WITHOUT_LIST)

    def _check_name(self, row: Row) -> None:
        """Refuse a name that stands twice in the same group; a name in two groups means neither in a condition."""
        name = self.sheet.columns.cell(row, "name")
        if not name:
            return
        earlier = self._open[-1].names.setdefault(name, row.number)
        if earlier != row.number:
            self.sheet.refuse(row, "name", Why.NAME_TWICE, name=name, earlier=earlier)
        if name in self.sheet.known:
            self._ambiguous.add(name)

    def _begin(self, row: Row, asks: Asks) -> None:
        above = self._open[-1]
        is_closed = self._closed is not None or asks in _CLOSED
        own = None if is_closed else read_relevant(self.sheet, row, above.condition)
        if own is not None and above.condition is not None:
            self.sheet.say(row, "relevant", Why.CONDITION_TWICE)
        if not is_closed:
            say_losses(self.sheet, row)
        self._open.append(_Section(row, asks, own or above.condition, len(self._open)))

    def _end(self, row: Row, begun: Asks) -> None:
        section = self._open[-1]
        if section.asks is not begun or section.row is None:
            self.sheet.refuse(row, "type", Why.GROUP_NOT_BEGUN)
            return
        self._open.pop()
        if begun in _CLOSED:
            if self._closed is None:
                facts = {"type": self.sheet.columns.cell(section.row, "type"), "count": section.left_out}
                self.sheet.say(section.row, "type", _CLOSED[begun], **facts)
            else:
                self._closed.left_out += section.left_out
        elif self._closed is None:
            self._make_factor(section, section.row)

    def _make_factor(self, section: _Section, row: Row) -> None:
        """Make a group of five-level questions a factor; any other group only held rows together."""
        own = own_code(self.sheet, row, extras.FACTOR)
        levels = [
            place
            for place in section.members
            if self.became[place].question.kind is Kind.LEVEL and not self.became[place].question.factor
        ]
        if not own and not (section.depth == 1 and levels):
            self._open[-1].members.extend(section.members)
            self.sheet.say(row, "type", Why.GROUP)
            return
        name = self.sheet.columns.cell(row, "name")
        code = own or self._factor_codes.give(code_of(name) or f"nhom_{row.number}")
        if own not in self._listed or self.sheet.columns.texts(row)[0]:
            self.factors.setdefault(code, self.sheet.wording(row, own or name or code, LONGEST_TITLE))
        for place in levels:
            became = self.became[place]
            self.became[place] = replace(became, question=replace(became.question, factor=code))

    @property
    def _listed(self) -> set[str]:
        """Return the codes of the factors our own list has words for."""
        listed = self.sheet.lists.get(extras.FACTORS_LIST)
        return {choice.name for choice in listed.choices} if listed else set()

    def _ask(self, row: Row, kind: Type) -> None:
        section = self._open[-1]
        name = self.sheet.columns.cell(row, "name")
        for question in read_question(self.sheet, row, kind, section.condition):
            section.members.append(len(self.became))
            self.became.append(Became(row.number, name, question))
        for ambiguous in self._ambiguous:
            self.sheet.known.pop(ambiguous, None)
