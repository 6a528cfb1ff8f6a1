"""Second factors: enrolled with an app or a printed card, asked for at sign-in and before grave acts.

Every code works once: an app's time step, a card's line and a recovery code are noted when used.
"""

import base64
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import pyotp
from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from core import clock
from core.db import db, write_session
from core.domain import second_factor
from core.domain.credentials import wait_after
from core.domain.errors import DomainError
from core.domain.second_factor import SEED_BYTES, FactorKind, Pending
from core.models import Account, CardLine, RecoveryCode, SecondFactor, StaffSession
from core.services import data_key, own_acts, sessions
from core.services.signing_in import SignInRefused, wait_for

#: What an app calls the product beside the account.
ISSUER = "Lắng Nghe"
Line = TypeVar("Line", CardLine, RecoveryCode)


@dataclass(frozen=True)
class Enrolling:
    """A new app or card, or recovery codes, that one session may show until they were tried or put away."""

    seed: bytes
    #: The number the new card carries.
    card_number: int

    @property
    def app_secret(self) -> str:
        """What an app takes when the picture cannot be scanned: base 32."""
        return _base32(second_factor.app_secret(self.seed))

    @property
    def recovery_codes(self) -> tuple[str, ...]:
        """The codes of the recovery sheet."""
        return second_factor.recovery_codes(self.seed)

    def app_address(self, login: str) -> str:
        """Return what the app's picture says."""
        return pyotp.TOTP(self.app_secret).provisioning_uri(name=login, issuer_name=ISSUER)


class EnrolmentRefused(DomainError):
    """The code typed to try the new app or card is not the right one, or nothing was begun."""


def begin(token: str, pending: Pending) -> None:
    """Draw a fresh seed for an app or a card; nothing counts until a code of it was typed."""
    with write_session() as session:
        row, account = sessions.living(session, token)
        _plant(row, account, pending)


def enrolling(token: str, pending: Pending) -> Enrolling | None:
    """Return what a session has begun, if it is this."""
    row = db.session.get(StaffSession, sessions.hash_token(token))
    seed = _seed_of(row) if row is not None and row.pending == pending else None
    if row is None or seed is None:
        return None
    cards_made = db.session.scalar(select(Account.cards_made).where(Account.id == row.account_id))
    return Enrolling(seed=seed, card_number=(cards_made or 0) + 1)


def enrol(token: str, code: str) -> str:
    """Make the app or card that was begun the account's second factor and draw recovery codes.

    Returns the session's new token; raises EnrolmentRefused for a wrong code.
    """
    with write_session() as session:
        row, account = sessions.living(session, token)
        seed = _seed_of(row)
        if seed is None or row.pending not in (Pending.APP, Pending.CARD):
            raise EnrolmentRefused("nothing_begun")
        kind = FactorKind(row.pending)
        used = _tried(kind, seed, code)
        if used is None:
            raise EnrolmentRefused("wrong_code")
        _store(session, account, kind, seed, used)
        _store_recovery(session, account, seed)
        row.pending = Pending.CODES
        # Whoever signed in with what is replaced now, perhaps a stolen phone, does so no longer.
        sessions.close_others(session, row)
        account.factor_failures, account.factor_wait_until = 0, None
        own_acts.record(session, account, "account.enrol_factor", kind=str(kind))
        return sessions.renew(session, row, factor_at=clock.now())


def renew_recovery_codes(token: str) -> None:
    """Draw new recovery codes; the old ones are worth nothing from now on."""
    with write_session() as session:
        row, account = sessions.living(session, token)
        seed = _plant(row, account, Pending.CODES)
        _store_recovery(session, account, seed)
        own_acts.record(session, account, "account.renew_recovery_codes")


def put_away(token: str) -> None:
    """Forget the seed: the recovery codes are on paper now and are not shown again."""
    with write_session() as session:
        row, _account = sessions.living(session, token)
        row.pending = row.pending_seed = None


def show(token: str, code: str, *, is_recovery: bool) -> str:
    """Take a code as the second factor and return the session's new token.

    At sign-in it completes it, later it makes it fresh. Raises SignInRefused(code, wait_seconds).
    """
    with write_session() as session:
        row, account = sessions.living(session, token)
        wait_for(account.factor_wait_until)
        is_first = row.factor_at is None
        if _use(session, account, second_factor.plain(code), is_recovery=is_recovery):
            account.factor_failures, account.factor_wait_until = 0, None
            how = "recovery" if is_recovery else "factor"
            own_acts.record(session, account, "account.sign_in" if is_first else "account.step_up", by=how)
            return sessions.renew(session, row, factor_at=clock.now())
        account.factor_failures += 1
        wait = wait_after(account.factor_failures)
        if wait:
            account.factor_wait_until = clock.now() + wait
        own_acts.record(session, account, "account.factor_refused", failures=account.factor_failures)
    raise SignInRefused("wrong_code", wait_seconds=0)


