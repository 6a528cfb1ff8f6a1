"""Commands of the product, one file per subject; `wsgi.py` adds them to `flask`."""

from core.web.commands.account import account
from core.web.commands.audit import audit
from core.web.commands.deferred import Deferred
from core.web.commands.rollup import rollup

#: Spreadsheets and progress bars are heavy: a serving process never loads them.
office = Deferred(
    "office",
    module="core.web.commands.office",
    help="The office: places, people, roster, targets, addresses.",
)
COMMANDS = (account, audit, office, rollup)

__all__ = ["COMMANDS"]
