"""Create case notices: reminders told to the staff, and where citizens asked to be told by mail."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Go forward one step."""
    op.create_table(
        "complaint_reminder",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("clock", sa.String(length=6), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("step", sa.String(length=9), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_complaint_reminder_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_reminder_complaint_id")
        ),
        sa.PrimaryKeyConstraint(
            "account_id", "complaint_id", "clock", "since", "step", name=op.f("pk_complaint_reminder")
        ),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_complaint_reminder_complaint_id"), "complaint_reminder", ["complaint_id"])
    op.create_table(
        "complaint_mail",
        sa.Column("complaint_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("stop_print", sa.LargeBinary(length=32), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("failed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_mail_complaint_id")
        ),
        sa.PrimaryKeyConstraint("complaint_id", name=op.f("pk_complaint_mail")),
        sa.UniqueConstraint("stop_print", name=op.f("uq_complaint_mail_stop_print")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Go back one step."""
    op.drop_table("complaint_mail")
    op.drop_index(op.f("ix_complaint_reminder_complaint_id"), table_name="complaint_reminder")

    op.drop_table("complaint_reminder")
