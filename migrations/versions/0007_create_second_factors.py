"""Create second factors, invitations and kept forms; let sessions and accounts know about them."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

#: Columns added to what stands: (table, name, type, default of the rows that are there).
_ADDED = (
    ("account", "factor_failures", sa.Integer(), "0"),
    ("account", "factor_wait_until", sa.DateTime(), None),
    ("account", "cards_made", sa.Integer(), "0"),
    ("staff_session", "factor_at", sa.DateTime(), None),
    ("staff_session", "pending", sa.String(length=8), None),
    ("staff_session", "pending_seed", sa.LargeBinary(), None),
)


def upgrade() -> None:
    """Go forward one step."""
    for table, name, kind, default in _ADDED:
        op.add_column(table, sa.Column(name, kind, server_default=default, nullable=default is None))
    op.create_table(
        "second_factor",
        _account_id(),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=True),
        sa.Column("last_step", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint("kind IN ('app', 'card')", name=op.f("ck_second_factor_kind")),
        sa.CheckConstraint("kind = 'card' OR secret IS NOT NULL", name=op.f("ck_second_factor_secret")),
        *_keys("second_factor", "account_id"),
    )
    for table in ("card_line", "recovery_code"):
        op.create_table(
            table,
            _account_id(),
            sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
            sa.Column("unit_id", sa.Integer(), nullable=False),
            sa.Column("code_hash", sa.LargeBinary(), nullable=False),
            sa.Column("is_used", sa.Boolean(), nullable=False),
            *_keys(table, "account_id", "number"),
        )
    op.create_table(
        "invitation",
        _account_id(),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
        *_keys("invitation", "account_id"),
    )
    op.create_table(
        "kept_form",
        _account_id(),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", sa.DateTime(), nullable=False),
        *_keys("kept_form", "account_id"),
    )
    op.create_table(
        "unknown_name",
        sa.Column("slot", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("wait_until", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("slot", name=op.f("pk_unknown_name")),
    )


def _account_id() -> "sa.Column[int]":
    return sa.Column("account_id", sa.Integer(), autoincrement=False, nullable=False)


def _keys(table: str, *columns: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f(f"fk_{table}_account_id")),
        sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}")),
    )


def downgrade() -> None:
    """Go back one step."""
    for table in ("unknown_name", "kept_form", "invitation", "recovery_code", "card_line", "second_factor"):
        op.drop_table(table)
    for table, name, _kind, _default in reversed(_ADDED):
        with op.batch_alter_table(table) as batch:
            batch.drop_column(name)
