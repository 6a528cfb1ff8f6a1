"""Office workbooks for tests: a small sound one, whose cells a test spoils one at a time."""

import io
from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import select

from core.db import Base, db
from core.domain.office import (
    Duty,
    Office,
    OfficeCounter,
    OfficeField,
    OfficeGroup,
    OfficeOfficer,
    OfficeUnit,
    Plan,
    UnitKind,
)
from core.reports import office_template
from core.services import office_import, office_workbook
from core.services.office_workbook import WorkbookRefused

LAND = "dat-dai-xay-dung-dau-tu"
BEGIN = date(2025, 7, 1)
#: Cells of the sheet «Chỉ tiêu» that make its second row a target entered by hand.
OWN_TARGET = {
    "B2": None,
    "C2": "chung",
    "E2": 95,
    "F2": "01/01/2026",
    "G2": "31/12/2026",
    "H2": "Kế hoạch số 1",
    "I2": "Mục I",
}


def duty(counter: str, officer: str, **changes: Any) -> Duty:
    """A week of mornings from Monday 23 November 2026."""
    facts = {
        "unit_code": "tt",
        "counter_code": counter,
        "officer_code": officer,
        "first_day": date(2026, 11, 23),
        "last_day": date(2026, 11, 27),
        "weekdays": frozenset(range(5)),
        "starts": time(7, 30),
        "ends": time(11, 30),
    }
    return Duty(**{**facts, **changes})


def office(**parts: Any) -> Office:
    """A commune with one centre, two counters and two officers on duty in one week."""
    sound = {
        "units": (
            OfficeUnit(code="xa", name="Xã Thử", kind=UnitKind.COMMUNE, valid_from=BEGIN),
            OfficeUnit(code="tt", name="Trung tâm", kind=UnitKind.CENTRE, parent_code="xa", valid_from=BEGIN),
        ),
        "groups": (OfficeGroup(unit_code="tt", code=LAND, name="Đất đai – Xây dựng – Đầu tư"),),
        "fields": (
            OfficeField(
                unit_code="tt", code="dat-dai", name="Đất đai", short_name="Đất đai", group_code=LAND
            ),
            OfficeField(unit_code="tt", code="ho-tich", name="Hộ tịch", short_name="Hộ tịch"),
            OfficeField(
                unit_code="tt", code="khac", name="Lĩnh vực khác", short_name="Việc khác", is_other=True
            ),
        ),
        "counters": (
            OfficeCounter(unit_code="tt", code="q1", name="Quầy 1", field_codes=("ho-tich",)),
            OfficeCounter(unit_code="tt", code="q2", name="Quầy 2", field_codes=("dat-dai", "ho-tich")),
        ),
        "officers": (
            OfficeOfficer(unit_code="tt", code="cc-a", name="Công chức A.", title="Hộ tịch"),
            OfficeOfficer(unit_code="tt", code="cc-b", name="Công chức B."),
        ),
        "duties": (duty("q1", "cc-a"), duty("q2", "cc-b")),
        "target_sets": {"tt": "nam-dan-2026"},
    }
    return Office(**{**sound, **parts})


def spoiled(spoil: Callable[[Workbook], object], *, whole: Office | None = None) -> bytes:
    """Return the sound workbook after a test has written into it."""
    book = load_workbook(io.BytesIO(office_template.workbook(whole or office())))
    spoil(book)
    return saved(book)


def with_cells(cells: dict[str, dict[str, Any]], *, whole: Office | None = None) -> bytes:
    """Return the sound workbook with some cells written: `{"Quầy": {"C2": "Quầy Một"}}`."""

    def write(book: Workbook) -> None:
        for title, values in cells.items():
            for place, value in values.items():
                book[title][place] = value

    return spoiled(write, whole=whole)


def saved(book: Workbook) -> bytes:
    """Return the workbook as a file."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def errors_of(data: bytes) -> list[tuple[str, int, str, str]]:
    """Return each error of a workbook as (sheet, row, column, sentence)."""
    with pytest.raises(WorkbookRefused) as refused:
        office_workbook.read(data)
    return [(error.sheet, error.row, error.column, str(error)) for error in refused.value.errors]


def contents(*, without: tuple[str, ...] = ()) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table of the product, so that before and after can be compared."""
    with db.engine.connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in Base.metadata.sorted_tables
            if table.name not in without
        }


def rows(*columns: Any) -> list[tuple[Any, ...]]:
    """Ask the database for some columns, in the order of the first."""
    with db.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(select(*columns).order_by(columns[0]))]


def apply(whole: Office) -> Plan:
    """Import an office as somebody."""
    return office_import.apply(whole, actor="quan-tri")
