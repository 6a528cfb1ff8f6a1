"""Create the inbox, the settled record and comments."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Go forward one step."""
    op.create_table(
        "inbox",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("revision", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("comment_text", sa.LargeBinary(), nullable=True),
        sa.Column("comment_key", sa.LargeBinary(), nullable=True),
        sa.Column("comment_salt", sa.LargeBinary(), nullable=True),
        sa.Column("comment_commitment", sa.LargeBinary(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("touchpoint_id", sa.Integer(), nullable=False),
        sa.Column("counter_id", sa.Integer(), nullable=False),
        sa.Column("field_id", sa.Integer(), nullable=False),
        sa.Column("duty_entry_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=9), nullable=False),
        sa.Column("tier", sa.String(length=1), nullable=False),
        sa.Column("quality", sa.SmallInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("answers", sa.String(length=200), nullable=False),
        sa.CheckConstraint("tier IN ('A', 'B', 'C')", name=op.f("ck_inbox_tier")),
        sa.CheckConstraint(
            "(comment_text IS NULL) = (comment_key IS NULL)", name=op.f("ck_inbox_comment_whole")
        ),
        sa.CheckConstraint("revision BETWEEN 1 AND 8", name=op.f("ck_inbox_revision")),
        sa.PrimaryKeyConstraint("id", "revision", name=op.f("pk_inbox")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "submission",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("revision", sa.SmallInteger(), nullable=False),
        sa.Column("comment_commitment", sa.LargeBinary(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("touchpoint_id", sa.Integer(), nullable=False),
        sa.Column("counter_id", sa.Integer(), nullable=False),
        sa.Column("field_id", sa.Integer(), nullable=False),
        sa.Column("duty_entry_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=9), nullable=False),
        sa.Column("tier", sa.String(length=1), nullable=False),
        sa.Column("quality", sa.SmallInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("answers", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "comment",
        sa.Column("submission_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_comment")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Go back one step."""
    op.drop_table("comment")
    op.drop_table("submission")
    op.drop_table("inbox")
