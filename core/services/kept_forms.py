"""Kept forms: what somebody had typed when the session ended, shown again to the same person and nobody else."""

import json
from dataclasses import dataclass
from typing import cast

from core import clock
from core.db import db, write_session
from core.domain.credentials import KEPT
from core.models import Account, KeptForm, StaffSession
from core.services import data_key, sessions


@dataclass(frozen=True)
class Kept:
    """A form that was not taken: where it was sent, and its fields in their order."""

    address: str
    fields: tuple[tuple[str, str], ...]


def keep(token: str, form: Kept) -> bool:
    """Keep a form for the owner of a session, even one that has just ended; say whether there was one.

    The newest form takes an older one's place. A session that was ended on purpose keeps nothing.
    """
    content = json.dumps([form.address, form.fields], ensure_ascii=False).encode()
    with write_session() as session:
        row = session.get(StaffSession, sessions.hash_token(token))
        account = session.get(Account, row.account_id) if row is not None else None
        if account is None or not account.is_active:
            return False
        kept = session.get(KeptForm, account.id) or KeptForm(account_id=account.id)
        kept.unit_id, kept.kept_at = account.unit_id, clock.now()
        kept.content = data_key.seal(content, purpose=f"form/{account.id}")
        session.add(kept)
    return True


def of(account_id: int) -> Kept | None:
    """Return the form that waits for this person, if it is not too old."""
    kept = db.session.get(KeptForm, account_id)
    if kept is None or kept.kept_at < clock.now() - KEPT:
        return None
    content = json.loads(data_key.unseal(kept.content, purpose=f"form/{account_id}"))
    address, fields = cast(tuple[str, list[tuple[str, str]]], content)
    return Kept(address=address, fields=tuple((name, value) for name, value in fields))


def discard(account_id: int) -> None:
    """Forget the form, because it was sent again or is not wanted."""
    with write_session() as session:
        kept = session.get(KeptForm, account_id)
        if kept is not None:
            session.delete(kept)
