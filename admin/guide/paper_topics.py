"""Topics of paper forms: printing, keying, double entry."""

from flask_babel import lazy_gettext as _l

from admin.guide.topic import Topic
from core.domain.access import Permission

PAPER_TOPICS = (
    Topic(
        "paper",
        _l("Paper forms"),
        _l(
            "What people wrote on paper forms is keyed here, sheet by sheet, and counts once its batch is closed. "
            "Forms with the code of each place are printed here too."
        ),
        (
            _l(
                "Count the pile, open a batch, and write the number of each sheet at its foot while you key it."
            ),
            _l(
                "Keys: the sign inside a box answers it; with several answers Enter goes on; space leaves blank; "
                "Backspace or ↑ goes back."
            ),
            _l(
                "Where it matters, key twice: a second person keys without seeing the first reading, and every "
                "difference is decided with the sheet in hand."
            ),
            _l(
                "Close the batch when everything is right: only then do the answers count, and nobody can change "
                "them any more."
            ),
        ),
        permission=Permission.ENTER_PAPER,
    ),
)
