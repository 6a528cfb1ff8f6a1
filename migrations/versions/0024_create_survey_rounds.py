"""Create survey rounds, their hamlets and how far they have come; and let a device belong to a round."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """Go forward one step."""
    op.create_table(
        "survey_round",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("questionnaire_code", sa.String(length=40), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.Column("sample", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("touchpoint_id", sa.Integer(), nullable=True),
        sa.Column("begun_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.CheckConstraint("ends_on >= begins_on", name=op.f("ck_survey_round_days")),
        sa.CheckConstraint(
            "population >= 1 AND sample BETWEEN 1 AND population", name=op.f("ck_survey_round_sample")
        ),
        sa.CheckConstraint(
            "(begun_on IS NULL) = (touchpoint_id IS NULL)", name=op.f("ck_survey_round_begun")
        ),
        sa.CheckConstraint("(begun_on IS NULL) = (version_id IS NULL)", name=op.f("ck_survey_round_version")),
        sa.CheckConstraint("closed_on IS NULL OR begun_on IS NOT NULL", name=op.f("ck_survey_round_closed")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_survey_round_unit_id")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["questionnaire_version.id"], name=op.f("fk_survey_round_version_id")
        ),
        sa.ForeignKeyConstraint(
            ["touchpoint_id"], ["touchpoint.id"], name=op.f("fk_survey_round_touchpoint_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_round")),
    )
    op.create_index(op.f("ix_survey_round_unit_id"), "survey_round", ["unit_id"])
    op.create_table(
        "round_stratum",
        sa.Column("round_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.Column("sample", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "population >= 1 AND sample BETWEEN 0 AND population", name=op.f("ck_round_stratum_sample")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["survey_round.id"], name=op.f("fk_round_stratum_round_id")),
        sa.PrimaryKeyConstraint("round_id", "number", name=op.f("pk_round_stratum")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "round_progress",
        sa.Column("round_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stratum", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("channel", sa.String(length=9), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["survey_round.id"], name=op.f("fk_round_progress_round_id")),
        sa.PrimaryKeyConstraint("round_id", "stratum", "channel", name=op.f("pk_round_progress")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("tablet") as tablet:
        tablet.alter_column("counter_id", existing_type=sa.Integer(), nullable=True)
        tablet.alter_column("mode", existing_type=sa.String(length=8), type_=sa.String(length=9))
        tablet.add_column(sa.Column("round_id", sa.Integer(), nullable=True))
        tablet.create_foreign_key(op.f("fk_tablet_round_id"), "survey_round", ["round_id"], ["id"])
        tablet.drop_constraint(op.f("ck_tablet_mode"), type_="check")
        tablet.create_check_constraint(op.f("ck_tablet_mode"), "mode IN ('survey', 'code', 'interview')")
        tablet.create_check_constraint(op.f("ck_tablet_place"), "(counter_id IS NULL) = (mode = 'interview')")
        tablet.create_check_constraint(
            op.f("ck_tablet_round"), "(round_id IS NOT NULL) = (mode = 'interview')"
        )


def downgrade() -> None:
    """Go back one step."""
    # Phones have no place below, nor has what hangs on them.
    for child in ("held_item", "tablet_hole", "tablet_week", "tablet_number", "tablet_contact"):
        op.execute(f"DELETE FROM {child} WHERE tablet_id IN (SELECT id FROM tablet WHERE mode = 'interview')")
    op.execute("DELETE FROM tablet WHERE mode = 'interview'")
    with op.batch_alter_table("tablet") as tablet:
        tablet.drop_constraint(op.f("ck_tablet_round"), type_="check")
        tablet.drop_constraint(op.f("ck_tablet_place"), type_="check")
        tablet.drop_constraint(op.f("ck_tablet_mode"), type_="check")
        tablet.create_check_constraint(op.f("ck_tablet_mode"), "mode IN ('survey', 'code')")
        tablet.drop_constraint(op.f("fk_tablet_round_id"), type_="foreignkey")
        tablet.drop_column("round_id")
        tablet.alter_column("mode", existing_type=sa.String(length=9), type_=sa.String(length=8))
        tablet.alter_column("counter_id", existing_type=sa.Integer(), nullable=False)
    op.drop_table("round_progress")
    op.drop_table("round_stratum")
    op.drop_index(op.f("ix_survey_round_unit_id"), table_name="survey_round")
    op.drop_table("survey_round")
