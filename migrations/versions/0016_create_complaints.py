"""Create complaints: cases, their keys, words, timelines, and whom they name."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Go forward one step."""
    op.create_table(
        "complaint",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("register", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=True),
        sa.Column("outcome", sa.String(length=12), nullable=True),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("is_named", sa.Boolean(), nullable=False),
        sa.Column("concerns_front", sa.Boolean(), nullable=False),
        sa.Column("field_id", sa.Integer(), nullable=True),
        sa.Column("counter_id", sa.Integer(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("clock", sa.String(length=6), nullable=True),
        sa.Column("clock_since", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("first_due_on", sa.Date(), nullable=True),
        sa.Column("contests", sa.SmallInteger(), nullable=False),
        sa.Column("assigned_unit_id", sa.Integer(), nullable=True),
        sa.Column("assigned_account_id", sa.Integer(), nullable=True),
        sa.Column("triaged_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer_due_on", sa.Date(), nullable=True),
        sa.Column("answer_first_due_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("merged_into", sa.LargeBinary(length=16), nullable=True),
        sa.Column("rating", sa.SmallInteger(), nullable=True),
        sa.Column("receipt_print", sa.LargeBinary(length=32), nullable=False),
        sa.CheckConstraint("(state = 'closed') = (outcome IS NOT NULL)", name=op.f("ck_complaint_outcome")),
        sa.CheckConstraint(
            "state IN ('new', 'handling', 'approving', 'checking', 'answered', 'appealed', 'closed')",
            name=op.f("ck_complaint_state"),
        ),
        sa.CheckConstraint("rating BETWEEN 1 AND 5", name=op.f("ck_complaint_rating")),
        sa.ForeignKeyConstraint(
            ["assigned_account_id"], ["account.id"], name=op.f("fk_complaint_assigned_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["assigned_unit_id"], ["unit.id"], name=op.f("fk_complaint_assigned_unit_id")
        ),
        sa.ForeignKeyConstraint(["counter_id"], ["counter.id"], name=op.f("fk_complaint_counter_id")),
        sa.ForeignKeyConstraint(["field_id"], ["service_field.id"], name=op.f("fk_complaint_field_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_complaint_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
        sa.UniqueConstraint("receipt_print", name=op.f("uq_complaint_receipt_print")),
        sa.UniqueConstraint("unit_id", "register", name=op.f("uq_complaint_unit_id_register")),
    )
    op.create_index(op.f("ix_complaint_unit_id_state_due_on"), "complaint", ["unit_id", "state", "due_on"])

    op.create_table(
        "complaint_account",
        sa.Column("complaint_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_complaint_account_account_id")),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_account_complaint_id")
        ),
        sa.PrimaryKeyConstraint("complaint_id", "account_id", name=op.f("pk_complaint_account")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "complaint_event",
        sa.Column("complaint_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("action", sa.String(length=10), nullable=False),
        sa.Column("party", sa.String(length=10), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_event_complaint_id")
        ),
        sa.PrimaryKeyConstraint("complaint_id", "number", name=op.f("pk_complaint_event")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "complaint_key",
        sa.Column("complaint_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_key_complaint_id")
        ),
        sa.PrimaryKeyConstraint("complaint_id", name=op.f("pk_complaint_key")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "complaint_officer",
        sa.Column("complaint_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_officer_complaint_id")
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_complaint_officer_officer_id")),
        sa.PrimaryKeyConstraint("complaint_id", "officer_id", name=op.f("pk_complaint_officer")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "complaint_recusal",
        sa.Column("complaint_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_complaint_recusal_account_id")),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_recusal_complaint_id")
        ),
        sa.PrimaryKeyConstraint("complaint_id", "account_id", name=op.f("pk_complaint_recusal")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "complaint_step",
        sa.Column("complaint_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("clock", sa.String(length=6), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("step", sa.String(length=9), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_step_complaint_id")
        ),
        sa.PrimaryKeyConstraint("complaint_id", "clock", "since", "step", name=op.f("pk_complaint_step")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "complaint_text",
        sa.Column("complaint_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("part", sa.String(length=8), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_text_complaint_id")
        ),
        sa.PrimaryKeyConstraint("complaint_id", "part", name=op.f("pk_complaint_text")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "complaint_word",
        sa.Column("word", sa.LargeBinary(length=8), nullable=False),
        sa.Column("complaint_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_word_complaint_id")
        ),
        sa.PrimaryKeyConstraint("word", "complaint_id", name=op.f("pk_complaint_word")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_complaint_word_complaint_id"), "complaint_word", ["complaint_id"])


def downgrade() -> None:
    """Go back one step."""
    op.drop_index(op.f("ix_complaint_word_complaint_id"), table_name="complaint_word")

    op.drop_table("complaint_word")
    op.drop_table("complaint_text")
    op.drop_table("complaint_step")
    op.drop_table("complaint_recusal")
    op.drop_table("complaint_officer")
    op.drop_table("complaint_key")
    op.drop_table("complaint_event")
    op.drop_table("complaint_account")
    op.drop_index(op.f("ix_complaint_unit_id_state_due_on"), table_name="complaint")

    op.drop_table("complaint")
