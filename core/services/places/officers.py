"""Officers: adds them, changes what citizens read of them, lets them leave and come back."""

from sqlalchemy import select

from core.domain.access import Scope
from core.models import DutyEntry, Officer
from core.services.places.amending import amend
from core.services.places.changing import Change, PlaceRefused, changing
from core.services.places.duties import end_duties

_LONGEST_CODE = 40


def add(scope: Scope, unit_id: int, *, name: str, title: str, actor: str) -> int:
    """Add an officer and return the id. Raise PlaceRefused `name_taken` for the same name with the same title."""
    with changing(scope, unit_id, actor=actor) as change:
        _refuse_taken(change, name, title, except_id=None)
        number = change.next_id(Officer)
        code = change.code(Officer, name, longest=_LONGEST_CODE, otherwise="cc")
        change.session.add(
            Officer(id=number, unit_id=unit_id, code=code, name=name, title=title, is_active=True)
        )
        change.note("officer.add", officer=number, code=code, name=name, title=title)
    return number


def update(scope: Scope, unit_id: int, officer_id: int, *, name: str, title: str, actor: str) -> None:
    """Change an officer's name and title; the code and all figures stay. Raise PlaceRefused `name_taken`."""
    with changing(scope, unit_id, actor=actor) as change:
        officer = change.find(Officer, officer_id)
        _refuse_taken(change, name, title, except_id=officer_id)
        changed = amend(officer, name=name, title=title)
        if changed:
            change.note("officer.update", officer=officer_id, **changed)


def leave(scope: Scope, unit_id: int, officer_id: int, *, actor: str) -> None:
    """Let an officer leave: out of the roster from now on, no longer rated; past figures stay."""
    with changing(scope, unit_id, actor=actor) as change:
        officer = change.find(Officer, officer_id)
        if not officer.is_active:
            return
        officer.is_active = False
        ended = end_duties(change, DutyEntry.officer_id == officer_id)
        change.note("officer.leave", officer=officer_id, duties_ended=ended)


def come_back(scope: Scope, unit_id: int, officer_id: int, *, actor: str) -> None:
    """Let an officer who left be put on duty again."""
    with changing(scope, unit_id, actor=actor) as change:
        officer = change.find(Officer, officer_id)
        if officer.is_active:
            return
        officer.is_active = True
        change.note("officer.come_back", officer=officer_id)


def _refuse_taken(change: Change, name: str, title: str, *, except_id: int | None) -> None:
    """Two people may share a name; the same name and title twice is one person entered twice."""
    rows = change.session.execute(
        select(Officer.id).where(
            Officer.unit_id == change.unit_id, Officer.name == name, Officer.title == title, Officer.is_active
        )
    )
    if any(row.id != except_id for row in rows):
        raise PlaceRefused("name_taken", name=name)
