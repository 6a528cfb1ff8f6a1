"""Asked: what versions of questionnaires are called where figures rest on them, with owners where there are several."""

from collections.abc import Iterable, Mapping

from core.domain.access import Scope
from core.domain.basis import Basis
from core.domain.questionnaire import Questionnaire
from core.domain.same_options import Asker
from core.queries import questionnaire_versions, questionnaires
from core.queries.question_results import QuestionResults


class Names:
    """How the versions of one page are called by somebody who may see several units."""

    def __init__(self, owners: Mapping[int, str], versions: Mapping[int, Questionnaire]) -> None:
        self._owners = owners
        self._versions = versions

    def version(self, version_id: int) -> str:
        """Return the number of a version, with its owner where there may be several."""
        found = self._versions[version_id]
        owner = self._owners.get(found.unit_id, "")
        return f"{found.number} · {owner}" if owner else str(found.number)

    def asker(self, one: Asker) -> str:
        """Return the number of a version that asked a question, with its owner where there may be several."""
        owner = self._owners.get(one.unit_id, "")
        return f"{one.number} ({owner})" if owner else str(one.number)

    def owner(self, questionnaire: Questionnaire) -> str:
        """Return whose questionnaire it is, where there may be several of that name; empty for the product's."""
        return self._owners.get(questionnaire.origin, "")

    def in_order(self, version_ids: Iterable[int]) -> list[int]:
        """Return versions by their numbers."""
        return sorted(version_ids, key=lambda number: (self._versions[number].number, number))


def of_bases(scope: Scope, bases: Iterable[Basis]) -> Names:
    """Return the names of the versions these figures rest on."""
    versions = questionnaires.versions(scope, {number for basis in bases for number in basis.version_ids})
    return Names(questionnaire_versions.owners(scope, versions.values()), versions)


def of_questions(scope: Scope, results: QuestionResults) -> Names:
    """Return the names of the versions questions were asked by."""
    units = {owner for line in results.lines for owner in line.owners}
    return Names(questionnaire_versions.owners(scope, results.codes.values(), also=units), {})
