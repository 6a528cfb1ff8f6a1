"""A sensible world for any test: a commune with its centre, counters, people and codes, and a neighbour as noise.

Builders take an open session, so that a test decides about the transaction: `with write_session() as session:`.
"""

import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from argon2 import PasswordHasher
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core import clock
from core.domain.access import Role
from core.domain.builtin import BUILTIN
from core.domain.questionnaire import Question, Questionnaire
from core.domain.submission import Channel, SubmissionDraft, Tier
from core.models import (
    Account,
    Counter,
    CounterField,
    DutyEntry,
    FieldGroup,
    Officer,
    OptionRow,
    QuestionnaireVersion,
    QuestionRow,
    SecondFactor,
    ServiceField,
    Target,
    Touchpoint,
    Unit,
)
from core.services import data_key

#: The password of every account the builders make.
PASSWORD = "bốn quả cam sành"
#: Weak on purpose: a test should not wait for a hash.
_HASHED = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)
#: What the authenticator app of every account keeps (20 bytes).
APP_SECRET = b"langnghe app secret!"
#: The day the two-level administration began; everything here exists since then.
BEGINNING = date(2025, 7, 1)


@dataclass(frozen=True)
class World:
    """The ids and codes of the office «Xã Mẫu», by what they are."""

    commune: int = 1
    centre: int = 2
    neighbour: int = 3

    land_group: int = 4

    land: int = 11
    building: int = 12
    investment: int = 13
    environment: int = 14
    civil: int = 15
    other: int = 16
    neighbours_field: int = 17

    #: Counter 1 serves one field, 2 has nobody on duty, 3 serves four fields.
    single_counter: int = 21
    idle_counter: int = 22
    many_counter: int = 23

    an: int = 31
    binh: int = 32
    chi: int = 33

    #: An, then Bình at counter 3; Chi at counter 1. See `office` for when.
    duty_of_an: int = 41
    duty_of_binh: int = 42
    duty_of_chi: int = 43
    replaced_duty: int = 44

    quick: int = 1
    ministry: int = 2

    #: What stands in the addresses /q/<code>.
    many: str = "3F7K4N"
    single: str = "4C6H9P"
    idle: str = "P4R7T3"
    entrance: str = "6D9J3R"
    officer: str = "7F3K6T"
    field: str = "9H4N7V"
    slip: str = "C3D6F9"
    link: str = "H4J7K3"
    criteria: str = "N6P9R4"
    replaced: str = "J3K6N9"
    revoked: str = "X9C4H7"
    expired: str = "T7V3X6"
    elsewhere: str = "D7F4J9"

    many_point: int = 51
    single_point: int = 52
    entrance_point: int = 54
    officer_point: int = 55
    criteria_point: int = 59


def office(session: Session, *, around: datetime | None = None) -> World:
    """Build the office with everything a citizen can scan.

    At `around` (now) An is on duty at counter 3 since 90 minutes, and Bình follows two and a half hours later;
    Chi is at counter 1 from 90 minutes before to eight hours after. With 09:00: 07:30, 11:30, 17:00.
    """
    world = World()
    _units(session, world)
    _fields(session, world)
    _counters(session, world)
    _people(session, world, around or clock.now())
    for number, questionnaire in enumerate(BUILTIN, start=1):
        publish(session, questionnaire, version_id=number)
    _touchpoints(session, world, around or clock.now())
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


def publish(session: Session, questionnaire: Questionnaire, *, version_id: int, unit_id: int = 0) -> None:
    """Store a questionnaire version as published on BEGINNING."""
    session.add(
        QuestionnaireVersion(
            id=version_id,
            unit_id=unit_id,
            code=questionnaire.code,
            number=questionnaire.number,
            texts=dict(questionnaire.texts),
            method=str(questionnaire.method),
            lead=questionnaire.lead,
            factors=[{"code": factor.code, "texts": dict(factor.texts)} for factor in questionnaire.factors],
            source=questionnaire.source,
            published_on=BEGINNING,
        )
    )
    session.flush()
    session.add_all(_question(question, version_id, unit_id) for question in questionnaire.questions)
    session.flush()
    session.add_all(
        OptionRow(
            version_id=version_id,
            question_code=question.code,
            code=option.code,
            unit_id=unit_id,
            slot=option.slot,
            texts=dict(option.texts),
        )
        for question in questionnaire.questions
        for option in question.options
    )
    session.flush()


def _question(question: Question, version_id: int, unit_id: int) -> QuestionRow:
    condition = question.condition
    return QuestionRow(
        version_id=version_id,
        code=question.code,
        unit_id=unit_id,
        kind=str(question.kind),
        scope=str(question.scope),
        factor=question.factor,
        is_scored=question.is_scored,
        position=question.position,
        width=question.width,
        texts=dict(question.texts),
        condition=condition and {"question": condition.question, "any_of": list(condition.any_of)},
    )


