"""A sensible world for any test: the office «Xã Mẫu», accounts, targets, and what its citizens hand in.

Builders take an open session, so that a test decides about the transaction: `with write_session() as session:`.
"""

import secrets
from dataclasses import replace
from datetime import datetime
from typing import Any

from argon2 import PasswordHasher
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core import clock
from core.domain.access import Role
from core.domain.submission import Channel, SubmissionDraft, Tier
from core.models import Account, SecondFactor, Target
from core.services import data_key, questionnaires
from tests.support import places
from tests.support.places import BEGINNING, World

__all__ = ["APP_SECRET", "PASSWORD", "World", "account", "details", "draft", "office", "tap", "target"]

#: The password of every account the builders make.
PASSWORD = "bốn quả cam sành"
#: Weak on purpose: a test should not wait for a hash.
_HASHED = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)
#: What the authenticator app of every account keeps (20 bytes).
APP_SECRET = b"langnghe app secret!"


def office(session: Session, *, around: datetime | None = None) -> World:
    """Build the office with everything a citizen can scan.

    At `around` (now) An is on duty at counter 3 since 90 minutes, and Bình follows two and a half hours later;
    Chi is at counter 1 from 90 minutes before to eight hours after. With 09:00: 07:30, 11:30, 17:00.
    """
    world = World()
    places.units(session, world)
    places.fields(session, world)
    places.counters(session, world)
    places.people(session, world, around or clock.now())
    assert questionnaires.publish_builtin(session.connection()) == (world.quick, world.ministry)
    places.touchpoints(session, world, around or clock.now())
    return world


def account(session: Session, role: Role, *, unit_id: int = World.centre, login: str | None = None) -> str:
    """Add an account that signs in with PASSWORD and an app of APP_SECRET; return its login, the role's name.

    tests/support/sign_in.py signs in with it.
    """
    number = (session.scalar(select(func.max(Account.id))) or 0) + 1
    name = login or str(role)
    session.add(
        Account(
            id=number,
            unit_id=unit_id,
            login=name,
            name=f"Người dùng {name}",
            role=str(role),
            locale="vi",
            password_hash=_HASHED,
            must_change_password=False,
            is_active=True,
        )
    )
    session.flush()
    secret = data_key.seal(APP_SECRET, purpose=f"app/{number}")
    session.add(SecondFactor(account_id=number, unit_id=unit_id, kind="app", secret=secret))
    session.flush()
    return name


def target(session: Session, threshold: int, *, group: int | None = None, field: int | None = None) -> None:
    """Set a target in hundredths of a percent, overall unless a group or field is named, without end."""
    number = (session.scalar(select(func.max(Target.id))) or 0) + 1
    subject = "group" if group else "field" if field else "overall"
    session.add(
        Target(
            id=number,
            unit_id=World.centre,
            subject=subject,
            group_id=group,
            field_id=field,
            threshold=threshold,
            valid_from=BEGINNING,
            document="Kế hoạch mẫu",
            article="Mục 1",
        )
    )
    session.flush()


def draft(world: World, **changes: Any) -> SubmissionDraft:
    """Return what the phone's door hands in: Bình thường at counter 3, An on duty, a fresh secret, no details."""
    plain = SubmissionDraft(
        secret=secrets.token_bytes(16),
        touchpoint_id=world.many_point,
        version_id=world.quick,
        day=clock.today(),
        channel=Channel.QR,
        tier=Tier.C,
        answers={"overall": ("3",)},
        duty_entry_id=world.duty_of_an,
    )
    return replace(plain, **changes)


def tap(world: World, secret: bytes, level: int, **changes: Any) -> SubmissionDraft:
    """Return a tap on a face of counter 3, drawn before anything was stored."""
    answers = {"overall": (str(level),)}
    return draft(world, secret=secret, answers=answers, keeps_earlier_details=True, **changes)


def details(world: World, secret: bytes, *, seen: int = 1, **changes: Any) -> SubmissionDraft:
    """Return a whole details page, drawn after revision `seen`; it does not repeat the face."""
    return draft(world, secret=secret, seen_revision=seen, **{"answers": {}, **changes})
