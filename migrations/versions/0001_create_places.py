"""Create places: units, fields, counters, officers, roster, touchpoints, targets."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Go forward one step."""
    op.create_table(
        "unit",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("help_phone", sa.String(length=40), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('province', 'commune', 'department', 'centre')", name=op.f("ck_unit_kind")
        ),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_unit_validity")),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name=op.f("fk_unit_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("code", name=op.f("uq_unit_code")),
    )
    op.create_table(
        "unit_predecessor",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("predecessor_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["predecessor_id"], ["unit.id"], name=op.f("fk_unit_predecessor_predecessor_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_predecessor_unit_id")),
        sa.PrimaryKeyConstraint("unit_id", "predecessor_id", name=op.f("pk_unit_predecessor")),
    )
    op.create_table(
        "field_group",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_field_group_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_field_group")),
        sa.UniqueConstraint("unit_id", "code", name=op.f("uq_field_group_unit_id_code")),
    )
    op.create_table(
        "service_field",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("short_name", sa.String(length=40), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.Column("is_other", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["field_group.id"], name=op.f("fk_service_field_group_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_service_field_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_field")),
        sa.UniqueConstraint("unit_id", "code", name=op.f("uq_service_field_unit_id_code")),
    )
    op.create_table(
        "counter",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_counter_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counter")),
        sa.UniqueConstraint("unit_id", "code", name=op.f("uq_counter_unit_id_code")),
    )
    op.create_table(
        "counter_field",
        sa.Column("counter_id", sa.Integer(), nullable=False),
        sa.Column("field_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["counter_id"], ["counter.id"], name=op.f("fk_counter_field_counter_id")),
        sa.ForeignKeyConstraint(["field_id"], ["service_field.id"], name=op.f("fk_counter_field_field_id")),
        sa.PrimaryKeyConstraint("counter_id", "field_id", name=op.f("pk_counter_field")),
    )
    op.create_table(
        "officer",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_officer_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officer")),
        sa.UniqueConstraint("unit_id", "code", name=op.f("uq_officer_unit_id_code")),
    )
    op.create_table(
        "duty_entry",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("counter_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_duty_entry_order")),
        sa.ForeignKeyConstraint(["counter_id"], ["counter.id"], name=op.f("fk_duty_entry_counter_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_duty_entry_officer_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_duty_entry_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_entry")),
    )
    op.create_index(op.f("ix_duty_entry_counter_id"), "duty_entry", ["counter_id"], unique=False)
    op.create_table(
        "touchpoint",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("counter_id", sa.Integer(), nullable=True),
        sa.Column("field_id", sa.Integer(), nullable=True),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("questionnaire_code", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.Column("replaced_by_id", sa.Integer(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('counter', 'entrance', 'officer', 'field', 'slip', 'link', 'round')",
            name=op.f("ck_touchpoint_kind"),
        ),
        sa.ForeignKeyConstraint(["counter_id"], ["counter.id"], name=op.f("fk_touchpoint_counter_id")),
        sa.ForeignKeyConstraint(["field_id"], ["service_field.id"], name=op.f("fk_touchpoint_field_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_touchpoint_officer_id")),
        sa.ForeignKeyConstraint(
            ["replaced_by_id"], ["touchpoint.id"], name=op.f("fk_touchpoint_replaced_by_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_touchpoint_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_touchpoint")),
        sa.UniqueConstraint("code", name=op.f("uq_touchpoint_code")),
    )
    op.create_index(op.f("ix_touchpoint_unit_id"), "touchpoint", ["unit_id"], unique=False)
    op.create_table(
        "target",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=10), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("field_id", sa.Integer(), nullable=True),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("set_code", sa.String(length=40), nullable=False),
        sa.Column("document", sa.String(length=300), nullable=False),
        sa.Column("article", sa.String(length=120), nullable=False),
        sa.CheckConstraint(
            "(subject = 'group') = (group_id IS NOT NULL) AND (subject = 'field') = (field_id IS NOT NULL)",
            name=op.f("ck_target_subject_named"),
        ),
        sa.CheckConstraint("subject IN ('overall', 'group', 'field')", name=op.f("ck_target_subject")),
        sa.CheckConstraint("threshold > 0 AND threshold <= 10000", name=op.f("ck_target_threshold")),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_target_validity")),
        sa.ForeignKeyConstraint(["field_id"], ["service_field.id"], name=op.f("fk_target_field_id")),
        sa.ForeignKeyConstraint(["group_id"], ["field_group.id"], name=op.f("fk_target_group_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_target_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target")),
    )
    op.create_index(op.f("ix_target_unit_id"), "target", ["unit_id"], unique=False)


def downgrade() -> None:
    """Go back one step."""
    op.drop_table("target")
    op.drop_table("touchpoint")
    op.drop_table("duty_entry")
    op.drop_table("officer")
    op.drop_table("counter_field")
    op.drop_table("counter")
    op.drop_table("service_field")
    op.drop_table("field_group")
    op.drop_table("unit_predecessor")
    op.drop_table("unit")
