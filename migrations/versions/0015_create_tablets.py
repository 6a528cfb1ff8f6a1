"""Create tablets, their contacts, ledgers, weeks and holes, answers kept aside, and spent codes."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Go forward one step."""
    op.create_table(
        "tablet",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("counter_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("mode", sa.String(length=8), nullable=False),
        sa.Column("reads_aloud", sa.Boolean(), nullable=False),
        sa.Column("asks_comment", sa.Boolean(), nullable=False),
        sa.Column("pin_salt", sa.LargeBinary(), nullable=False),
        sa.Column("pin_hash", sa.LargeBinary(), nullable=False),
        sa.Column("phrase_hash", sa.LargeBinary(), nullable=True),
        sa.Column("phrase_expires_at", sa.DateTime(), nullable=True),
        sa.Column("public_key", sa.LargeBinary(), nullable=True),
        sa.Column("display_key", sa.LargeBinary(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("enrolled_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("folded_to", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'active', 'retired', 'revoked')", name=op.f("ck_tablet_state")
        ),
        sa.CheckConstraint("mode IN ('survey', 'code')", name=op.f("ck_tablet_mode")),
        sa.CheckConstraint(
            "state = 'waiting' OR public_key IS NOT NULL OR ended_at IS NOT NULL", name=op.f("ck_tablet_key")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_tablet_unit_id")),
        sa.ForeignKeyConstraint(["counter_id"], ["counter.id"], name=op.f("fk_tablet_counter_id")),
        sa.ForeignKeyConstraint(["replaces_id"], ["tablet.id"], name=op.f("fk_tablet_replaces_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tablet")),
        sa.UniqueConstraint("phrase_hash", name=op.f("uq_tablet_phrase_hash")),
    )
    op.create_index(op.f("ix_tablet_unit_id"), "tablet", ["unit_id"])
    op.create_index(op.f("ix_tablet_counter_id"), "tablet", ["counter_id"])
    op.create_table(
        "tablet_contact",
        *_of_tablet(),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("beat", sa.Integer(), nullable=False),
        sa.Column("queue", sa.Integer(), nullable=False),
        sa.Column("shelf", sa.Integer(), nullable=False),
        sa.Column("next_number", sa.Integer(), nullable=False),
        sa.Column("app_version", sa.String(length=20), nullable=False),
        sa.Column("clock_ahead", sa.Integer(), nullable=False),
        sa.Column("battery", sa.SmallInteger(), nullable=True),
        sa.Column("is_charging", sa.Boolean(), nullable=True),
        sa.Column("is_persistent", sa.Boolean(), nullable=True),
        sa.CheckConstraint(
            "queue >= 0 AND shelf >= 0 AND next_number >= 1", name=op.f("ck_tablet_contact_counts")
        ),
        *_keys("tablet_contact", "tablet_id"),
    )
    op.create_table(
        "tablet_number",
        *_of_tablet(),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.Column("previous", sa.LargeBinary(), nullable=False),
        *_keys("tablet_number", "tablet_id", "number"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "tablet_week",
        *_of_tablet(),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.Column("breaks", sa.Integer(), nullable=False),
        *_keys("tablet_week", "tablet_id", "week"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "tablet_hole",
        *_of_tablet(),
        sa.Column("first_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("noticed_on", sa.Date(), nullable=False),
        sa.Column("explanation", sa.String(length=300), nullable=False),
        sa.CheckConstraint("last_number >= first_number", name=op.f("ck_tablet_hole_order")),
        *_keys("tablet_hole", "tablet_id", "first_number"),
    )
    op.create_table(
        "held_item",
        sa.Column("mark", sa.LargeBinary(length=32), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("tablet_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=8), nullable=False),
        sa.Column("envelope", sa.LargeBinary(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("is_admitted", sa.Boolean(), nullable=True),
        sa.CheckConstraint("reason IN ('revoked', 'conflict', 'refused')", name=op.f("ck_held_item_reason")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_held_item_unit_id")),
        *_keys("held_item", "mark"),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_held_item_unit_id_is_admitted"), "held_item", ["unit_id", "is_admitted"])
    op.create_index(op.f("ix_held_item_tablet_id"), "held_item", ["tablet_id"])
    op.create_table(
        "spent_slot",
        sa.Column("mark", sa.LargeBinary(length=16), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_spent_slot")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Go back one step."""
    for table in (
        "spent_slot",
        "held_item",
        "tablet_hole",
        "tablet_week",
        "tablet_number",
        "tablet_contact",
        "tablet",
    ):
        op.drop_table(table)


def _of_tablet() -> tuple[sa.Column[int], sa.Column[int]]:
    return (
        sa.Column("tablet_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
    )


def _keys(table: str, *primary: str) -> tuple[sa.ForeignKeyConstraint, sa.PrimaryKeyConstraint]:
    return (
        sa.ForeignKeyConstraint(["tablet_id"], ["tablet.id"], name=op.f(f"fk_{table}_tablet_id")),
        sa.PrimaryKeyConstraint(*primary, name=op.f(f"pk_{table}")),
    )