def _seed_of(row: StaffSession) -> bytes | None:
    """Return the seed a session carries, if any."""
    if row.pending_seed is None:
        return None
    return data_key.unseal(row.pending_seed, purpose=f"seed/{row.account_id}")


def _plant(row: StaffSession, account: Account, pending: Pending) -> bytes:
    seed = secrets.token_bytes(SEED_BYTES)
    row.pending, row.pending_seed = pending, data_key.seal(seed, purpose=f"seed/{account.id}")
    return seed


def _tried(kind: FactorKind, seed: bytes, code: str) -> int | None:
    """Return the time step or card line the typed code stands for; None when it is wrong."""
    typed = second_factor.plain(code)
    if kind is FactorKind.CARD:
        return 1 if secrets.compare_digest(typed, second_factor.card_codes(seed)[0]) else None
    return _step(second_factor.app_secret(seed), typed, last_step=0)


def _step(secret: bytes, typed: str, *, last_step: int) -> int | None:
    codes = pyotp.TOTP(_base32(secret))
    right = [
        step
        for step in second_factor.acceptable_steps(clock.now(), last_step)
        if secrets.compare_digest(codes.generate_otp(step), typed)
    ]
    return right[-1] if right else None


def _base32(secret: bytes) -> str:
    return base64.b32encode(secret).decode()


def _store(session: Session, account: Account, kind: FactorKind, seed: bytes, used: int) -> None:
    """Replace whatever the account signed in with before."""
    for table in (SecondFactor, CardLine):
        session.execute(delete(table).where(table.account_id == account.id))
    factor = SecondFactor(account_id=account.id, unit_id=account.unit_id, kind=str(kind))
    session.add(factor)
    if kind is FactorKind.APP:
        secret = second_factor.app_secret(seed)
        factor.secret = data_key.seal(secret, purpose=f"app/{account.id}")
        factor.last_step = used
        return
    account.cards_made += 1
    session.add_all(
        CardLine(
            account_id=account.id,
            number=number,
            unit_id=account.unit_id,
            code_hash=data_key.print_of(code, purpose=f"card/{account.id}"),
            is_used=number == used,
        )
        for number, code in enumerate(second_factor.card_codes(seed), start=1)
    )


def _store_recovery(session: Session, account: Account, seed: bytes) -> None:
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    session.add_all(
        RecoveryCode(
            account_id=account.id,
            number=number,
            unit_id=account.unit_id,
            code_hash=data_key.print_of(code, purpose=f"recovery/{account.id}"),
            is_used=False,
        )
        for number, code in enumerate(second_factor.recovery_codes(seed), start=1)
    )


def _use(session: Session, account: Account, typed: str, *, is_recovery: bool) -> bool:
    """Use up the code if it is the right one. The account is locked: two requests cannot use the same."""
    factor = session.get(SecondFactor, account.id)
    if factor is None:
        return False
    if is_recovery or factor.kind == FactorKind.CARD:
        return _use_row(session, account, typed, is_recovery=is_recovery)
    secret = data_key.unseal(factor.secret or b"", purpose=f"app/{account.id}")
    step = _step(secret, typed, last_step=factor.last_step)
    if step is not None:
        factor.last_step = step
    return step is not None


def _use_row(session: Session, account: Account, typed: str, *, is_recovery: bool) -> bool:
    """Use up whichever recovery code was typed, or the next line of the card."""
    rows: Sequence[CardLine | RecoveryCode]
    if is_recovery:
        rows = session.scalars(_unused(RecoveryCode, account)).all()
    else:
        rows = session.scalars(_unused(CardLine, account).limit(1)).all()
    purpose = f"{'recovery' if is_recovery else 'card'}/{account.id}"
    right = [row for row in rows if data_key.fits(typed, row.code_hash, purpose=purpose)]
    for row in right:
        row.is_used = True
    return bool(right)


def _unused(table: type[Line], account: Account) -> Select[Line]:
    unused = table.account_id == account.id, table.is_used.is_(False)
    return select(table).where(*unused).order_by(table.number)
