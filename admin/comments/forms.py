"""Forms of the queue: text and topics of a comment, the reason for setting it aside."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectMultipleField, TextAreaField

from admin.comments import words
from admin.complaints.forms import lines
from admin.places.inputs import Needed
from core.domain import comment_topics
from core.domain.comment_topics import Topic
from core.queries.comments.queue import ReviewedComment
from core.services.comment_reviews import Noted


class NumberedForm(FlaskForm):
    """Says which state of the comment the person has read."""

    number = HiddenField()

    @property
    def seen(self) -> int:
        """How many signed rows there were; what is no number fits no comment."""
        typed = str(self.number.data or "")
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else -1


class TextForm(NumberedForm):
    """The text with passages covered, and what it speaks of."""

    text = TextAreaField(
        _l("Text as it will be read"),
        filters=[lines],
        validators=[Needed(_l("Leave at least a mark where something was covered."))],
    )
    topics = SelectMultipleField(_l("Topics of the comment"))

    def prepare(self, comment: ReviewedComment, text: str) -> None:
        """Begin with what stands, and with suggested topics where nobody chose yet."""
        self.topics.choices = [(str(one), words.TOPIC_NAMES[one]) for one in Topic]
        if self.is_submitted():
            return
        self.number.data = str(comment.number)
        self.text.data = text
        chosen = comment_topics.suggest(comment.text) if comment.topics is None else comment.topics
        self.topics.data = [str(one) for one in chosen]

    def noted(self) -> Noted:
        """Return text and topics."""
        return Noted(text=self.text.data, topics=tuple(Topic(one) for one in self.topics.data or ()))


class ReasonForm(NumberedForm):
    """Why a comment, or a published text, is not for the public."""

    reason = RadioField(_l("Reason"), validate_choice=False)

    def __init__(self, **values: Any) -> None:
        """Offer the reasons."""
        super().__init__(**values)
        self.reason.choices = list(words.REASONS)
