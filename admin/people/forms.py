"""Forms of the accounts of an office."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import AnyOf, DataRequired, Length, Regexp

from admin.places.inputs import clean
from core import labels
from core.domain.access import Role
from core.domain.credentials import LOGIN

_ROLES = [SelectChoice(str(role), labels.ROLE_NAMES[role]) for role in Role]


def _small(text: str | None) -> str:
    return (text or "").strip().lower()


class RoleForm(FlaskForm):
    """One of the nine roles."""

    role = RadioField(
        _l("Role"),
        choices=_ROLES,
        validate_choice=False,
        validators=[AnyOf([str(role) for role in Role], message=_l("Choose what this person does."))],
    )


class NewAccountForm(RoleForm):
    """A person who is to sign in."""

    name = StringField(
        _l("Full name"),
        filters=[clean],
        validators=[
            DataRequired(_l("Type the person’s name.")),
            Length(max=120, message=_l("A name has at most %(max)d characters.")),
        ],
    )
    login = StringField(
        _l("Account name"),
        filters=[_small],
        validators=[
            DataRequired(_l("Type a name to sign in with.")),
            Regexp(
                rf"^(?:{LOGIN.pattern})$",
                message=_l(
                    "Use 3 to 60 letters without accents, digits, dots or dashes, for example nguyen.van.an."
                ),
            ),
        ],
    )
    unit = StringField(_l("Unit"), filters=[clean], validators=[DataRequired(_l("Choose the unit."))])
