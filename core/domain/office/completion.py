"""What every office has whether its workbook says so or not: «Việc khác», a code per counter, one at the door."""

from dataclasses import replace

from core.domain.office.model import (
    ENTRANCE_LABEL,
    OTHER_FIELD_CODE,
    OTHER_FIELD_NAME,
    OTHER_FIELD_SHORT_NAME,
    Office,
    OfficeField,
    OfficeTouchpoint,
    TouchpointKind,
)


def complete(office: Office) -> Office:
    """Return the office with its other-field and its touchpoints; doing it twice changes nothing more."""
    return replace(
        office,
        fields=_with_other_fields(office.fields),
        touchpoints=office.touchpoints + _counter_codes(office) + _entrances(office),
    )


def serving_units(office: Office) -> tuple[str, ...]:
    """Return the codes of the units that have counters: those citizens come to."""
    serving = {counter.unit_code for counter in office.counters}
    return tuple(unit.code for unit in office.units if unit.code in serving)


def _with_other_fields(fields: tuple[OfficeField, ...]) -> tuple[OfficeField, ...]:
    named = {field.unit_code for field in fields if field.is_other}
    # A field that already has the code is the one, marked or not.
    marked = tuple(
        replace(field, is_other=True)
        if field.unit_code not in named and field.code == OTHER_FIELD_CODE
        else field
        for field in fields
    )
    named |= {field.unit_code for field in marked if field.is_other}
    lacking = [unit for unit in dict.fromkeys(field.unit_code for field in fields) if unit not in named]
    return marked + tuple(
        OfficeField(
            unit_code=unit,
            code=OTHER_FIELD_CODE,
            name=OTHER_FIELD_NAME,
            short_name=OTHER_FIELD_SHORT_NAME,
            is_other=True,
        )
        for unit in lacking
    )


def _counter_codes(office: Office) -> tuple[OfficeTouchpoint, ...]:
    named = {
        (touchpoint.unit_code, touchpoint.subject_code)
        for touchpoint in office.touchpoints
        if touchpoint.kind is TouchpointKind.COUNTER
    }
    return tuple(
        # Without a label the sheet and the page say the counter's own name, also after it is renamed.
        OfficeTouchpoint(
            unit_code=counter.unit_code,
            kind=TouchpointKind.COUNTER,
            subject_code=counter.code,
            is_automatic=True,
        )
        for counter in office.counters
        if (counter.unit_code, counter.code) not in named
    )


def _entrances(office: Office) -> tuple[OfficeTouchpoint, ...]:
    named = {
        touchpoint.unit_code
        for touchpoint in office.touchpoints
        if touchpoint.kind is TouchpointKind.ENTRANCE
    }
    return tuple(
        OfficeTouchpoint(
            unit_code=unit, kind=TouchpointKind.ENTRANCE, label=ENTRANCE_LABEL, is_automatic=True
        )
        for unit in serving_units(office)
        if unit not in named
    )
