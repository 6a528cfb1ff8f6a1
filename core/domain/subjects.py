"""Subjects: whom results speak about: the fields and officers of an office, and the targets that bind them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from core.domain.standings import Target, strictest
from core.domain.target_sets.model import Subject


@dataclass(frozen=True, kw_only=True)
class Field:
    """A service field of an office (lĩnh vực), as the overview needs it."""

    id: int
    name: str
    unit_name: str = ""
    group_id: int | None = None
    is_active: bool = True
    #: Its own unit and those above it: an overall target of any of them binds the field.
    unit_line: tuple[int, ...] = ()


@dataclass(frozen=True)
class Officer:
    """An officer citizens may rate."""

    id: int
    name: str
    title: str = ""
    is_active: bool = True


@dataclass(frozen=True, kw_only=True)
class Office:
    """What an office consists of, fields in the order of its list."""

    fields: tuple[Field, ...] = ()
    groups: Mapping[int, str] = field(default_factory=dict)
    officers: tuple[Officer, ...] = ()
    targets: tuple[Target, ...] = ()


def field_target(field: Field, targets: Iterable[Target]) -> Target | None:
    """Return the field's own target, else its group's, else the overall one; the strictest if several hold."""
    listed = tuple(targets)
    own = strictest(
        target for target in listed if target.subject is Subject.FIELD and target.subject_id == field.id
    )
    return own or group_target(field, listed)


def group_target(member: Field, targets: Iterable[Target]) -> Target | None:
    """Return the target of a field's group, else the overall one of its unit or a unit above."""
    listed = tuple(targets)
    of_group = strictest(
        target
        for target in listed
        if target.subject is Subject.GROUP and target.subject_id == member.group_id
    )
    return of_group or strictest(
        target
        for target in listed
        if target.subject is Subject.OVERALL and target.unit_id in member.unit_line
    )
