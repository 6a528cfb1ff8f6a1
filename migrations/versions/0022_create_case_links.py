"""Create what the Front works with besides single cases: links, tags, saved views, and the way to merged ones."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Go forward one step."""
    op.create_table(
        "complaint_link",
        sa.Column("a_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("b_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("a_id < b_id", name=op.f("ck_complaint_link_order")),
        sa.ForeignKeyConstraint(["a_id"], ["complaint.id"], name=op.f("fk_complaint_link_a_id")),
        sa.ForeignKeyConstraint(["b_id"], ["complaint.id"], name=op.f("fk_complaint_link_b_id")),
        sa.PrimaryKeyConstraint("a_id", "b_id", name=op.f("pk_complaint_link")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_complaint_link_b_id"), "complaint_link", ["b_id"])
    op.create_table(
        "complaint_tag",
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("complaint_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_tag_complaint_id")
        ),
        sa.PrimaryKeyConstraint("name", "complaint_id", name=op.f("pk_complaint_tag")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_complaint_tag_complaint_id"), "complaint_tag", ["complaint_id"])
    op.create_table(
        "saved_view",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("query", sa.String(length=600), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_saved_view_account_id")),
        sa.PrimaryKeyConstraint("account_id", "name", name=op.f("pk_saved_view")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_complaint_merged_into"), "complaint", ["merged_into"])


def downgrade() -> None:
    """Go back one step."""
    op.drop_index(op.f("ix_complaint_merged_into"), table_name="complaint")
    op.drop_table("saved_view")
    op.drop_index(op.f("ix_complaint_tag_complaint_id"), table_name="complaint_tag")
    op.drop_table("complaint_tag")
    op.drop_index(op.f("ix_complaint_link_b_id"), table_name="complaint_link")
    op.drop_table("complaint_link")
