"""Guards: triggers that keep the ledgers insert-only, whoever holds an SQL client.

SQLite needs a BEFORE INSERT guard because `INSERT OR REPLACE` deletes without firing delete triggers; PostgreSQL
needs a statement trigger because TRUNCATE fires no row trigger.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, inspect, text

#: Rows of these tables are never changed or removed, by anyone. Every unique key is listed: a replacing INSERT removes
#: whatever row it meets on any of them. SQLite's hidden `rowid` is one, where the primary key is not an integer.
INSERT_ONLY: dict[str, tuple[tuple[str, ...], ...]] = {
    "submission": (("id",),),
    "audit_entry": (("number",), ("hash",)),
    "questionnaire_version": (("id",), ("unit_id", "code", "number")),
    "question": (("version_id", "code"), ("rowid",)),
    "questionnaire_choice": (("unit_id", "code", "number"),),
    "question_option": (("version_id", "question_code", "code"), ("version_id", "slot"), ("rowid",)),
    "rung": (
        ("id",),
        ("unit_id", "cadence", "year", "field_id", "officer_id", "channel", "tier", "version_id"),
    ),
    "rung_step": (("rung_id", "closed_on", "part"),),
    "round_report": (("round_id", "number", "channel", "tier", "part"),),
    "round_report_progress": (("round_id", "number", "stratum", "channel"),),
    "complaint_event": (("complaint_id", "number"),),
    "erasure": (("id",),),
    "comment_review": (("submission_id", "number"),),
    "comment_release": (("id",),),
    "comment_takeback": (("published_id",),),
    "duty_correction": (("id",),),
    "duty_decision": (("correction_id",),),
    "adjustment_day": (
        (
            "correction_id",
            "day",
            "unit_id",
            "field_id",
            "officer_id",
            "counter_id",
            "channel",
            "tier",
            "round_id",
            "version_id",
            "part",
        ),
    ),
}
#: Revisions may go only once their submission is settled.
INBOX = "inbox"
#: A line's sealed words may be emptied once the case's key is gone, for nobody could read them; nothing else moves.
TIMELINE = "complaint_event"
_KEYS = "complaint_key"
_LINE = ("complaint_id", "number", "unit_id", "day", "action", "party", "account_id", "is_public")


def restore(connection: Connection) -> None:
    """Create every guard whose table exists, replacing what stands; safe to repeat."""
    tables = set(inspect(connection).get_table_names())
    if connection.dialect.name == "sqlite":
        statements = _sqlite(tables)
    else:
        statements = _postgresql(tables, str(connection.scalar(text("SELECT current_schema()"))))
    for statement in statements:
        connection.execute(text(statement))


def _sqlite(tables: set[str]) -> Iterator[str]:
    for table, keys in INSERT_ONLY.items():
        if table in tables:
            only = f" WHEN NOT ({_emptied(_KEYS, 'IS')})" if table == TIMELINE else ""
            yield from _sqlite_trigger(table, "update", f"BEFORE UPDATE ON {table}{only}")
            yield from _sqlite_trigger(table, "delete", f"BEFORE DELETE ON {table}")
            yield from _sqlite_replace(table, keys)
    if INBOX in tables and "submission" in tables:
        settled = "SELECT 1 FROM submission WHERE id = OLD.id"
        yield from _sqlite_trigger(INBOX, "update", f"BEFORE UPDATE ON {INBOX}")
        yield from _sqlite_trigger(INBOX, "delete", f"BEFORE DELETE ON {INBOX} WHEN NOT EXISTS ({settled})")
        yield from _sqlite_replace(INBOX, (("id", "revision"),))


def _emptied(keys: str, same: str) -> str:
    """Return the condition under which an update only empties a line whose case has no key any more."""
    rest = " AND ".join(f"NEW.{column} {same} OLD.{column}" for column in _LINE)
    gone = f"NOT EXISTS (SELECT 1 FROM {keys} WHERE complaint_id = OLD.complaint_id)"
    return f"NEW.sealed IS NULL AND {gone} AND {rest}"


def _sqlite_replace(table: str, keys: tuple[tuple[str, ...], ...]) -> Iterator[str]:
    same = " OR ".join(" AND ".join(f"{column} = NEW.{column}" for column in key) for key in keys)
    yield from _sqlite_trigger(
        table, "replace", f"BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})"
    )


def _sqlite_trigger(table: str, name: str, when: str) -> Iterator[str]:
    yield f"DROP TRIGGER IF EXISTS guard_{table}_{name}"
    yield (
        f"CREATE TRIGGER guard_{table}_{name} {when} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is insert-only ({name} refused)'); END"
    )


def _postgresql(tables: set[str], schema: str) -> Iterator[str]:
    yield (
        "CREATE OR REPLACE FUNCTION guard_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION '% is insert-only (% refused)', TG_TABLE_NAME, lower(TG_OP); END $$"
    )
    if TIMELINE in tables:
        emptied = _emptied(f'"{schema}".{_KEYS}', "IS NOT DISTINCT FROM")
        yield (
            "CREATE OR REPLACE FUNCTION guard_timeline() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF TG_OP = 'UPDATE' THEN IF {emptied} THEN RETURN NEW; END IF; END IF; "
            "RAISE EXCEPTION '% is insert-only (% refused)', TG_TABLE_NAME, lower(TG_OP); END $$"
        )
    for table in INSERT_ONLY:
        if table in tables:
            function = "guard_timeline" if table == TIMELINE else "guard_refuse"
            yield from _postgresql_trigger(table, "rows", "BEFORE UPDATE OR DELETE", "FOR EACH ROW", function)
            yield from _postgresql_trigger(table, "truncate", "BEFORE TRUNCATE", "FOR EACH STATEMENT")
    if INBOX in tables and "submission" in tables:
        yield (
            "CREATE OR REPLACE FUNCTION guard_inbox() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            # The full name: a temporary table of the same name would be asked first.
            f'IF EXISTS (SELECT 1 FROM "{schema}".submission WHERE id = OLD.id) THEN RETURN OLD; END IF; '
            "RAISE EXCEPTION 'inbox rows go only once settled'; END $$"
        )
        yield from _postgresql_trigger(INBOX, "update", "BEFORE UPDATE", "FOR EACH ROW")
        yield from _postgresql_trigger(INBOX, "truncate", "BEFORE TRUNCATE", "FOR EACH STATEMENT")
        yield from _postgresql_trigger(INBOX, "delete", "BEFORE DELETE", "FOR EACH ROW", "guard_inbox")


def _postgresql_trigger(
    table: str, name: str, when: str, each: str, function: str = "guard_refuse"
) -> Iterator[str]:
    yield f"DROP TRIGGER IF EXISTS guard_{table}_{name} ON {table}"
    yield f"CREATE TRIGGER guard_{table}_{name} {when} ON {table} {each} EXECUTE FUNCTION {function}()"
