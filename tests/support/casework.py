"""Cases in tests: a letter as a citizen writes it, moves by whoever may make them, and the addresses of the desk."""

from dataclasses import replace
from typing import Any

from sqlalchemy import select

from core.db import db
from core.domain.access import CITIZEN, Role, Scope
from core.domain.complaints import receipts
from core.domain.complaints.course import Action, State
from core.domain.complaints.filing import Filing
from core.domain.complaints.kinds import Channel
from core.models import Complaint
from core.queries.complaints import followed
from core.queries.complaints.followed import Followed
from core.services import data_key
from core.services.complaints import filing, moving
from core.services.complaints.effects import Said
from core.services.complaints.filing import RECEIPT_PURPOSE
from tests.support.worlds import World

LETTER = Filing(
    unit_id=World.centre,
    channel=Channel.WEB,
    what="Tôi chờ từ 7 giờ 30 đến 10 giờ mới đến lượt, không có số thứ tự.",
    where="Quầy chứng thực",
    wish="Có máy lấy số",
)
#: An answer that says what was done.
ANSWER = "Máy lấy số đã sửa xong ngày 09/11. Từ 10/11 quầy 1 và quầy 4 cùng nhận chứng thực."


def letter(**changes: Any) -> str:
    """Hand a letter in and return its receipt code."""
    return filing.file(replace(LETTER, **changes))


def somebody(role: Role, account_id: int = 7, *units: int) -> Scope:
    """Return the scope of a role at the centre, or at other units."""
    return Scope(account_id=account_id, role=role, unit_ids=frozenset(units or (World.centre,)))


def newest() -> bytes:
    """Return the number of the only case there is, or of the one that was found out last."""
    db.session.rollback()
    found = db.session.query(Complaint).order_by(Complaint.triaged_on.is_not(None)).first()
    assert found is not None
    return found.id


def move(scope: Scope, action: Action, *, case: bytes | None = None, **said: Any) -> State:
    """Make a move of the staff and begin to read anew."""
    state = moving.move(scope, case or newest(), action, Said(**said), actor="thu")
    db.session.rollback()
    return state


def say(receipt: str, action: Action, **said: Any) -> State:
    """Let the citizen make a move."""
    plain = receipts.normalise(receipt)
    assert plain is not None
    state = moving.move_by_citizen(plain, action, Said(**said))
    db.session.rollback()
    return state


def numbers() -> set[bytes]:
    """Return the number of every case there is."""
    db.session.rollback()
    return set(db.session.scalars(select(Complaint.id)))


def filed(what: str, **changes: Any) -> tuple[bytes, str]:
    """Hand a letter in; return its number and its receipt."""
    before = numbers()
    receipt = letter(what=what, **changes)
    [number] = numbers() - before
    return number, receipt


def row(number: bytes) -> Complaint:
    """Return a case as it is stored now."""
    db.session.rollback()
    found = db.session.get(Complaint, number)
    assert found is not None
    return found


def read(receipt: str) -> Followed:
    """Return what the holder of a receipt reads now."""
    db.session.rollback()
    plain = receipts.normalise(receipt)
    assert plain
    found = followed.by_print(CITIZEN, data_key.prints_of(plain, purpose=RECEIPT_PURPOSE))
    assert found is not None
    return found
