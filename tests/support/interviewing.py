"""A survey round of three hamlets, and the phones of its interviewers as the contract describes them."""

import secrets
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core import clock
from core.db import db, write_session
from core.models import RoundProgress, RoundStratum, SurveyRound, TabletContact, Touchpoint
from core.models import Tablet as TabletRow
from core.services.kiosk import display_keys, phrases
from tests.support import pairing
from tests.support.tablet import Tablet, Transport
from tests.support.worlds import World

#: n = N/(1 + N·0.05²) of 2,000 people is 334: shared among three hamlets of 900, 700 and 400 people.
POPULATION, SAMPLE = 2000, 334
HAMLETS = {1: ("Xóm 1", 900, 150), 2: ("Xóm Đồng", 700, 117), 3: ("Tổ dân phố 3", 400, 67)}
BEGINS, ENDS = date(2026, 11, 16), date(2026, 11, 30)


def begun(
    session: Session,
    *,
    number: int = 1,
    unit_id: int = World.centre,
    version: int = World.quick,
    hamlets: Mapping[int, tuple[str, int, int]] = HAMLETS,
    begins: date = BEGINS,
    ends: date = ENDS,
) -> int:
    """Add a round that has begun, with its hamlets and its touchpoint; return its id."""
    point = _code(session, unit_id)
    session.add(
        SurveyRound(
            id=number,
            unit_id=unit_id,
            name=f"Khảo sát năm 2026, đợt {number}",
            questionnaire_code="quick",
            begins_on=begins,
            ends_on=ends,
            population=POPULATION,
            sample=SAMPLE,
            version_id=version,
            touchpoint_id=point,
            begun_on=BEGINS,
        )
    )
    session.flush()
    for stratum, (name, population, sample) in hamlets.items():
        session.add(
            RoundStratum(
                round_id=number,
                number=stratum,
                unit_id=unit_id,
                name=name,
                population=population,
                sample=sample,
            )
        )
    session.flush()
    return number


def replace_code(round_id: int) -> None:
    """Let another code take the place of a round's, as after a poster was lost."""
    with write_session() as session:
        survey = session.get_one(SurveyRound, round_id)
        new = _code(session, survey.unit_id)
        old = session.get_one(Touchpoint, survey.touchpoint_id)
        old.revoked_at, old.replaced_by_id, survey.touchpoint_id = clock.now(), new, new


def _code(session: Session, unit_id: int) -> int:
    number = int(session.scalar(select(func.max(Touchpoint.id))) or 0) + 1
    session.add(
        Touchpoint(
            id=number,
            unit_id=unit_id,
            code=f"RND{number:05d}",
            kind="round",
            questionnaire_code="quick",
            label="Khảo sát",
            issued_on=BEGINS,
        )
    )
    session.flush()
    return number


def waits(session: Session, *, number: int) -> None:
    """Add a round that is planned and has not begun."""
    session.add(
        SurveyRound(
            id=number,
            unit_id=World.centre,
            name="Khảo sát sắp tới",
            questionnaire_code="quick",
            begins_on=BEGINS,
            ends_on=ENDS,
            population=POPULATION,
            sample=SAMPLE,
        )
    )
    session.flush()


def close(round_id: int) -> None:
    """Close a round today."""
    with write_session() as session:
        session.get_one(SurveyRound, round_id).closed_on = clock.today()


def waiting(session: Session, round_id: int, *, phrase: str = pairing.PHRASE, name: str = "Chị Hoa") -> int:
    """Add a phone that waits for its phrase; return its id."""
    number = (session.scalar(select(func.max(TabletRow.id))) or 70) + 1
    survey = session.get_one(SurveyRound, round_id)
    session.add(
        TabletRow(
            id=number,
            unit_id=survey.unit_id,
            round_id=round_id,
            name=f"{name} {number}",
            state="waiting",
            mode="interview",
            reads_aloud=False,
            asks_comment=False,
            pin_salt=pairing.SALT,
            pin_hash=pairing.pin_hash(),
            phrase_hash=phrases.phrase_hash(phrase),
            phrase_expires_at=clock.now() + timedelta(minutes=15),
            display_key=display_keys.new(),
            made_at=clock.now(),
        )
    )
    session.flush()
    return number


def progress(round_id: int) -> dict[int, int]:
    """Return hamlet → interviews, as the round's progress has counted them."""
    db.session.rollback()
    rows = db.session.execute(
        select(RoundProgress.stratum, RoundProgress.n).where(
            RoundProgress.round_id == round_id, RoundProgress.channel == "interview"
        )
    )
    return {row.stratum: row.n for row in rows}


def reported(round_id: int) -> list[int]:
    """Return how many interviews each phone of a round said to hold when it was last heard of, by phone."""
    db.session.rollback()
    rows = db.session.execute(
        select(TabletContact.queue)
        .join(TabletRow, TabletRow.id == TabletContact.tablet_id)
        .where(TabletRow.round_id == round_id)
        .order_by(TabletRow.id)
    )
    return [row.queue for row in rows]


class Phone(Tablet):
    """An interviewer's phone."""

    def content(self, level: int) -> dict[str, Any]:
        """Return what an honest app seals now, in hamlet 1."""
        return {**super().content(level), "pressed_by": "", "hamlet": 1}

    def ask(self, hamlet: int, level: int = 4, **changes: Any) -> Any:
        """Interview somebody of a hamlet; `changes` replace fields of the sealed content."""
        return self.give(level, hamlet=hamlet, **changes)


def pair(transport: Transport, round_id: int) -> Phone:
    """Return a phone that has just been paired with a round."""
    phrase = f"{pairing.PHRASE} {secrets.token_hex(4)}"
    with write_session() as session:
        waiting(session, round_id, phrase=phrase)
    phone = Phone(transport)
    answer = phone.enrol(phrase)
    assert answer.status == 201, (answer.status, answer.body)
    return phone
