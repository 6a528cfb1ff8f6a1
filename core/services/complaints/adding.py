"""Adding photos to a case that was filed before, by whoever holds its receipt code."""

import logging
from collections.abc import Sequence

from sqlalchemy import select

from core.db import UNAVAILABLE, write_session
from core.domain.complaints.course import Action, MoveRefused, Party, State, actions
from core.domain.submission import StorageUnavailable
from core.models import ComplaintKey
from core.queries.complaints import sealed
from core.services import locks
from core.services.complaints import moving, photos, together

log = logging.getLogger("langnghe")


def add(receipt: str, redrawn: Sequence[bytes]) -> int:
    """Add photos (as photos.redraw made them) to the case of a receipt code; return how many it did not have yet.

    Raise TooManyPhotos: then none is added; MoveRefused where the citizen has nothing to add any more; UnknownCase;
    StorageUnavailable when the disk fails.
    """
    try:
        with write_session() as session:
            connection = session.connection()
            locks.file_complaint(connection)
            case = moving.of_receipt(session, receipt)
            if Action.REPLY not in actions(State(together.course_of(session, case).state), {Party.CITIZEN}):
                raise MoveRefused("no_such_move")
            try:
                key = sealed.unwrap(
                    session.scalar(select(ComplaintKey.key).where(ComplaintKey.complaint_id == case.id))
                )
            except sealed.Erased as erased:
                raise MoveRefused("no_such_move") from erased
            return photos.store(connection, case.id, case.unit_id, key=key, photos=redrawn)
    except (*UNAVAILABLE, OSError) as error:
        log.error("a citizen's photo could not be stored: %s", type(error).__name__)
        raise StorageUnavailable("storage_unavailable") from error
