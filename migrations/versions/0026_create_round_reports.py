"""Create the reports of survey rounds, and find a round's answers without reading all others."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"

_LABELS = ("too_fast", "outside_hours", "straight_line", "burst", "clock")
_COUNTS = ("n", "n_office", "n_field", "n_officer", *(f"s{number:02d}" for number in range(48)))


def upgrade() -> None:
    """Go forward one step."""
    op.create_table(
        "round_report",
        sa.Column("round_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("channel", sa.String(length=9), nullable=False),
        sa.Column("tier", sa.String(length=1), nullable=False),
        sa.Column("part", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("through", sa.Date(), nullable=False),
        *(sa.Column(name, sa.Integer(), server_default="0", nullable=False) for name in (*_LABELS, *_COUNTS)),
        sa.PrimaryKeyConstraint(
            "round_id", "number", "channel", "tier", "part", name=op.f("pk_round_report")
        ),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_submission_round_id"),
        "submission",
        ["round_id"],
        sqlite_where=sa.text("round_id <> 0"),
        postgresql_where=sa.text("round_id <> 0"),
    )


def downgrade() -> None:
    """Go back one step."""
    op.drop_index(op.f("ix_submission_round_id"), "submission")
    op.drop_table("round_report")
