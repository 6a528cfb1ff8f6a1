"""Create case photos: what a citizen sends with a letter, sealed under the case's key."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Go forward one step."""
    op.create_table(
        "complaint_photo",
        sa.Column("complaint_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("number", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_photo_complaint_id")
        ),
        sa.PrimaryKeyConstraint("complaint_id", "number", name=op.f("pk_complaint_photo")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Go back one step."""
    op.drop_table("complaint_photo")
