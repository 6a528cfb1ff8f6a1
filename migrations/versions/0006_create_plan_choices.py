"""Create plan choices and waiting workbooks; remember when a code's poster was made."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Go forward one step."""
    op.create_table(
        "plan_choice",
        sa.Column("unit_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("set_code", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_plan_choice_unit_id")),
        sa.PrimaryKeyConstraint("unit_id", name=op.f("pk_plan_choice")),
    )
    # Targets already there say which plan was chosen.
    op.execute(
        "INSERT INTO plan_choice (unit_id, set_code) "
        "SELECT unit_id, max(set_code) FROM target WHERE set_code <> '' GROUP BY unit_id"
    )
    op.create_table(
        "office_upload",
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_office_upload_account_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_office_upload_unit_id")),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_office_upload")),
    )
    op.create_index(op.f("ix_office_upload_account_id"), "office_upload", ["account_id"], unique=False)
    op.add_column("touchpoint", sa.Column("printed_on", sa.Date(), nullable=True))


def downgrade() -> None:
    """Go back one step."""
    op.drop_column("touchpoint", "printed_on")
    op.drop_table("office_upload")
    op.drop_table("plan_choice")
