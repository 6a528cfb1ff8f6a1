"""Forms of the editor: a copy, titles and first page, why something is retired."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms.validators import Length

from admin.places.inputs import Needed, clean

_LONGEST_TITLE = 120


def _title(words: object, *needed: Needed) -> StringField:
    too_long = Length(max=_LONGEST_TITLE, message=_l("At most %(max)d characters."))
    return StringField(words, filters=[clean], validators=[*needed, too_long])


class EmptyForm(FlaskForm):
    """Nothing but the proof that the page was ours."""


class CopyForm(FlaskForm):
    """Under which code a version is copied."""

    as_what = RadioField(_l("What becomes of it?"), choices=[], default="next")
    title = _title(_l("Title of the new questionnaire (Vietnamese)"))

    def offer(self) -> None:
        """Offer the two things a copy can become."""
        self.as_what.choices = [
            ("next", _("The next version of this questionnaire: what stays the same goes on in its trends")),
            ("own", _("A questionnaire of its own, beside the others, with its own trends")),
        ]


class SettingsForm(FlaskForm):
    """Titles, the first page, and the order of the poles."""

    vi = _title(_l("Title in Vietnamese"), Needed(_l("Write the title.")))
    en = _title(_l("Title in English"))
    lead = SelectField(_l("First page"))
    randomises_poles = BooleanField(_l("Show the levels in either order, by chance"))


class ReasonForm(FlaskForm):
    """Why a questionnaire is retired."""

    why = StringField(
        _l("Why it is retired"),
        filters=[clean],
        validators=[
            Needed(_l("Write why, for example “Hết đợt khảo sát”.")),
            Length(max=200, message=_l("At most %(max)d characters.")),
        ],
    )
