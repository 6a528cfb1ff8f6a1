"""Field lines: an office's fields in order, each group before its members, each against its own target."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from core.domain.basis import Basis, Scored, grouped
from core.domain.questionnaire import QuestionScope
from core.domain.standings import Pair, Target
from core.domain.subjects import Field, Office, field_target, group_target
from core.domain.submission import ABSENT


class LineKind(StrEnum):
    """How a line of the field list is drawn."""

    FIELD = "field"
    GROUP = "group"
    MEMBER = "member"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class FieldLine:
    """One line of the field list; of an unknown field the name is empty."""

    kind: LineKind
    name: str
    pair: Pair
    unit_name: str = ""
    #: The fields it speaks about.
    field_ids: tuple[int, ...] = (ABSENT,)


def field_lines(
    basis: Basis, scored: Scored, office: Office, targets: tuple[Target, ...]
) -> tuple[tuple[FieldLine, ...], tuple[Field, ...]]:
    """Return the lines with answers, each group before its members, and the active fields without any."""
    by_field = grouped(scored, lambda key: key.field_id)
    answered = [field for field in office.fields if _has_answers(by_field.get(field.id, ()))]
    silent = tuple(field for field in office.fields if field.is_active and field not in answered)
    lines: list[FieldLine] = []
    shown_groups: set[int] = set()
    for field in answered:
        if field.group_id is None or field.group_id not in office.groups:
            lines.append(_line(basis, LineKind.FIELD, field, by_field[field.id], targets))
        elif field.group_id not in shown_groups:
            shown_groups.add(field.group_id)
            members = [member for member in answered if member.group_id == field.group_id]
            lines.append(_group_line(basis, office.groups[field.group_id], members, by_field, targets))
            lines += (
                _line(basis, LineKind.MEMBER, member, by_field[member.id], targets) for member in members
            )
    unknown = by_field.get(ABSENT, ())
    if _has_answers(unknown):
        lines.append(FieldLine(LineKind.UNKNOWN, "", basis.pair(unknown, QuestionScope.FIELD)))
    return tuple(lines), silent


def _has_answers(groups: Scored) -> bool:
    return any(score.persons[QuestionScope.FIELD] for _, score in groups)


def _line(
    basis: Basis, kind: LineKind, field: Field, groups: Scored, targets: tuple[Target, ...]
) -> FieldLine:
    target = field_target(field, targets)
    pair = basis.pair(groups, QuestionScope.FIELD, target=target)
    return FieldLine(kind, field.name, pair, field.unit_name, (field.id,))


def _group_line(
    basis: Basis,
    name: str,
    members: list[Field],
    by_field: Mapping[int, Scored],
    targets: tuple[Target, ...],
) -> FieldLine:
    groups = tuple(group for member in members for group in by_field[member.id])
    target = group_target(members[0], targets)
    pair = basis.pair(groups, QuestionScope.FIELD, target=target)
    return FieldLine(LineKind.GROUP, name, pair, members[0].unit_name, tuple(member.id for member in members))
