"""Create the ladder of published figures: its rungs and their immutable steps."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

COUNTS = ("n", "n_office", "n_field", "n_officer", *(f"s{number:02d}" for number in range(48)))


def upgrade() -> None:
    """Go forward one step."""
    op.create_table(
        "rung",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("cadence", sa.String(length=4), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("field_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=9), nullable=False),
        sa.Column("tier", sa.String(length=1), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.CheckConstraint("cadence IN ('day', 'week')", name=op.f("ck_rung_cadence")),
        sa.CheckConstraint("tier IN ('A', 'B', 'C')", name=op.f("ck_rung_tier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rung")),
        sa.UniqueConstraint(
            "unit_id",
            "cadence",
            "year",
            "field_id",
            "officer_id",
            "channel",
            "tier",
            "version_id",
            name=op.f("uq_rung_key"),
        ),
    )
    op.create_table(
        "rung_step",
        sa.Column("rung_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("part", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        *(sa.Column(count, sa.Integer(), server_default="0", nullable=False) for count in COUNTS),
        sa.ForeignKeyConstraint(["rung_id"], ["rung.id"], name=op.f("fk_rung_step_rung_id")),
        sa.PrimaryKeyConstraint("rung_id", "closed_on", "part", name=op.f("pk_rung_step")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Go back one step."""
    op.drop_table("rung_step")
    op.drop_table("rung")
