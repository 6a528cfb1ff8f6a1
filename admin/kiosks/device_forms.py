"""Forms tablets and interviewers' phones share: the PIN of the staff corner, an explanation, a revocation."""

import re
from collections.abc import Callable
from typing import ClassVar

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import PasswordField, TextAreaField
from wtforms.validators import Length, ValidationError

from admin.places.blueprint import is_done
from admin.places.inputs import Needed, clean

#: What the device's own pad of digits takes.
_PIN = re.compile(r"[0-9]{4,8}")
REASON = [
    Needed(_l("Write the reason: it is kept for ever.")),
    Length(max=300, message=_l("At most %(max)d characters.")),
]


class ChecksPin:
    """The checks of `pin` and `pin_again`; the form places the two fields among its own and names them."""

    #: May it stay empty, because the device has one already?
    is_pin_optional: ClassVar[bool] = False
    pin: PasswordField

    def validate_pin(self, field: PasswordField) -> None:
        """Digits only, as the device's own pad has them."""
        is_left = self.is_pin_optional and not field.data
        if not is_left and not _PIN.fullmatch(field.data or ""):
            raise ValidationError(_("Write 4 to 8 digits."))

    def validate_pin_again(self, field: PasswordField) -> None:
        """Nobody should be locked out by a slip of the finger."""
        if (self.pin.data or "") != (field.data or ""):
            raise ValidationError(_("The two PINs differ. Type both again."))


class RevokeForm(FlaskForm):
    """Why a device is trusted no longer."""

    reason = TextAreaField(_l("Reason"), filters=[clean], validators=REASON)


def explanation_field(label: LazyString) -> TextAreaField:
    """Return the field that asks what is known about missing numbers."""
    return TextAreaField(
        label,
        filters=[clean],
        validators=[
            Needed(_l("Write what is known, for example that the device broke before it could send.")),
            Length(max=300, message=_l("At most %(max)d characters.")),
        ],
    )


class ExplainForm(FlaskForm):
    """What is said about a device's missing numbers by whoever answers for it."""

    explanation = explanation_field(_l("What is known about it"))


def explained(form: ExplainForm, keep: Callable[..., None]) -> bool:
    """Was an explanation sent and kept? `keep(explanation=…)` writes it down; a refusal stands at the field."""
    return form.validate_on_submit() and is_done(
        form, lambda: keep(explanation=form.explanation.data), at="explanation"
    )
