"""Survey rounds: what is asked from when to when, of how many people where, and how many answers there are.

An answer of a round says which round it belongs to and never in which hamlet it was given: of hamlets there are counts.
"""

from datetime import date

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Integer, SmallInteger, String, Table
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from core.models.rollup import COUNT_COLUMNS


class SurveyRound(Base):
    """One round: planned, begun (its questions are fixed from then on), closed; or given up before it began."""

    __tablename__ = "survey_round"
    __table_args__ = (
        CheckConstraint("ends_on >= begins_on", name="days"),
        CheckConstraint("population >= 1 AND sample BETWEEN 1 AND population", name="sample"),
        CheckConstraint("(begun_on IS NULL) = (touchpoint_id IS NULL)", name="begun"),
        CheckConstraint("(begun_on IS NULL) = (version_id IS NULL)", name="version"),
        CheckConstraint("closed_on IS NULL OR begun_on IS NOT NULL", name="closed"),
    )
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    questionnaire_code: Mapped[str] = mapped_column(String(40))
    begins_on: Mapped[date]
    ends_on: Mapped[date]
    #: People the round is about, and how many are to be asked.
    population: Mapped[int]
    sample: Mapped[int]
    #: Set when it begins: what is asked to its end, and the touchpoint its answers come through.
    version_id: Mapped[int | None] = mapped_column(ForeignKey("questionnaire_version.id"))
    touchpoint_id: Mapped[int | None] = mapped_column(ForeignKey("touchpoint.id"))
    begun_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    #: When its plan was given up. The row stays, so that its number names no other plan on a page left open.
    dropped_on: Mapped[date | None]


class RoundStratum(Base):
    """One hamlet (xóm, tổ dân phố) of a round, with its people and its share of the sample."""

    __tablename__ = "round_stratum"
    __table_args__ = (
        CheckConstraint("population >= 1 AND sample BETWEEN 0 AND population", name="sample"),
        {"sqlite_with_rowid": False},
    )
    round_id: Mapped[int] = mapped_column(
        ForeignKey("survey_round.id"), primary_key=True, autoincrement=False
    )
    number: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    unit_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    population: Mapped[int]
    sample: Mapped[int]


class RoundProgress(Base):
    """How many answers of a round came from a hamlet by a channel; stratum 0 where none was named."""

    __tablename__ = "round_progress"
    __table_args__ = ({"sqlite_with_rowid": False},)
    round_id: Mapped[int] = mapped_column(
        ForeignKey("survey_round.id"), primary_key=True, autoincrement=False
    )
    stratum: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    channel: Mapped[str] = mapped_column(String(9), primary_key=True)
    unit_id: Mapped[int]
    n: Mapped[int]


#: How many answers carry a label, by its column.
LABEL_COLUMNS = ("too_fast", "outside_hours", "straight_line", "burst", "clock")
#: A round's counts as reported to everybody but the Front: taken when it is over, and never changed. A later number
#: stands for a later report, with answers that came late. Labels stand in part 0.
ROUND_REPORT = Table(
    "round_report",
    Base.metadata,
    Column("round_id", Integer, primary_key=True, autoincrement=False),
    Column("number", SmallInteger, primary_key=True, autoincrement=False),
    Column("channel", String(9), primary_key=True),
    Column("tier", String(1), primary_key=True),
    Column("part", SmallInteger, primary_key=True, autoincrement=False),
    Column("unit_id", Integer, nullable=False),
    #: The last day whose answers were all in.
    Column("through", Date, nullable=False),
    *(Column(label, Integer, nullable=False, server_default="0") for label in LABEL_COLUMNS),
    *(Column(count, Integer, nullable=False, server_default="0") for count in COUNT_COLUMNS),
    sqlite_with_rowid=False,
)
#: How many answers by hamlet and channel there were when the first report was made; stratum 0 where no hamlet was
#: named. Never changed either. Nothing reads what stands with a later number.
ROUND_REPORT_PROGRESS = Table(
    "round_report_progress",
    Base.metadata,
    Column("round_id", Integer, primary_key=True, autoincrement=False),
    Column("number", SmallInteger, primary_key=True, autoincrement=False),
    Column("stratum", SmallInteger, primary_key=True, autoincrement=False),
    Column("channel", String(9), primary_key=True),
    Column("unit_id", Integer, nullable=False),
    Column("n", Integer, nullable=False),
    sqlite_with_rowid=False,
)
