"""Create reviews of comments: signed rows, sealed layers, published batches and what was taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Go forward one step."""
    _create_reviews()
    _create_releases()


def _create_reviews() -> None:
    op.create_table(
        "comment_review",
        sa.Column("submission_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("number", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=9), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "act IN ('edit', 'mark', 'unmark', 'set_aside', 'return', 'release')",
            name=op.f("ck_comment_review_act"),
        ),
        sa.PrimaryKeyConstraint("submission_id", "number", name=op.f("pk_comment_review")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "comment_layer",
        sa.Column("submission_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("number", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("submission_id", "number", name=op.f("pk_comment_layer")),
        sqlite_with_rowid=False,
    )


def _create_releases() -> None:
    op.create_table(
        "comment_release",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("first_month", sa.Date(), nullable=False),
        sa.Column("last_month", sa.Date(), nullable=False),
        sa.Column("comments", sa.SmallInteger(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("released_on", sa.Date(), nullable=False),
        sa.CheckConstraint("comments >= 5", name=op.f("ck_comment_release_comments")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_release")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_comment_release_unit_id_last_month"), "comment_release", ["unit_id", "last_month"]
    )
    op.create_table(
        "published_comment",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_comment")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_published_comment_release_id"), "published_comment", ["release_id"])
    op.create_table(
        "comment_takeback",
        sa.Column("published_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("reason", sa.String(length=10), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("published_id", name=op.f("pk_comment_takeback")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_comment_takeback_release_id"), "comment_takeback", ["release_id"])


def downgrade() -> None:
    """Go back one step."""
    op.drop_index(op.f("ix_comment_takeback_release_id"), table_name="comment_takeback")
    op.drop_table("comment_takeback")
    op.drop_index(op.f("ix_published_comment_release_id"), table_name="published_comment")
    op.drop_table("published_comment")
    op.drop_index(op.f("ix_comment_release_unit_id_last_month"), table_name="comment_release")
    op.drop_table("comment_release")
    op.drop_table("comment_layer")
    op.drop_table("comment_review")
