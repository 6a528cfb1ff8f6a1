"""The form of an interviewer's phone: whose phone it is, and the PIN of its staff corner."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import Length

from admin.kiosks.device_forms import ChecksPin
from admin.places.inputs import Needed, clean


class PhoneForm(ChecksPin, FlaskForm):
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
