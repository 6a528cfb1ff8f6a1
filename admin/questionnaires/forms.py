"""Forms of the editor: a copy, titles and first page, why something is retired."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField

from admin.places.inputs import Needed, clean
from admin.questionnaires.inputs import UNCHECKED, at_most, offered
from core.domain.questionnaire_draft import LONGEST_TITLE


def _title(words: object, *needed: Needed) -> StringField:
    return StringField(words, filters=[clean], validators=[*needed, at_most(LONGEST_TITLE)])


class CopyForm(FlaskForm):
    """Under which code a version is copied."""

    as_what = RadioField(_l("What becomes of it?"), default="next", validators=[offered], **UNCHECKED)
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
    lead = SelectField(_l("First page"), validators=[offered], **UNCHECKED)
    randomises_poles = BooleanField(_l("Show the levels in either order, by chance"))


class GroupsForm(FlaskForm):
    """The names of the groups stand beside it; it carries what is said about them."""

    groups = HiddenField(_l("Names of the groups of criteria"))


class ReasonForm(FlaskForm):
    """Why a questionnaire is retired."""

    why = StringField(
        _l("Why it is retired"),
        filters=[clean],
        validators=[
            Needed(_l("Write why, for example “Hết đợt khảo sát”.")),
            at_most(200),
        ],
    )
