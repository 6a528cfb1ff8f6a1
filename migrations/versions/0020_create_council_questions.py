"""Create council questions, and the months of cases everybody may read."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Go forward one step."""
    op.create_table(
        "council_question",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=6), nullable=False),
        sa.Column("month", sa.Date(), nullable=True),
        sa.Column("figure", sa.String(length=20), nullable=True),
        sa.Column("complaint_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("reference", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("draft", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.CheckConstraint("about IN ('figure', 'case')", name=op.f("ck_council_question_about")),
        sa.CheckConstraint(
            "(about = 'case') = (complaint_id IS NOT NULL)", name=op.f("ck_council_question_complaint")
        ),
        sa.CheckConstraint(
            "(about = 'figure') = (month IS NOT NULL)", name=op.f("ck_council_question_month")
        ),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_on IS NULL)", name=op.f("ck_council_question_answer")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_council_question_account_id")),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["account.id"], name=op.f("fk_council_question_answered_by")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_council_question_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_council_question")),
    )
    op.create_index(op.f("ix_council_question_unit_id_asked_on"), "council_question", ["unit_id", "asked_on"])
    op.create_table(
        "published_case_number",
        sa.Column("unit_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("part", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_published_case_number_unit_id")),
        sa.PrimaryKeyConstraint("unit_id", "month", "part", name=op.f("pk_published_case_number")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Go back one step."""
    op.drop_table("published_case_number")
    op.drop_index(op.f("ix_council_question_unit_id_asked_on"), table_name="council_question")

    op.drop_table("council_question")
