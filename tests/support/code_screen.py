"""A counter's screen with the changing code, made from the contract and never with the product's code."""

import hmac
import secrets
from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from cryptography.hazmat.primitives.keywrap import aes_key_wrap
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from core import clock, config
from core.db import write_session
from core.models import Tablet
from tests.support.worlds import World


@dataclass(frozen=True)
class CodeScreen:
    """One tablet that shows codes: its id and the key it shares with the office."""

    id: int
    key: bytes

    def text(self, moment: datetime | None = None) -> str:
        """Return what its code adds to the counter's address at a moment (now)."""
        slot = int((moment or clock.now()).timestamp()) // 30
        mac = hmac.new(self.key, f"langnghe-code-1\n{self.id}\n{slot}".encode(), sha256).digest()
        return b32encode(mac[:10]).decode()

    def end(self, state: str) -> None:
        """Retire or revoke it now."""
        with write_session() as session:
            session.execute(
                update(Tablet).where(Tablet.id == self.id).values(state=state, ended_at=clock.now())
            )


def put_up(session: Session, *, counter: int = World.many_counter) -> CodeScreen:
    """Add a tablet that stands at a counter and shows codes."""
    number = (session.scalar(select(func.max(Tablet.id))) or 70) + 1
    key = secrets.token_bytes(32)
    session.add(
        Tablet(
            id=number,
            unit_id=World.centre,
            counter_id=counter,
            name=f"Màn hình {number}",
            state="active",
            mode="code",
            reads_aloud=False,
            asks_comment=False,
            pin_salt=bytes(16),
            pin_hash=bytes(32),
            public_key=bytes(65),
            display_key=aes_key_wrap(config.current().data_keys[0], key),
            made_at=clock.now(),
            enrolled_at=clock.now(),
        )
    )
    session.flush()
    return CodeScreen(number, key)
