"""Create the photos of officers."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Go forward one step."""
    op.create_table(
        "officer_photo",
        sa.Column("officer_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("mark", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_officer_photo_officer_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_officer_photo_unit_id")),
        sa.PrimaryKeyConstraint("officer_id", name=op.f("pk_officer_photo")),
    )


def downgrade() -> None:
    """Go back one step."""
    op.drop_table("officer_photo")
