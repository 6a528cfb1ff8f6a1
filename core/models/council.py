"""The People's Council and cases: questions of delegates with their answers, and the months everybody may read.

Questions and answers are official words for the session file, not a citizen's: they stand in the open.
"""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class CouncilQuestion(Base):
    """What a delegate asks the office about a figure or a late case, and what the office answers."""

    __tablename__ = "council_question"
    __table_args__ = (
        Index(None, "unit_id", "asked_on"),
        CheckConstraint("about IN ('figure', 'case')", name="about"),
        CheckConstraint("(about = 'case') = (complaint_id IS NOT NULL)", name="complaint"),
        CheckConstraint("(about = 'figure') = (month IS NOT NULL)", name="month"),
        CheckConstraint("(answer IS NULL) = (answered_on IS NULL)", name="answer"),
    )
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    #: The office that is asked.
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    about: Mapped[str] = mapped_column(String(6))
    #: The first day of the published month, and the word of the figure.
    month: Mapped[date | None]
    figure: Mapped[str | None] = mapped_column(String(20))
    complaint_id: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    #: What the page showed when it was asked: the figure, or how late the case was.
    reference: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    asked_on: Mapped[date]
    due_on: Mapped[date]
    #: What the office prepares; only its leader sends it.
    draft: Mapped[str | None] = mapped_column(Text)
    answer: Mapped[str | None] = mapped_column(Text)
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    answered_on: Mapped[date | None]
    withdrawn_on: Mapped[date | None]


class PublishedCaseNumber(Base):
    """One number of a published month of cases, written once; small groups are hidden where it is read."""

    __tablename__ = "published_case_number"
    __table_args__ = ({"sqlite_with_rowid": False},)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True, autoincrement=False)
    #: The first day of the month the cases were received in.
    month: Mapped[date] = mapped_column(primary_key=True)
    part: Mapped[str] = mapped_column(String(16), primary_key=True)
    number: Mapped[int]
    published_on: Mapped[date]
