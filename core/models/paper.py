"""Paper forms while they are keyed: batches, and sheets that wait, sealed, until their batch is handed over.

No sheet names a submission: it is removed in the transaction that stores its answer, whose secret nobody keeps.
"""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Integer, LargeBinary, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class PaperBatch(Base):
    """Sheets that were filled in at one place on one day; its answers count once it is closed."""

    __tablename__ = "paper_batch"
    __table_args__ = (
        CheckConstraint("sheets BETWEEN 1 AND 200", name="sheets"),
        CheckConstraint("stratum IS NULL OR round_id IS NOT NULL", name="stratum"),
        CheckConstraint("(closed_on IS NULL) = (closed_by IS NULL)", name="closed"),
    )
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    touchpoint_id: Mapped[int] = mapped_column(ForeignKey("touchpoint.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("questionnaire_version.id"))
    #: The survey round it belongs to, and the hamlet its sheets come from.
    round_id: Mapped[int | None] = mapped_column(ForeignKey("survey_round.id"))
    stratum: Mapped[int | None] = mapped_column(SmallInteger)
    #: The day on which the sheets were filled in.
    day: Mapped[date]
    sheets: Mapped[int] = mapped_column(SmallInteger)
    #: Is every sheet keyed twice, and may the same person do it?
    is_double: Mapped[bool]
    allows_same: Mapped[bool]
    opened_on: Mapped[date]
    opened_by: Mapped[int]
    closed_on: Mapped[date | None]
    closed_by: Mapped[int | None]
    #: When it was given up. The row stays without its sheets, so that its number names no other on a page left open.
    dropped_on: Mapped[date | None]
    #: When it was closed: sheets with an answer, and sheets without any.
    counted: Mapped[int] = mapped_column(SmallInteger, default=0)
    blank: Mapped[int] = mapped_column(SmallInteger, default=0)


class PaperSheet(Base):
    """One sheet under the number the clerk wrote on it; what was keyed is sealed by the data key."""

    __tablename__ = "paper_sheet"
    __table_args__ = (
        CheckConstraint("(second IS NULL) = (second_by IS NULL)", name="second"),
        {"sqlite_with_rowid": False},
    )
    batch_id: Mapped[int] = mapped_column(ForeignKey("paper_batch.id"), primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    unit_id: Mapped[int]
    first: Mapped[bytes] = mapped_column(LargeBinary)
    first_by: Mapped[int]
    second: Mapped[bytes | None] = mapped_column(LargeBinary)
    second_by: Mapped[int | None]
    #: What counts: the only keying once the batch is closed, or what two keyings agree about.
    agreed: Mapped[bytes | None] = mapped_column(LargeBinary)
    has_differed: Mapped[bool]
