"""Create batches of paper forms, and the sheets that wait in them."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    """Go forward one step."""
    op.create_table(
        "paper_batch",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("touchpoint_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("stratum", sa.SmallInteger(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sheets", sa.SmallInteger(), nullable=False),
        sa.Column("is_double", sa.Boolean(), nullable=False),
        sa.Column("allows_same", sa.Boolean(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("counted", sa.SmallInteger(), nullable=False),
        sa.Column("blank", sa.SmallInteger(), nullable=False),
        sa.CheckConstraint("sheets BETWEEN 1 AND 200", name=op.f("ck_paper_batch_sheets")),
        sa.CheckConstraint("stratum IS NULL OR round_id IS NOT NULL", name=op.f("ck_paper_batch_stratum")),
        sa.CheckConstraint("(closed_on IS NULL) = (closed_by IS NULL)", name=op.f("ck_paper_batch_closed")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_paper_batch_unit_id")),
        sa.ForeignKeyConstraint(
            ["touchpoint_id"], ["touchpoint.id"], name=op.f("fk_paper_batch_touchpoint_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["questionnaire_version.id"], name=op.f("fk_paper_batch_version_id")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["survey_round.id"], name=op.f("fk_paper_batch_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_batch")),
    )
    op.create_index(op.f("ix_paper_batch_unit_id"), "paper_batch", ["unit_id"])
    op.create_table(
        "paper_sheet",
        sa.Column("batch_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("first", sa.LargeBinary(), nullable=False),
        sa.Column("first_by", sa.Integer(), nullable=False),
        sa.Column("second", sa.LargeBinary(), nullable=True),
        sa.Column("second_by", sa.Integer(), nullable=True),
        sa.Column("agreed", sa.LargeBinary(), nullable=True),
        sa.Column("has_differed", sa.Boolean(), nullable=False),
        sa.CheckConstraint("(second IS NULL) = (second_by IS NULL)", name=op.f("ck_paper_sheet_second")),
        sa.ForeignKeyConstraint(["batch_id"], ["paper_batch.id"], name=op.f("fk_paper_sheet_batch_id")),
        sa.PrimaryKeyConstraint("batch_id", "number", name=op.f("pk_paper_sheet")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Go back one step."""
    op.drop_table("paper_sheet")
    op.drop_index(op.f("ix_paper_batch_unit_id"), table_name="paper_batch")
    op.drop_table("paper_batch")
