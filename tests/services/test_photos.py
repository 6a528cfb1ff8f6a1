"""The photo of an officer: put there, replaced and removed, told in the audit chain, nobody else's."""

import json

import pytest

from core.db import db
from core.domain.access import CITIZEN, AccessDenied, Role, Scope
from core.models import AuditEntry, OfficerPhoto
from core.queries.places import counters
from core.queries.places import photos as query
from core.services import audit
from core.services.places import officers, photos
from core.services.places.changing import PlaceRefused, UnknownPlace
from tests.services.office_files import rows
from tests.support import pictures
from tests.support.worlds import World

MANAGER = Scope(1, Role.MANAGER, frozenset({World.centre}))
ACTOR = "quan-ly"


def put(content: bytes, *, scope: Scope = MANAGER, unit: int = World.centre, officer: int = World.an) -> None:
    db.session.rollback()
    photos.put(scope, unit, officer, content=content, actor=ACTOR)


def noted() -> list[tuple[str, dict[str, object]]]:
    """Return what the audit chain says was done, and check that it is whole."""
    assert audit.verify().first_break is None
    return [
        (row[1], json.loads(row[2])) for row in rows(AuditEntry.number, AuditEntry.action, AuditEntry.facts)
    ]


def test_a_photo_is_kept_small_and_told_without_what_it_shows(world: World):
    put(pictures.jpeg_of_a_phone())

    kept = query.photo(MANAGER, World.centre, World.an)
    assert kept is not None
    assert pictures.opened(kept.content).size == (320, 320)
    assert len(kept.mark) == 12
    assert noted() == [("officer.photo", {"officer": World.an, "bytes": len(kept.content)})]


def test_the_list_knows_who_has_a_photo(world: World):
    put(pictures.jpeg())

    listed = {line.id: line.photo for line in counters.officers(MANAGER, World.centre).items}
    one = counters.officer(MANAGER, World.centre, World.an)

    assert {number for number, mark in listed.items() if mark} == {World.an}
    assert one is not None
    assert one.photo == listed[World.an]


def test_a_new_photo_takes_the_place_of_the_old_one_under_another_mark(world: World):
    put(pictures.jpeg())
    before = query.photo(MANAGER, World.centre, World.an)
    put(pictures.written(pictures.picture().rotate(180), "PNG"))
    db.session.rollback()
    after = query.photo(MANAGER, World.centre, World.an)

    assert before is not None
    assert after is not None
    assert before.mark != after.mark
    assert len(rows(OfficerPhoto.officer_id)) == 1
    assert [action for action, _facts in noted()] == ["officer.photo", "officer.photo"]


def test_the_same_photo_again_changes_nothing(world: World):
    put(pictures.jpeg())
    put(pictures.jpeg())

    assert len(noted()) == 1


def test_a_removed_photo_is_gone_and_none_can_be_removed_again(world: World):
    put(pictures.jpeg())
    for _ in range(2):
        photos.remove(MANAGER, World.centre, World.an, actor=ACTOR)
    db.session.rollback()

    assert query.photo(MANAGER, World.centre, World.an) is None
    assert rows(OfficerPhoto.officer_id) == []
    assert [(action, facts["officer"]) for action, facts in noted()] == [
        ("officer.photo", World.an),
        ("officer.photo_removed", World.an),
    ]


def test_a_photo_outlives_leaving_and_a_new_title(world: World):
    put(pictures.jpeg())
    officers.update(MANAGER, World.centre, World.an, name="Nguyễn Văn An", title="Kế toán", actor=ACTOR)
    officers.leave(MANAGER, World.centre, World.an, actor=ACTOR)
    officers.come_back(MANAGER, World.centre, World.an, actor=ACTOR)

    assert query.photo(MANAGER, World.centre, World.an) is not None


def test_a_refused_picture_leaves_everything_as_it_was(world: World):
    put(pictures.jpeg())
    before = query.photo(MANAGER, World.centre, World.an)
    with pytest.raises(PlaceRefused, match="photo_kind"):
        put(b"<svg/>")

    db.session.rollback()
    assert query.photo(MANAGER, World.centre, World.an) == before
    assert len(noted()) == 1


def test_nobody_touches_or_sees_another_units_photo(world: World):
    put(pictures.jpeg())
    beside = Scope(2, Role.MANAGER, frozenset({World.neighbour}))

    for unit in (World.centre, World.neighbour):
        with pytest.raises(UnknownPlace):
            put(pictures.jpeg(), scope=beside, unit=unit)
        with pytest.raises(UnknownPlace):
            photos.remove(beside, unit, World.an, actor=ACTOR)
        assert query.photo(beside, unit, World.an) is None
    assert query.photo(CITIZEN, World.centre, World.an) is None
    assert len(noted()) == 1


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.MANAGER}))
def test_only_a_manager_posts_photos(world: World, role: Role):
    other = Scope(3, role, frozenset({World.centre}))

    with pytest.raises(AccessDenied):
        put(b"not even looked at", scope=other)
    with pytest.raises(AccessDenied):
        photos.remove(other, World.centre, World.an, actor=ACTOR)
