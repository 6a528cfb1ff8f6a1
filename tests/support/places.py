"""The rows of the office «Xã Mẫu»: units, fields, counters, people on duty and everything that can be scanned."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from core import clock
from core.models import (
    Counter,
    CounterField,
    DutyEntry,
    FieldGroup,
    Officer,
    ServiceField,
    Touchpoint,
    Unit,
)

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
    elsewhere_point: int = 63


def units(session: Session, world: World) -> None:
    """The commune with its centre, and a neighbour as noise."""
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


def fields(session: Session, world: World) -> None:
    """Five fields, three of them a group of the plans, and the one for other matters."""
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


def counters(session: Session, world: World) -> None:
    """Three counters: one field, nobody there, four fields."""
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


def people(session: Session, world: World, around: datetime) -> None:
    """Three officers, their shifts around a moment, and a shift that was replaced."""
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


def touchpoints(session: Session, world: World, around: datetime) -> None:
    """Codes of every kind, in use and no longer."""
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
