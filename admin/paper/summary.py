"""Summary: what is about to count, sheet by sheet as the keys that were pressed, to be held against the pile."""

from dataclasses import dataclass

from core.domain.access import Scope
from core.domain.paper import Keyed, Turn, asked, marks
from core.domain.questionnaire import Kind, Questionnaire
from core.queries.paper import Batch
from core.services.paper import keying


@dataclass(frozen=True)
class Line:
    """One sheet: its number, the keys of each question, and whether words were written."""

    number: int
    keys: tuple[str, ...]
    has_words: bool
    is_blank: bool


def summary(scope: Scope, batch: Batch) -> tuple[Line, ...]:
    """Return the sheets of a batch that was keyed once; of two readings nothing is shown together."""
    if batch.is_double or batch.closed_on is not None:
        return ()
    return tuple(
        _line(number, shown.keyed, batch.questionnaire)
        for number in batch.states
        if (shown := keying.kept(scope, batch.unit_id, batch.id, number, Turn.FIRST)) is not None
    )


def _line(number: int, keyed: Keyed, questionnaire: Questionnaire) -> Line:
    answers = questionnaire.decode(keyed.answers)
    keys = []
    for question in asked(questionnaire):
        given = answers.get(question.code, ())
        has_keys = question.kind not in (Kind.NUMBER, Kind.TEXT)
        shown = [marks(question)[code] or "✓" for code in given] if has_keys else list(given)
        keys.append(" ".join(shown) if question.kind is not Kind.TEXT else "✓" * len(given))
    return Line(number, tuple(keys), bool(keyed.comment), keyed.is_blank)
