"""Link an officer's account to the officer whose results it may read."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Go forward one step."""
    with op.batch_alter_table("account") as batch:
        batch.add_column(sa.Column("officer_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(batch.f("fk_account_officer_id"), "officer", ["officer_id"], ["id"])


def downgrade() -> None:
    """Go back one step."""
    with op.batch_alter_table("account") as batch:
        batch.drop_constraint(batch.f("fk_account_officer_id"), type_="foreignkey")
        batch.drop_column("officer_id")
