"""Questionnaire versions as stored: immutable, with text positions and counter slots fixed at publication.

Beside them what is being written, and which version each unit asks.
"""

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, ForeignKeyConstraint, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from core.domain.questionnaire_draft import LONGEST_SOURCE


class QuestionnaireVersion(Base):
    """One published version; `unit_id` 0 means every unit may use it."""

    __tablename__ = "questionnaire_version"
    __table_args__ = (UniqueConstraint("unit_id", "code", "number"),)
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    unit_id: Mapped[int]
    code: Mapped[str] = mapped_column(String(40))
    number: Mapped[int]
    texts: Mapped[dict[str, str]] = mapped_column(JSON)
    method: Mapped[str] = mapped_column(String(30))
    lead: Mapped[str | None] = mapped_column(String(40))
    factors: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    source: Mapped[str] = mapped_column(String(LONGEST_SOURCE))
    published_on: Mapped[date]


class QuestionRow(Base):
    """One question of a version; `position` counts from 0, so SQL reads `substr(answers, position + 1, width)`."""

    __tablename__ = "question"
    version_id: Mapped[int] = mapped_column(ForeignKey("questionnaire_version.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    unit_id: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    scope: Mapped[str] = mapped_column(String(10))
    factor: Mapped[str] = mapped_column(String(40))
    is_scored: Mapped[bool]
    position: Mapped[int]
    width: Mapped[int]
    texts: Mapped[dict[str, str]] = mapped_column(JSON)
    condition: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    #: A number's least and greatest; a text's greatest number of characters.
    low: Mapped[int | None]
    high: Mapped[int | None]


class OptionRow(Base):
    """One level or option of a question and the counter slot it moves."""

    __tablename__ = "question_option"
    __table_args__ = (
        ForeignKeyConstraint(["version_id", "question_code"], ["question.version_id", "question.code"]),
        UniqueConstraint("version_id", "slot"),
    )
    version_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    question_code: Mapped[str] = mapped_column(String(40), primary_key=True)
    code: Mapped[str] = mapped_column(String(1), primary_key=True)
    unit_id: Mapped[int]
    slot: Mapped[int]
    texts: Mapped[dict[str, str]] = mapped_column(JSON)


class QuestionnaireDraft(Base):
    """A questionnaire somebody of a unit is writing; nobody answers it before it is published."""

    __tablename__ = "questionnaire_draft"
    __table_args__ = ({"sqlite_with_rowid": False},)
    unit_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    #: The version it began as a copy of.
    base_id: Mapped[int | None] = mapped_column(ForeignKey("questionnaire_version.id"))
    #: As `core/domain/questionnaire_draft.py` writes it.
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    #: Counts the changes: who changes what somebody else has changed meanwhile is told so.
    number: Mapped[int]
    changed_on: Mapped[date]
    changed_by: Mapped[int]


class QuestionnaireChoice(Base):
    """Which version a unit asks under a code from then on; none: what stands above it. Insert-only, newest counts."""

    __tablename__ = "questionnaire_choice"
    __table_args__ = ({"sqlite_with_rowid": False},)
    unit_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    version_id: Mapped[int | None] = mapped_column(ForeignKey("questionnaire_version.id"))
    day: Mapped[date]
    account_id: Mapped[int]
