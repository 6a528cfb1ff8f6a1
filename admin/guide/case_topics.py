"""Topics of complaints and petitions: the inbox, finding out what a letter is, answering it."""

from flask_babel import lazy_gettext as _l

from admin.guide.topic import Topic
from core.domain.access import Permission

CASE_TOPICS = (
    Topic(
        "cases",
        _l("Complaints and petitions"),
        _l(
            "What citizens wrote to the office, from the first reading to their last word. “For me to do” lists what "
            "you go on with; what is due today stands first."
        ),
        (
            _l("Open a case by its line; the form of what you do next stands open on its page."),
            _l("The white column is what the sender reads. The hatched one is internal and stays so."),
            _l("Every button says who will read what you send. Looking at a case is noted in the audit log."),
            _l("If you know somebody in it, withdraw: the case then no longer exists for you."),
        ),
        permission=Permission.READ_CASES,
    ),
    Topic(
        "triage",
        _l("Finding out what a letter is"),
        _l(
            "Only the Fatherland Front opens a new case. Within two working days it says what it is; each kind has "
            "its own way, deadline and secrecy."
        ),
        (
            _l(
                "Read what follows from each kind before you choose one; nothing happens until you send the form."
            ),
            _l("Tick everybody the letter names: they and their line manager never meet the case."),
            _l("Where a case ends here, put the prepared notice into your own words; the sender reads it."),
        ),
        permission=Permission.FOLLOW_CASES,
    ),
    Topic(
        "answering",
        _l("Answering a citizen"),
        _l(
            "The office answers within 15 working days of receipt: what was done, why not, or what the sender can do. "
            "The leader approves, the Front reads it once more, then the sender has it."
        ),
        (
            _l("Give the case to whoever works on it; only people who may see it stand in the list."),
            _l(
                "An answer without content is held up once; whoever submits it all the same writes the reason."
            ),
            _l("The deadline can be extended once, with a day and a reason the sender reads."),
        ),
        permission=Permission.HANDLE_CASES,
    ),
)
