"""Photos: puts one on an officer who agreed to it, and takes it away."""

import hashlib

from core.domain.access import Permission, Scope
from core.models import Officer, OfficerPhoto
from core.services.places.changing import changing
from core.services.places.portraits import MAX_BYTES, portrait

__all__ = ["MAX_BYTES", "put", "remove"]

_MARK = 12


def put(scope: Scope, unit_id: int, officer_id: int, *, content: bytes, actor: str) -> None:
    """Put a photo on an officer, in place of an earlier one; the same again changes nothing.

    Kept is only what portraits.portrait makes of it; PlaceRefused is raised as there.
    """
    scope.require(Permission.MANAGE_PLACES)
    # Unfolding a picture takes its time; nobody else waits for it.
    picture = portrait(content)
    mark = hashlib.sha256(picture).hexdigest()[:_MARK]
    with changing(scope, unit_id, actor=actor) as change:
        change.find(Officer, officer_id)
        photo = change.session.get(OfficerPhoto, officer_id)
        if photo is None:
            photo = OfficerPhoto(officer_id=officer_id, unit_id=unit_id)
            change.session.add(photo)
        elif photo.mark == mark:
            return
        photo.content, photo.mark = picture, mark
        change.note("officer.photo", officer=officer_id, bytes=len(picture))


def remove(scope: Scope, unit_id: int, officer_id: int, *, actor: str) -> None:
    """Take an officer's photo away for good; initials stand in its place. None at all is fine."""
    with changing(scope, unit_id, actor=actor) as change:
        change.find(Officer, officer_id)
        photo = change.session.get(OfficerPhoto, officer_id)
        if photo is None:
            return
        facts = {"officer": officer_id, "bytes": len(photo.content)}
        change.session.delete(photo)
        change.note("officer.photo_removed", **facts)
