"""Which questions of several versions are one question, so that their answers may be added up.

It stays one as long as its code, its kind, whom it is about and the codes of its options stay; its wording may change
within the versions of one unit. What the product asks is one question wherever it is asked. Of what units added
themselves, two units' questions are one only where they were ever asked in the same words: communes that extend the
same questionnaire side by side may come by the same code for something else.
"""

from collections.abc import Hashable, Iterable, Mapping

from core.domain.builtin import BUILTIN
from core.domain.questionnaire import Question, Questionnaire

#: Stands for all units that ask a question of the product's.
_PRODUCT = 0
#: Questionnaire's and question's code of all the product asks.
_OWN = frozenset((one.code, question.code) for one in BUILTIN for question in one.questions)


def series(versions: Mapping[int, Questionnaire]) -> dict[tuple[int, str], Hashable]:
    """Return, by version id and question code, what is equal for questions that are one."""
    alike: dict[Hashable, list[tuple[int, Questionnaire, Question]]] = {}
    for number, version in versions.items():
        for question in version.questions:
            alike.setdefault(_shape(question), []).append((number, version, question))
    found: dict[tuple[int, str], Hashable] = {}
    for shape, asked in alike.items():
        origin = _origins((_unit(version, question), question.texts["vi"]) for _, version, question in asked)
        for number, version, question in asked:
            found[number, question.code] = shape, origin[_unit(version, question)]
    return found


def _shape(question: Question) -> Hashable:
    return question.code, question.kind, question.scope, frozenset(one.code for one in question.options)


def _unit(version: Questionnaire, question: Question) -> int:
    is_own = not version.origin and (version.code, question.code) in _OWN
    return _PRODUCT if is_own else version.unit_id


def _origins(wordings: Iterable[tuple[int, str]]) -> dict[int, int]:
    """Return for each unit the one that stands for all who ask the same question as it does."""
    by_unit: dict[int, set[str]] = {}
    for unit_id, wording in wordings:
        by_unit.setdefault(unit_id, set()).add(wording)
    groups: list[tuple[set[int], set[str]]] = []
    for unit_id in sorted(by_unit):
        units, words = {unit_id}, set(by_unit[unit_id])
        for group in [one for one in groups if one[1] & words]:
            groups.remove(group)
            units |= group[0]
            words |= group[1]
        groups.append((units, words))
    return {unit_id: min(units) for units, _ in groups for unit_id in units}
