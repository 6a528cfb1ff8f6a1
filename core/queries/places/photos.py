"""The photo of an officer, read for whichever door shows it."""

from dataclasses import dataclass

from sqlalchemy import select

from core.db import db
from core.domain.access import Scope
from core.models import OfficerPhoto


@dataclass(frozen=True)
class Photo:
    """A small square JPEG, and the mark that changes with it."""

    content: bytes
    mark: str


def photo(scope: Scope, unit_id: int, officer_id: int) -> Photo | None:
    """Return the photo of an officer of a unit this scope sees, or None."""
    if not scope.sees(unit_id):
        return None
    row = db.session.execute(
        select(OfficerPhoto.content, OfficerPhoto.mark).where(
            OfficerPhoto.officer_id == officer_id, OfficerPhoto.unit_id == unit_id
        )
    ).one_or_none()
    return Photo(row.content, row.mark) if row is not None else None
