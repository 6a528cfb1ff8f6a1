"""Create questionnaire versions, questions and options."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Go forward one step."""
    op.create_table(
        "questionnaire_version",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("method", sa.String(length=30), nullable=False),
        sa.Column("lead", sa.String(length=40), nullable=True),
        sa.Column("factors", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaire_version")),
        sa.UniqueConstraint(
            "unit_id", "code", "number", name=op.f("uq_questionnaire_version_unit_id_code_number")
        ),
    )
    op.create_table(
        "question",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("scope", sa.String(length=10), nullable=False),
        sa.Column("factor", sa.String(length=40), nullable=False),
        sa.Column("is_scored", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("condition", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["version_id"], ["questionnaire_version.id"], name=op.f("fk_question_version_id")
        ),
        sa.PrimaryKeyConstraint("version_id", "code", name=op.f("pk_question")),
    )
    op.create_table(
        "question_option",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("question_code", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=1), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id", "question_code"],
            ["question.version_id", "question.code"],
            name=op.f("fk_question_option_version_id_question_code"),
        ),
        sa.PrimaryKeyConstraint("version_id", "question_code", "code", name=op.f("pk_question_option")),
        sa.UniqueConstraint("version_id", "slot", name=op.f("uq_question_option_version_id_slot")),
    )


def downgrade() -> None:
    """Go back one step."""
    op.drop_table("question_option")
    op.drop_table("question")
    op.drop_table("questionnaire_version")
