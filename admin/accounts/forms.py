"""Forms of signing in and of one's own account."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from core.domain.credentials import MAX_PASSWORD, MIN_PASSWORD


class SignInForm(FlaskForm):
    """Name and password."""

    login = StringField(_l("Account name"), validators=[InputRequired(_l("Type your account name."))])
    password = PasswordField(_l("Password"), validators=[InputRequired(_l("Type your password."))])
    next = HiddenField()


class NewPasswordForm(FlaskForm):
    """A new password, twice."""

    new = PasswordField(
        _l("New password"),
        validators=[
            InputRequired(_l("Type a new password.")),
            Length(min=MIN_PASSWORD, message=_l("A password needs at least %(min)d characters.")),
            Length(max=MAX_PASSWORD, message=_l("A password has at most %(max)d characters.")),
        ],
    )
    again = PasswordField(
        _l("New password once more"),
        validators=[EqualTo("new", _l("The two new passwords are not the same. Type both again."))],
    )


class PasswordForm(NewPasswordForm):
    """The current password and a new one, twice."""

    current = PasswordField(
        _l("Current password"), validators=[InputRequired(_l("Type the password you have now."))]
    )


class CodeForm(FlaskForm):
    """One code of an app, a card or a recovery sheet."""

    code = StringField(_l("Code"), validators=[InputRequired(_l("Type the code."))])
