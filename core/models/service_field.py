"""Service fields (lĩnh vực), their groups, and the targets a plan sets for them."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from core.models.searched import follow_names, words_column


class FieldGroup(Base):
    """Fields a plan names together, such as «Đất đai – Xây dựng – Đầu tư»."""

    __tablename__ = "field_group"
    __table_args__ = (UniqueConstraint("unit_id", "code"),)
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(120))


class ServiceField(Base):
    """A field of work (lĩnh vực) of an office."""

    __tablename__ = "service_field"
    __table_args__ = (UniqueConstraint("unit_id", "code"), Index(None, "unit_id", "words"))
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(120))
    #: The word on a counter's chip, shorter than the name.
    short_name: Mapped[str] = mapped_column(String(40))
    words: Mapped[str] = words_column("name", "short_name")
    group_id: Mapped[int | None] = mapped_column(ForeignKey("field_group.id"))
    sort: Mapped[int]
    #: The field «Việc khác» stands for.
    is_other: Mapped[bool]
    is_active: Mapped[bool]


class PlanChoice(Base):
    """Which plan's target set a unit follows; a plan that sets no target leaves no other trace."""

    __tablename__ = "plan_choice"
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True, autoincrement=False)
    set_code: Mapped[str] = mapped_column(String(40))


class Target(Base):
    """A threshold of the satisfied share that a document sets: overall, for a group or for a field."""

    __tablename__ = "target"
    __table_args__ = (
        CheckConstraint("subject IN ('overall', 'group', 'field')", name="subject"),
        CheckConstraint(
            "(subject = 'group') = (group_id IS NOT NULL) AND (subject = 'field') = (field_id IS NOT NULL)",
            name="subject_named",
        ),
        CheckConstraint("threshold > 0 AND threshold <= 10000", name="threshold"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="validity"),
    )
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    subject: Mapped[str] = mapped_column(String(10))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("field_group.id"))
    field_id: Mapped[int | None] = mapped_column(ForeignKey("service_field.id"))
    #: In hundredths of a percent: 9500 is 95 %.
    threshold: Mapped[int]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    #: The set it came from, empty when entered by hand; choosing another set replaces the set's rows.
    set_code: Mapped[str] = mapped_column(String(40), default="")
    document: Mapped[str] = mapped_column(String(300))
    article: Mapped[str] = mapped_column(String(120))


follow_names(ServiceField, "name", "short_name")
