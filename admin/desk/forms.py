"""Forms with nothing to fill in."""

from flask_wtf import FlaskForm


class EmptyForm(FlaskForm):
    """A button: nothing but the proof that our own page sent it."""
