"""Let batches of paper and planned rounds that were given up keep their numbers, so that none is given twice."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"

_GIVEN_UP = ("paper_batch", "survey_round")


def upgrade() -> None:
    """Go forward one step."""
    for table in _GIVEN_UP:
        op.add_column(table, sa.Column("dropped_on", sa.Date(), nullable=True))


def downgrade() -> None:
    """Go back one step. What was given up holds nothing any more; without the day it would stand there as open."""
    for table in _GIVEN_UP:
        op.execute(f"DELETE FROM {table} WHERE dropped_on IS NOT NULL")
        op.drop_column(table, "dropped_on")