def _units(session: Session, world: World) -> None:
    for number, parent, code, kind, name in (
        (world.commune, None, "xa-mau", "commune", "Xã Mẫu"),
        (world.centre, world.commune, "trung-tam", "centre", "Trung tâm Phục vụ hành chính công"),
        (world.neighbour, None, "xa-ben", "commune", "Xã Bên"),
    ):
        session.add(
            Unit(
                id=number,
                unit_id=number,
                parent_id=parent,
                code=code,
                kind=kind,
                name=name,
                help_phone="0123 456 789",
                valid_from=BEGINNING,
            )
        )
        session.flush()


def _fields(session: Session, world: World) -> None:
    session.add(
        FieldGroup(id=world.land_group, unit_id=world.centre, code="dxd", name="Đất đai – Xây dựng – Đầu tư")
    )
    session.flush()
    for sort, (number, code, name, group) in enumerate(
        (
            (world.land, "dat-dai", "Đất đai", world.land_group),
            (world.building, "xay-dung", "Xây dựng", world.land_group),
            (world.investment, "dau-tu", "Đầu tư", world.land_group),
            (world.environment, "moi-truong", "Môi trường", None),
            (world.civil, "ho-tich", "Hộ tịch", None),
            (world.other, "khac", "Lĩnh vực khác", None),
            (world.neighbours_field, "dat-dai", "Đất đai", None),
        )
    ):
        session.add(
            ServiceField(
                id=number,
                unit_id=world.neighbour if number == world.neighbours_field else world.centre,
                code=code,
                name=name,
                short_name=name,
                group_id=group,
                sort=sort,
                is_other=code == "khac",
                is_active=True,
            )
        )
    session.flush()


def _counters(session: Session, world: World) -> None:
    served = {
        world.single_counter: (world.civil,),
        world.idle_counter: (world.civil,),
        world.many_counter: (world.land, world.building, world.investment, world.environment),
    }
    for code, (number, fields) in enumerate(served.items(), start=1):
        session.add(
            Counter(id=number, unit_id=world.centre, code=str(code), name=f"Quầy {code}", is_open=True)
        )
        session.flush()
        session.add_all(
            CounterField(counter_id=number, field_id=field, unit_id=world.centre, sort=sort)
            for sort, field in enumerate(fields)
        )
    session.flush()


def _people(session: Session, world: World, around: datetime) -> None:
    for number, code, name in (
        (world.an, "A", "Nguyễn Văn An"),
        (world.binh, "B", "Trần Thị Bình"),
        (world.chi, "C", "Lê Ngọc Chi"),
    ):
        session.add(Officer(id=number, unit_id=world.centre, code=code, name=name, is_active=True))
    session.flush()
    start, change, end = (around + timedelta(hours=hours) for hours in (-1.5, 2.5, 8))
    for number, counter, officer, starts_at, ends_at in (
        (world.duty_of_an, world.many_counter, world.an, start, change),
        (world.duty_of_binh, world.many_counter, world.binh, change, end),
        (world.duty_of_chi, world.single_counter, world.chi, start, end),
        (world.replaced_duty, world.single_counter, world.binh, start, end),
    ):
        session.add(
            DutyEntry(
                id=number,
                unit_id=world.centre,
                counter_id=counter,
                officer_id=officer,
                starts_at=starts_at,
                ends_at=ends_at,
                replaced_at=start if number == world.replaced_duty else None,
            )
        )
    session.flush()


def _touchpoints(session: Session, world: World, around: datetime) -> None:
    today = clock.local(around).date()
    counter: dict[str, Any] = {"kind": "counter", "counter_id": world.single_counter}
    points: tuple[tuple[str, dict[str, Any]], ...] = (
        (world.many, {"kind": "counter", "counter_id": world.many_counter}),
        (world.single, counter),
        (world.idle, {"kind": "counter", "counter_id": world.idle_counter}),
        (world.entrance, {"kind": "entrance", "label": "Cửa ra"}),
        (world.officer, {"kind": "officer", "officer_id": world.chi, "field_id": world.civil}),
        (world.field, {"kind": "field", "field_id": world.land}),
        (world.slip, {"kind": "slip", "label": "Phiếu hẹn"}),
        (world.link, {"kind": "link", "label": "Dịch vụ công trực tuyến"}),
        (world.criteria, {**counter, "questionnaire_code": "ministry"}),
        (world.replaced, {**counter, "replaced_by_id": world.single_point, "revoked_at": around}),
        (world.revoked, {**counter, "revoked_at": around - timedelta(days=1)}),
        (world.expired, {"kind": "round", "label": "Đợt cũ", "valid_to": today - timedelta(days=1)}),
        (world.elsewhere, {"kind": "entrance", "unit_id": world.neighbour}),
    )
    for number, (code, facts) in enumerate(points, start=world.many_point):
        where = {"unit_id": world.centre, "questionnaire_code": "quick", **facts}
        session.add(Touchpoint(id=number, code=code, issued_on=BEGINNING, **where))
        session.flush()
