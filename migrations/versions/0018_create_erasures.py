"""Create erasures: requests, what time did to them, and the list that outlives restoring."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Go forward one step."""
    op.create_table(
        "erasure",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=7), nullable=False),
        sa.Column("parts", sa.String(length=60), nullable=False),
        sa.Column("reference", sa.LargeBinary(length=16), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=False),
        sa.Column("confirmed_by", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('all', 'contact', 'words')", name=op.f("ck_erasure_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_erasure_reference"), "erasure", ["reference"])
    op.create_table(
        "erasure_request",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("complaint_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("wish", sa.String(length=7), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("is_granted", sa.Boolean(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("wish IN ('all', 'contact', 'words')", name=op.f("ck_erasure_request_wish")),
        sa.CheckConstraint(
            "state IN ('open', 'confirming', 'done', 'refused')", name=op.f("ck_erasure_request_state")
        ),
        sa.CheckConstraint(
            "(state = 'open') = (decided_by IS NULL)", name=op.f("ck_erasure_request_decided")
        ),
        sa.CheckConstraint(
            "confirmed_by IS NULL OR confirmed_by <> decided_by", name=op.f("ck_erasure_request_two_people")
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_erasure_request_complaint_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure_request")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_erasure_request_complaint_id"), "erasure_request", ["complaint_id"])
    op.create_index(
        op.f("ix_erasure_request_unit_id_state_due_on"), "erasure_request", ["unit_id", "state", "due_on"]
    )
    op.create_table(
        "erasure_step",
        sa.Column("request_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("step", sa.String(length=9), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["erasure_request.id"], name=op.f("fk_erasure_step_request_id")
        ),
        sa.PrimaryKeyConstraint("request_id", "step", name=op.f("pk_erasure_step")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Go back one step."""
    op.drop_table("erasure_step")
    op.drop_index(op.f("ix_erasure_request_unit_id_state_due_on"), table_name="erasure_request")
    op.drop_index(op.f("ix_erasure_request_complaint_id"), table_name="erasure_request")
    op.drop_table("erasure_request")
    op.drop_index(op.f("ix_erasure_reference"), table_name="erasure")
    op.drop_table("erasure")
