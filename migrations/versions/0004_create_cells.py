"""Create day, month and live cells: the same wide row three times."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

TABLES = ("cell_day", "cell_month", "cell_live")
COUNTS = ("n", "n_office", "n_field", "n_officer", *(f"s{number:02d}" for number in range(48)))


def upgrade() -> None:
    """Go forward one step."""
    for table in TABLES:
        op.create_table(
            table,
            sa.Column("day", sa.Date(), nullable=False),
            sa.Column("unit_id", sa.Integer(), autoincrement=False, nullable=False),
            sa.Column("field_id", sa.Integer(), autoincrement=False, nullable=False),
            sa.Column("officer_id", sa.Integer(), autoincrement=False, nullable=False),
            sa.Column("counter_id", sa.Integer(), autoincrement=False, nullable=False),
            sa.Column("channel", sa.String(length=9), nullable=False),
            sa.Column("tier", sa.String(length=1), nullable=False),
            sa.Column("round_id", sa.Integer(), autoincrement=False, nullable=False),
            sa.Column("version_id", sa.Integer(), autoincrement=False, nullable=False),
            sa.Column("part", sa.SmallInteger(), autoincrement=False, nullable=False),
            *(sa.Column(count, sa.Integer(), server_default="0", nullable=False) for count in COUNTS),
            sa.PrimaryKeyConstraint(
                "day",
                "unit_id",
                "field_id",
                "officer_id",
                "counter_id",
                "channel",
                "tier",
                "round_id",
                "version_id",
                "part",
                name=op.f(f"pk_{table}"),
            ),
            sqlite_with_rowid=False,
        )


def downgrade() -> None:
    """Go back one step."""
    for table in reversed(TABLES):
        op.drop_table(table)
