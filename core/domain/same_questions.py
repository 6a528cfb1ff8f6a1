"""Which questions of several versions are one question, so that their answers may be added up.

It stays one as long as its code, its kind, whom it is about and the options its shares depend on stay; its wording may
change. Whatever one line of units asks under a code is one question: who publishes below goes on with what was begun
above. What the product asks is one question wherever it is asked. Of what units added themselves, side by side, two
questions are one only where they were asked in the same words: communes that extend the same questionnaire may come by
the same code for something else.
"""

from collections.abc import Hashable, Iterable, Mapping

from core.domain.questionnaire import Kind, Question, Questionnaire
from core.domain.questionnaire_draft import NOT_APPLICABLE


def series(versions: Mapping[int, Questionnaire]) -> dict[tuple[int, str], Hashable]:
    """Return, by version id and question code, what is equal for questions that are one."""
    alike: dict[Hashable, list[tuple[int, Questionnaire, Question]]] = {}
    for number, version in versions.items():
        for question in version.questions:
            alike.setdefault(_shape(question), []).append((number, version, question))
    found: dict[tuple[int, str], Hashable] = {}
    for shape, asked in alike.items():
        origin = origins((beginner(version, question), _words(question)) for _, version, question in asked)
        for number, version, question in asked:
            found[number, question.code] = shape, origin[beginner(version, question)]
    return found


def counting(versions: Mapping[int, Questionnaire]) -> dict[int, Hashable]:
    """Return, by version id, what is equal for versions whose figures may be added up (core/domain/basis.py)."""
    asked: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for version in versions.values():
        for question in version.added:
            wording = beginner(version, question), _words(question)
            asked.setdefault((version.identity, question.code), []).append(wording)
    origin = {key: origins(wordings) for key, wordings in asked.items()}
    return {
        number: (
            version.counted,
            tuple(
                (one.code, origin[version.identity, one.code][beginner(version, one)])
                for one in version.added
            ),
        )
        for number, version in versions.items()
    }


def goes_on(version: Questionnaire, basis: Iterable[Questionnaire]) -> bool:
    """May answers to this version be added to those to versions that are one basis already?

    Asked of one version after the other, so that none is taken in for being like another that was taken in.
    """
    asked = tuple(basis)
    if version.counted != asked[0].counted:
        return False
    codes = {question.code for one in (version, *asked) for question in one.added}
    return all(_is_in(version, code, asked) for code in codes)


def asks_it_too(version: Questionnaire, code: str, asked: Iterable[Questionnaire]) -> bool:
    """Does a version ask the one question that these versions ask under this code?

    Asked of one version after the other, as `goes_on` is.
    """
    mine = next((question for question in version.questions if question.code == code), None)
    others = tuple(asked)
    return (
        mine is not None
        and _shape(mine) == _shape(others[0].question(code))
        and _is_in(version, code, others)
    )


def beginner(version: Questionnaire, question: Question) -> int:
    """Return the unit that began to ask this in the line of the unit that published the version; 0: the product."""
    return version.begun.get(question.code, version.unit_id)


def origins(wordings: Iterable[tuple[int, str]]) -> dict[int, int]:
    """Return for each unit the one that stands for all who asked the same in words it used too."""
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


def _shape(question: Question) -> Hashable:
    """What makes a question begin anew. Ticks stand each for itself, and «does not apply» is no answer of a scale."""
    match question.kind:
        case Kind.MULTI:
            codes: frozenset[str] = frozenset()
        case Kind.LEVEL:
            codes = frozenset(one.code for one in question.options) - {NOT_APPLICABLE}
        case _:
            codes = frozenset(one.code for one in question.options)
    return question.code, question.kind, question.scope, codes


def _words(question: Question) -> str:
    return question.texts["vi"]


def _is_in(version: Questionnaire, code: str, asked: Iterable[Questionnaire]) -> bool:
    mine = version.question(code)
    return any(
        beginner(version, mine) == beginner(one, one.question(code))
        or _words(mine) == _words(one.question(code))
        for one in asked
    )
