"""Forms of the interviewers' phones: whose phone it is, and why one is trusted no longer."""

import re

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from admin.places.inputs import Needed, clean

#: What the phone's own pad of digits takes.
_PIN = re.compile(r"[0-9]{4,8}")


class PhoneForm(FlaskForm):
    """A new phone: who interviews with it, and the PIN of its staff corner."""

    name = StringField(
        _l("Interviewer"),
        filters=[clean],
        validators=[
            Needed(_l("Write the interviewer’s name or a label, for example “Điện thoại 1”.")),
            Length(max=60, message=_l("At most %(max)d characters.")),
        ],
    )
    pin = PasswordField(_l("PIN of the staff corner, 4 to 8 digits"))
    pin_again = PasswordField(_l("The same PIN once more"))

    def validate_pin(self, field: PasswordField) -> None:
        """Digits only, as the phone's own pad has them."""
        if not _PIN.fullmatch(field.data or ""):
            raise ValidationError(_("Write 4 to 8 digits."))

    def validate_pin_again(self, field: PasswordField) -> None:
        """Nobody should be locked out by a slip of the finger."""
        if (self.pin.data or "") != (field.data or ""):
            raise ValidationError(_("The two PINs differ. Type both again."))


class ExplainForm(FlaskForm):
    """What whoever manages the round says about missing numbers."""

    explanation = TextAreaField(
        _l("What is known about it"),
        filters=[clean],
        validators=[
            Needed(_l("Write what is known, for example that the device broke before it could send.")),
            Length(max=300, message=_l("At most %(max)d characters.")),
        ],
    )


class RevokeForm(FlaskForm):
    """Why a phone is trusted no longer."""

    reason = TextAreaField(
        _l("Reason"),
        filters=[clean],
        validators=[
            Needed(_l("Write the reason: it is kept for ever.")),
            Length(max=300, message=_l("At most %(max)d characters.")),
        ],
    )
