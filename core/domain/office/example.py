"""The example commune «Xã Mẫu»: visibly invented, so that nobody takes its figures for somebody's."""

from datetime import date, time, timedelta

from core.domain.office.model import (
    OTHER_FIELD_CODE,
    OTHER_FIELD_NAME,
    OTHER_FIELD_SHORT_NAME,
    Duty,
    Office,
    OfficeCounter,
    OfficeField,
    OfficeGroup,
    OfficeOfficer,
    OfficeUnit,
    UnitKind,
)
from core.domain.target_sets import LAND_GROUP_CODE, LAND_GROUP_NAME

COMMUNE_CODE = "xa-mau"
CENTRE_CODE = "tt-hcc-xa-mau"
TARGET_SET_CODE = "nam-dan-2026"

#: Communes in their present shape exist since the provinces lost their districts.
_BEGIN = date(2025, 7, 1)
_MORNING = (time(7, 30), time(11, 30))
_AFTERNOON = (time(13, 30), time(17, 0))
_WORKING_DAYS = frozenset(range(5))
_SATURDAY = frozenset({5})

_UNITS = (
    OfficeUnit(
        code=COMMUNE_CODE,
        name="Xã Mẫu",
        kind=UnitKind.COMMUNE,
        help_phone="0000 000 000",
        valid_from=_BEGIN,
    ),
    OfficeUnit(
        code=CENTRE_CODE,
        name="Trung tâm Phục vụ hành chính công",
        kind=UnitKind.CENTRE,
        parent_code=COMMUNE_CODE,
        help_phone="0000 000 000",
        valid_from=_BEGIN,
    ),
)

#: Code, name, short name, group. The ten fields an office starts with (docs/promises.md S6).
_FIELDS = (
    ("ho-tich", "Hộ tịch", "Hộ tịch", None),
    ("chung-thuc", "Chứng thực", "Chứng thực", None),
    ("dat-dai", "Đất đai", "Đất đai", LAND_GROUP_CODE),
    ("xay-dung", "Xây dựng", "Xây dựng", LAND_GROUP_CODE),
    ("dau-tu", "Đầu tư, kinh doanh", "Đầu tư", LAND_GROUP_CODE),
    ("bao-tro", "Bảo trợ xã hội, người có công", "Bảo trợ xã hội", None),
    ("moi-truong", "Môi trường", "Môi trường", None),
    ("giao-duc", "Giáo dục, y tế, văn hóa", "Giáo dục, y tế", None),
    ("cu-tru", "Cư trú (ngành dọc)", "Cư trú", None),
    (OTHER_FIELD_CODE, OTHER_FIELD_NAME, OTHER_FIELD_SHORT_NAME, None),
)

#: Name and short name of the fields nearly every office has, to be ticked instead of typed.
COMMON_FIELDS = tuple(
    (name, short_name) for code, name, short_name, _group in _FIELDS if code != OTHER_FIELD_CODE
)

_COUNTERS = (
    ("q1", "Quầy 1", ("ho-tich",)),
    ("q2", "Quầy 2", ("chung-thuc",)),
    ("q3", "Quầy 3", ("dat-dai", "xay-dung", "dau-tu")),
    ("q4", "Quầy 4", ("bao-tro", "moi-truong", "giao-duc", "chung-thuc")),
    ("q5", "Quầy 5", ("cu-tru",)),
    ("q6", "Quầy 6", ("ho-tich", "chung-thuc")),
)

_OFFICERS = (
    ("cc-a", "Công chức A.", "Công chức Tư pháp – Hộ tịch"),
    ("cc-b", "Công chức B.", "Công chức Tư pháp – Hộ tịch"),
    ("cc-c", "Công chức C.", "Công chức Địa chính – Xây dựng – Môi trường"),
    ("cc-d", "Công chức D.", "Công chức Văn hóa – Xã hội"),
    ("cc-e", "Công chức E.", "Công an trực"),
    ("cc-f", "Công chức F.", "Công chức Tư pháp – Hộ tịch"),
    ("cc-g", "Công chức G.", "Công chức Tư pháp – Hộ tịch"),
    ("cc-h", "Công chức H.", "Công chức Tài chính – Kế toán"),
)

#: Counter, who sits there in the morning, who in the afternoon.
_SEATS = (
    ("q1", "cc-a", "cc-g"),
    ("q2", "cc-b", "cc-b"),
    ("q3", "cc-c", "cc-h"),
    ("q4", "cc-d", "cc-d"),
    ("q5", "cc-e", "cc-e"),
    ("q6", "cc-f", "cc-f"),
)
_SATURDAY_SEATS = (("q1", "cc-a"), ("q3", "cc-c"))


def example(today: date, *, is_open_on_saturdays: bool = True) -> Office:
    """Return the example commune with its roster for this month and the next."""
    return Office(
        units=_UNITS,
        groups=(OfficeGroup(unit_code=CENTRE_CODE, code=LAND_GROUP_CODE, name=LAND_GROUP_NAME),),
        fields=tuple(
            OfficeField(
                unit_code=CENTRE_CODE,
                code=code,
                name=name,
                short_name=short_name,
                group_code=group,
                is_other=code == OTHER_FIELD_CODE,
            )
            for code, name, short_name, group in _FIELDS
        ),
        counters=tuple(
            OfficeCounter(unit_code=CENTRE_CODE, code=code, name=name, field_codes=fields)
            for code, name, fields in _COUNTERS
        ),
        officers=tuple(
            OfficeOfficer(unit_code=CENTRE_CODE, code=code, name=name, title=title)
            for code, name, title in _OFFICERS
        ),
        duties=_roster(today, is_open_on_saturdays=is_open_on_saturdays),
        target_sets={CENTRE_CODE: TARGET_SET_CODE},
    )


def _roster(today: date, *, is_open_on_saturdays: bool) -> tuple[Duty, ...]:
    first = today.replace(day=1)
    # 62 days on from a month's first lie in the month after the next, whatever their lengths.
    last = (first + timedelta(days=62)).replace(day=1) - timedelta(days=1)

    def duty(counter: str, officer: str, weekdays: frozenset[int], hours: tuple[time, time]) -> Duty:
        return Duty(
            unit_code=CENTRE_CODE,
            counter_code=counter,
            officer_code=officer,
            first_day=first,
            last_day=last,
            weekdays=weekdays,
            starts=hours[0],
            ends=hours[1],
        )

    duties = [
        seat
        for counter, morning, afternoon in _SEATS
        for seat in (
            duty(counter, morning, _WORKING_DAYS, _MORNING),
            duty(counter, afternoon, _WORKING_DAYS, _AFTERNOON),
        )
    ]
    if is_open_on_saturdays:
        duties += [duty(counter, officer, _SATURDAY, _MORNING) for counter, officer in _SATURDAY_SEATS]
    return tuple(duties)
