"""Record with each report of a survey round how many answers it had by hamlet and channel."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    """Go forward one step."""
    op.create_table(
        "round_report_progress",
        sa.Column("round_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("stratum", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("channel", sa.String(length=9), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "round_id", "number", "stratum", "channel", name=op.f("pk_round_report_progress")
        ),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Go back one step."""
    op.drop_table("round_report_progress")
