"""Keep names without marks beside the names, so that a search needs no extension; index audit entries."""

import re
import unicodedata
from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

#: Each table with the columns its words are made of.
SEARCHED = {
    "unit": ("name",),
    "counter": ("name",),
    "service_field": ("name", "short_name"),
    "officer": ("name",),
    "touchpoint": ("code", "label"),
    "account": ("name", "login"),
}
AUDIT_INDEXES = (("unit_id", "number"), ("actor", "at"), ("action", "number"), ("at",))
_BATCH = 1000


def upgrade() -> None:
    """Go forward one step."""
    for table, columns in SEARCHED.items():
        op.add_column(table, sa.Column("words", sa.Text(), server_default=sa.text("''"), nullable=False))
        _fill(table, columns)
        op.create_index(op.f(f"ix_{table}_unit_id_words"), table, ["unit_id", "words"])
    for columns in AUDIT_INDEXES:
        op.create_index(op.f(f"ix_audit_entry_{'_'.join(columns)}"), "audit_entry", list(columns))


def downgrade() -> None:
    """Go back one step."""
    for columns in AUDIT_INDEXES:
        op.drop_index(op.f(f"ix_audit_entry_{'_'.join(columns)}"), "audit_entry")
    for table in SEARCHED:
        op.drop_index(op.f(f"ix_{table}_unit_id_words"), table)
        op.drop_column(table, "words")


def _fill(table: str, columns: tuple[str, ...]) -> None:
    rows = sa.table(table, sa.column("id"), sa.column("words"), *(sa.column(name) for name in columns))
    stored = op.get_bind().execute(sa.select(rows.c.id, *(rows.c[name] for name in columns))).all()
    change = rows.update().where(rows.c.id == sa.bindparam("row_id")).values(words=sa.bindparam("new_words"))
    for first in range(0, len(stored), _BATCH):
        op.get_bind().execute(change, list(_changes(stored[first : first + _BATCH])))


def _changes(stored: list[sa.Row]) -> Iterator[dict[str, object]]:
    for number, *texts in stored:
        yield {"row_id": number, "new_words": _words(" ".join(text or "" for text in texts))}


def _words(text: str) -> str:
    """Return what core/domain/searching.py made of names when this step was written."""
    parts = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    letters = "".join(sign for sign in parts if not unicodedata.combining(sign))
    words = re.sub(r"[\W_]+", " ", letters).strip()
    return f" {words}" if words else ""
