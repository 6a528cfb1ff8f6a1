"""Settles and kills itself: `python -m tests.faults.dying_settler` reads numbers and lets a process die after each.

Number N: it dies after N statements, 0 before the first; past the last one before the commit, then after it. Then it
lives. For each number one line is answered: "killed" or "alive".
"""

import os
import signal
import sys

from sqlalchemy import event

from core.config import Config
from core.db import db
from core.services import settling
from wsgi import create_app


class Death:
    """Counts down and kills this process as a power cut would."""

    def __init__(self, after: int) -> None:
        self.left = after

    def approach(self, *_: object) -> None:
        """One step nearer; at nought it is over, at once."""
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        self.left -= 1


def live(statements: int) -> None:
    """Settle once and rewrite the files, if life is long enough."""
    death = Death(statements)
    app = create_app(Config.from_env(os.environ))
    with app.app_context():
        for moment in ("before_cursor_execute", "commit"):
            event.listen(db.engine, moment, death.approach)
        settling.settle()
        death.approach()
        settling.compact()
        db.engine.dispose()


def main() -> None:
    """Answer every number until there are no more."""
    for line in sys.stdin:
        child = os.fork()
        if not child:
            live(int(line))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if status not in (0, signal.SIGKILL):
            raise SystemExit(f"settling ended otherwise: {status}")
        sys.stdout.write("killed\n" if status else "alive\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
