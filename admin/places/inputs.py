"""Inputs of the places: one line of clean text, a day as people write it, a percentage, a phone number."""

import re
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import gettext as _
from wtforms import StringField
from wtforms.validators import StopValidation, ValidationError

from core import labels
from core.services.office_workbook.text import text

_DAY_FORMS = ("%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y")
_YEARS = range(1900, 2100)
#: As the spreadsheet reads it, so that what is typed here survives a round trip.
_PHONE = re.compile(r"[0-9+() .-]{3,40}")


def clean(value: str | None) -> str:
    """Return what was typed as one line without hidden characters, as the spreadsheet's reader does."""
    return text(value or "")


class DayField(StringField):
    """A day, typed as day/month/year; `data` is a date or None when empty."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed; keep it to be shown again where it is no day."""
        written = clean(valuelist[0]) if valuelist else ""
        self.data: Any = None
        if not written:
            return
        for form in _DAY_FORMS:
            try:
                found = datetime.strptime(written, form).date()  # noqa: DTZ007 (a calendar day has no zone)
            except ValueError:
                continue
            if found.year in _YEARS:
                self.data = found
                return
        raise ValueError(_("Write the day as day/month/year, for example 01/10/2026."))

    def _value(self) -> str:
        if self.raw_data:
            return clean(self.raw_data[0])
        return labels.day(self.data) if self.data else ""


class PercentField(StringField):
    """A percentage between 1 and 100 with at most two decimals; `data` is in hundredths of a percent."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed, with a comma or a point."""
        written = clean(valuelist[0]) if valuelist else ""
        self.data: Any = None
        if not written:
            return
        try:
            hundredths = Decimal(written.removesuffix("%").strip().replace(",", ".")) * 100
        except InvalidOperation:
            hundredths = Decimal(0)
        if not hundredths.is_finite() or not 100 <= hundredths <= 10_000 or hundredths != int(hundredths):
            raise ValueError(_("Write a number between 1 and 100, for example 95 or 97,5."))
        self.data = int(hundredths)

    def _value(self) -> str:
        if self.raw_data:
            return clean(self.raw_data[0])
        return f"{Decimal(self.data) / 100:f}".replace(".", ",") if self.data else ""


class Needed:
    """Ask for an answer with a sentence of the field's own; without one, nothing else is said."""

    def __init__(self, sentence: Any) -> None:
        self.sentence = sentence

    def __call__(self, _form: object, field: StringField) -> None:
        """Refuse an empty field; a mistake found while reading is said instead."""
        if field.errors or field.process_errors:
            raise StopValidation
        if field.data in (None, "", []):
            raise StopValidation(self.sentence)


def is_phone(_form: object, field: StringField) -> None:
    """Refuse what is no phone number; none at all is fine."""
    if field.data and not _PHONE.fullmatch(field.data):
        raise ValidationError(_("Write digits only, for example 0123 456 789."))
