"""Inputs of the editor: how long a text may be, and that a choice is one of those offered, said in our own words."""

from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.validators import Length, StopValidation

#: For fields checked by `offered`: the form's own check speaks English only.
UNCHECKED: Final[dict[str, Any]] = {"choices": [], "validate_choice": False}


def at_most(letters: int) -> Length:
    """Return the check that a text is no longer than this."""
    return Length(max=letters, message=_l("At most %(max)d characters."))


def offered(_form: object, field: Field) -> None:
    """Refuse a choice no page of ours offers."""
    if field.data not in {value for value, _words in field.choices}:
        raise StopValidation(_("Choose one of what is offered here."))
