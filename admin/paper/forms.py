"""Forms of batches: where a pile of sheets comes from, how many there are, why one is given up."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, RadioField, SelectField, TextAreaField
from wtforms.validators import Length, NumberRange

from admin.places.inputs import DayField, Needed, clean
from core import clock, labels
from core.domain.paper import MOST_SHEETS
from core.domain.questionnaire import Questionnaire
from core.queries.paper import PaperPlace, RoundChoice
from core.services.paper.batches import BatchFacts

#: How sheets are keyed.
ONCE, TWICE, TWICE_ALONE = "1", "2", "2a"
_SHEETS = NumberRange(1, MOST_SHEETS, message=_l("Write a number from %(min)s to %(max)s."))


class Number(IntegerField):
    """A whole number; what is none is said in a sentence of our own."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed."""
        written = clean(valuelist[0]) if valuelist else ""
        self.data = int(written) if written.isascii() and written.isdigit() and len(written) < 6 else None


class BatchForm(FlaskForm):
    """What somebody says about a pile of sheets before keying them."""

    touchpoint_id = SelectField(_l("Where the sheets were filled in"), coerce=int)
    version_id = SelectField(_l("Questionnaire on the sheets"), coerce=int)
    stratum = SelectField(_l("Hamlet"), coerce=int)
    day = DayField(
        _l("The day they were filled in"), validators=[Needed(_l("Write the day they were filled in."))]
    )
    sheets = Number(_l("How many sheets"), validators=[Needed(_l("Count the sheets first.")), _SHEETS])
    entry = RadioField(_l("How they are keyed"), choices=[])

    def offer(
        self,
        places: tuple[PaperPlace, ...],
        versions: tuple[tuple[int, Questionnaire], ...],
        held: RoundChoice | None,
    ) -> None:
        """Let a place and a version be chosen; a round has its own."""
        wanted = {held.version_id} if held else None
        self.touchpoint_id.choices = (
            [(held.touchpoint_id, held.name)]
            if held
            else [(one.touchpoint_id, place_name(one)) for one in places]
        )
        self.version_id.choices = [
            (number, version_name(number, version))
            for number, version in versions
            if wanted is None or number in wanted
        ]
        self.stratum.choices = [(0, _("Not said")), *(held.strata if held else ())]
        self.entry.choices = [
            (ONCE, _("Once: quick; put right on the summary before it counts")),
            (TWICE, _("Twice, by two people: every difference is shown and decided")),
            (TWICE_ALONE, _("Twice, also by the same person")),
        ]
        if not self.is_submitted():
            self.day.data, self.entry.data = clock.today(), ONCE

    def facts(self, held: RoundChoice | None) -> BatchFacts:
        """Return what was chosen."""
        return BatchFacts(
            touchpoint_id=self.touchpoint_id.data,
            version_id=self.version_id.data,
            day=self.day.data,
            sheets=self.sheets.data or 0,
            is_double=self.entry.data != ONCE,
            allows_same=self.entry.data == TWICE_ALONE,
            round_id=held.id if held else None,
            stratum=(self.stratum.data or None) if held else None,
        )

    def blame(self, code: str, words: str) -> None:
        """Put a refusal beside the field it is about."""
        field: Any = self.sheets if code == "sheets" else self.day
        field.errors = [*field.errors, words]


class SheetsForm(FlaskForm):
    """How many sheets there are after all."""

    sheets = Number(_l("How many sheets"), validators=[Needed(_l("Count the sheets first.")), _SHEETS])


class DropForm(FlaskForm):
    """Why a batch is given up."""

    reason = TextAreaField(
        _l("Reason"),
        filters=[clean],
        validators=[
            Needed(_l("Write the reason: it is kept for ever.")),
            Length(max=300, message=_l("At most %(max)d characters.")),
        ],
    )


def place_name(one: PaperPlace) -> str:
    """Return what a place is called where one is chosen: with its code, and whether that has ended."""
    if one.is_in_use:
        return f"{one.place} – {one.code}"
    return _("%(place)s – %(code)s (no longer in use)", place=one.place, code=one.code)


def version_name(number: int, version: Questionnaire) -> str:
    """Return what a version is called where one is chosen; the number in brackets stands on its sheets."""
    return _(
        "%(name)s, version %(version)s (form no. %(number)s)",
        name=labels.wording(version.texts),
        version=str(version.number),
        number=str(number),
    )
