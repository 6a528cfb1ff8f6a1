"""`flask office`: one file per command, each loaded when it is asked for."""

from core.web.commands.deferred import Deferred

#: Spreadsheets and progress bars are heavy: a serving process never loads them.
office = Deferred(
    "office",
    help="The office: places, people, roster, targets, addresses.",
    parts={
        "addresses": "core.web.commands.office.addresses:addresses",
        "begin": "core.web.commands.office.beginning:begin",
        "demo": "core.web.commands.office.demo:demo",
        "import": "core.web.commands.office.workbook:import_",
        "targets": "core.web.commands.office.aims:targets",
        "template": "core.web.commands.office.workbook:template",
    },
)
