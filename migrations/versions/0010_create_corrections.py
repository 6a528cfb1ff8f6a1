"""Create office hours, corrections of duty entries and the signed rows they add; index duties by week and entry."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

COUNTS = ("n", "n_office", "n_field", "n_officer", *(f"s{number:02d}" for number in range(48)))
KEY = (
    ("field_id", sa.Integer()),
    ("officer_id", sa.Integer()),
    ("counter_id", sa.Integer()),
    ("channel", sa.String(length=9)),
    ("tier", sa.String(length=1)),
    ("round_id", sa.Integer()),
    ("version_id", sa.Integer()),
    ("part", sa.SmallInteger()),
)


def upgrade() -> None:
    """Go forward one step."""
    _create_office_hours()
    _create_proposals()
    _create_adjustments()
    op.create_index(op.f("ix_duty_entry_unit_id_starts_at"), "duty_entry", ["unit_id", "starts_at"])
    op.create_index(op.f("ix_submission_duty_entry_id"), "submission", ["duty_entry_id"])


def _create_office_hours() -> None:
    op.create_table(
        "office_hours",
        sa.Column("unit_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("morning_from", sa.Time(), nullable=False),
        sa.Column("morning_to", sa.Time(), nullable=False),
        sa.Column("afternoon_from", sa.Time(), nullable=False),
        sa.Column("afternoon_to", sa.Time(), nullable=False),
        sa.Column("last_weekday", sa.SmallInteger(), nullable=False),
        sa.CheckConstraint(
            "morning_from < morning_to AND morning_to <= afternoon_from AND afternoon_from < afternoon_to",
            name=op.f("ck_office_hours_order"),
        ),
        sa.CheckConstraint("last_weekday BETWEEN 4 AND 6", name=op.f("ck_office_hours_last_weekday")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_office_hours_unit_id")),
        sa.PrimaryKeyConstraint("unit_id", name=op.f("pk_office_hours")),
    )


def _create_proposals() -> None:
    op.create_table(
        "duty_correction",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("duty_entry_id", sa.Integer(), nullable=False),
        sa.Column("from_officer_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("proposed_by", sa.String(length=60), nullable=False),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_correction")),
    )
    op.create_index(op.f("ix_duty_correction_unit_id"), "duty_correction", ["unit_id"])
    op.create_index(op.f("ix_duty_correction_duty_entry_id"), "duty_correction", ["duty_entry_id"])
    op.create_table(
        "duty_decision",
        sa.Column("correction_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("is_accepted", sa.Boolean(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("decided_by", sa.String(length=60), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("answers >= 0", name=op.f("ck_duty_decision_answers")),
        sa.ForeignKeyConstraint(
            ["correction_id"], ["duty_correction.id"], name=op.f("fk_duty_decision_correction_id")
        ),
        sa.PrimaryKeyConstraint("correction_id", name=op.f("pk_duty_decision")),
    )


def _create_adjustments() -> None:
    op.create_table(
        "adjustment_day",
        sa.Column("correction_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("unit_id", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(name, kind, autoincrement=False, nullable=False) for name, kind in KEY),
        sa.Column("is_ahead", sa.Boolean(), nullable=False),
        *(sa.Column(count, sa.Integer(), server_default="0", nullable=False) for count in COUNTS),
        sa.ForeignKeyConstraint(
            ["correction_id"], ["duty_correction.id"], name=op.f("fk_adjustment_day_correction_id")
        ),
        sa.PrimaryKeyConstraint(
            "correction_id", "day", "unit_id", *(name for name, _ in KEY), name=op.f("pk_adjustment_day")
        ),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_adjustment_day_unit_id_day"), "adjustment_day", ["unit_id", "day"])


def downgrade() -> None:
    """Go back one step."""
    op.drop_index(op.f("ix_submission_duty_entry_id"), "submission")
    op.drop_index(op.f("ix_duty_entry_unit_id_starts_at"), "duty_entry")
    op.drop_table("adjustment_day")
    op.drop_table("duty_decision")
    op.drop_table("duty_correction")
    op.drop_table("office_hours")
