"""Commands of the product, one file per subject; `wsgi.py` adds them to `flask`."""

from core.web.commands.account import account
from core.web.commands.audit import audit
from core.web.commands.backup import backup
from core.web.commands.office import office
from core.web.commands.rollup import rollup

COMMANDS = (account, audit, backup, office, rollup)

__all__ = ["COMMANDS"]
