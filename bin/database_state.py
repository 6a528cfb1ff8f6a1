"""Print what the database still needs: `behind` (migrations), `empty` (an office) or `ready`."""

import os
import sys
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, make_url, text

ROOT = Path(__file__).resolve().parent.parent


def state(connection: Connection) -> str:
    """Compare the database's revision with the newest migration, then look for anybody's account."""
    newest = set(ScriptDirectory(str(ROOT / "migrations")).get_heads())
    if set(MigrationContext.configure(connection).get_current_heads()) != newest:
        return "behind"
    has_account = connection.execute(text("SELECT 1 FROM account LIMIT 1")).first()
    return "ready" if has_account else "empty"


def main() -> None:
    """Answer for `LANGNGHE_DATABASE_URL`, by default the embedded database under var/."""
    url = make_url(os.environ.get("LANGNGHE_DATABASE_URL") or f"sqlite:///{ROOT / 'var' / 'langnghe.db'}")
    if url.get_backend_name() == "sqlite" and url.database and not Path(url.database).exists():
        answer = "behind"
    else:
        engine = create_engine(url)
        with engine.connect() as connection:
            answer = state(connection)
        engine.dispose()
    sys.stdout.write(f"{answer}\n")


if __name__ == "__main__":
    main()
