"""Closes a batch of paper and kills itself: `python -m tests.faults.dying_closer BATCH` reads numbers.

Number N: a process goes on with the closing and dies after N statements or commits. For each number one line is
answered: "killed" or "alive".
"""

import os
import signal
import sys

from sqlalchemy import event

from core.config import Config
from core.db import db
from core.domain.access import Role, Scope
from core.services.paper import handing_over
from tests.faults.dying_settler import Death
from tests.support.worlds import World
from wsgi import create_app

_CLERK = Scope(account_id=1, role=Role.MANAGER, unit_ids=frozenset({World.centre}))


def live(batch: int, statements: int) -> None:
    """Close the batch, if life is long enough."""
    death = Death(statements)
    app = create_app(Config.from_env(os.environ))
    with app.app_context():
        for moment in ("before_cursor_execute", "commit"):
            event.listen(db.engine, moment, death.approach)
        handing_over.close(_CLERK, World.centre, batch, actor="hoa")
        db.engine.dispose()


def main(batch: int) -> None:
    """Answer every number until there are no more."""
    for line in sys.stdin:
        child = os.fork()
        if not child:
            live(batch, int(line))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if status not in (0, signal.SIGKILL):
            raise SystemExit(f"closing ended otherwise: {status}")
        sys.stdout.write("killed\n" if status else "alive\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]))
