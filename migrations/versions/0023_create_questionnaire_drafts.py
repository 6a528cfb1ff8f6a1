"""Create questionnaires that are being written, which version each unit asks, and the bounds of numbers and texts."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """Go forward one step."""
    op.add_column("question", sa.Column("low", sa.Integer(), nullable=True))
    op.add_column("question", sa.Column("high", sa.Integer(), nullable=True))
    op.create_table(
        "questionnaire_draft",
        sa.Column("unit_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("base_id", sa.Integer(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["base_id"], ["questionnaire_version.id"], name=op.f("fk_questionnaire_draft_base_id")
        ),
        sa.PrimaryKeyConstraint("unit_id", "code", name=op.f("pk_questionnaire_draft")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "questionnaire_choice",
        sa.Column("unit_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["questionnaire_version.id"], name=op.f("fk_questionnaire_choice_version_id")
        ),
        sa.PrimaryKeyConstraint("unit_id", "code", "number", name=op.f("pk_questionnaire_choice")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Go back one step."""
    op.drop_table("questionnaire_choice")
    op.drop_table("questionnaire_draft")
    op.drop_column("question", "high")
    op.drop_column("question", "low")
