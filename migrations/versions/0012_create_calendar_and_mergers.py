"""Create the work calendar's entered days, and the mergers of communes."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Go forward one step."""
    op.create_table(
        "calendar_day",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("ruling", sa.String(length=4), nullable=False),
        sa.Column("document", sa.String(length=120), nullable=False),
        sa.Column("document_date", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.Column("revoked_why", sa.String(length=200), nullable=False),
        sa.CheckConstraint("ruling IN ('off', 'work')", name=op.f("ck_calendar_day_ruling")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_calendar_day_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_day")),
    )
    op.create_index("ix_calendar_day_unit_id_day", "calendar_day", ["unit_id", "day"], unique=False)
    op.create_table(
        "unit_merger",
        sa.Column("unit_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_merger_unit_id")),
        sa.PrimaryKeyConstraint("unit_id", "day", name=op.f("pk_unit_merger")),
    )


def downgrade() -> None:
    """Go back one step."""
    op.drop_table("unit_merger")
    op.drop_index("ix_calendar_day_unit_id_day", table_name="calendar_day")
    op.drop_table("calendar_day")
