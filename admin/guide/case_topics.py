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
        "case-inbox",
        _l("Working through many cases"),
        _l(
            "Filters stand in the address of the inbox: a browser can bookmark them, and you can keep up to twenty "
            "under names of your own. What you tick is done in one go, after a preview."
        ),
        (
            _l(
                "Keys: j and k go down and up, Enter or o opens, x ticks, a gives the case to somebody, / searches, ? "
                "shows them. They can be switched off under “Keys”; the tabulator leads everywhere as well."
            ),
            _l(
                "The preview says what happens to each ticked case, and why one is left out. What somebody else "
                "changed meanwhile is left out too."
            ),
            _l(
                "Tags are short words in small letters. Say what a case is about, never whom: a tag is not sealed."
            ),
        ),
        permission=Permission.READ_CASES,
    ),
    Topic(
        "merging",
        _l("Several letters on one matter"),
        _l(
            "A letter can be merged into an open petition of the same office: one answer, which each sender reads by "
            "their own receipt, without a word of the other. Linked cases only point at each other."
        ),
        (
            _l("The deadline counts from the older letter. Whom one of them names is hidden from both."),
            _l(
                "Everybody keeps their own word: one who is not satisfied reopens the case, and it closes when all are "
                "satisfied or the time for it is over."
            ),
            _l("Before the answer is sent, a merged letter can be parted again and goes on by itself."),
            _l(
                "Whoever turns out to be named later is written down in the case: from then on they do not see it."
            ),
            _l("Nobody approves an answer they wrote: another leader does, or the province’s Front."),
        ),
        permission=Permission.FOLLOW_CASES,
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
        "entering",
        _l("A report on paper or by telephone"),
        _l(
            "What somebody wrote on paper or said on the telephone becomes a case like any other: typed in by the "
            "Front, with its own code, its deadlines counted from the day it came."
        ),
        (
            _l("Use the person’s own words; choose paper or telephone, and the day it came."),
            _l("Write a name or number only where the person agrees, and tick that they did."),
            _l("The code is shown once: print the slip, or read it out letter by letter."),
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
    Topic(
        "case_figures",
        _l("Figures about cases"),
        _l(
            "How many reports and petitions came in, whether they were answered on time and settled, of the cases you "
            "may know of. Every share stands with both its numbers and says what is left out."
        ),
        (
            _l("Choose the period in which the cases were received at the top right."),
            _l("Look at “overdue now” first; it counts cases of every period."),
            _l("Read both shares: without an extension, and with extensions."),
        ),
        permission=Permission.READ_CASES,
    ),
    Topic(
        "case_months",
        _l("Published months of cases"),
        _l(
            "The same numbers everybody reads on the public page. A month is published once, 25 working days after "
            "its end, and never changes; groups of one to four people are hidden."
        ),
        (
            _l("Read the share together with its two numbers."),
            _l("“From … to …” stands where the exact number would give a small group away."),
        ),
        permission=Permission.READ_OVERDUE,
    ),
    Topic(
        "overdue",
        _l("Overdue cases"),
        _l(
            "Complaints and petitions whose deadline is past, with number, field, unit and days. What was written "
            "stays with the office and the Front."
        ),
        (
            _l("The longest wait stands first; days late are working days."),
            _l("A delegate asks the office about a case by the link in its line."),
        ),
        permission=Permission.READ_OVERDUE,
    ),
    Topic(
        "council_questions",
        _l("Questions of the People’s Council"),
        _l(
            "A delegate asks about a figure or a late case; the office answers by a date, 10 working days unless the "
            "delegate gives more. Who is late is seen by the leader, the Front and the Council."
        ),
        (
            _l("A manager prepares the answer; the leader sends it, once."),
            _l(
                "Questions and answers are official words, kept in the open: write nothing about who sent a letter."
            ),
            _l("Everything asked in a period stands in the session file."),
        ),
        permission=Permission.READ_QUESTIONS,
    ),
    Topic(
        "session_file",
        _l("Session file"),
        _l(
            "Questions, answers and published figures of a period on pages of A4, for the session of the People’s "
            "Council."
        ),
        (
            _l("Choose the period at the top right, for example the half-year before the session."),
            _l("Print with Ctrl+P, or save as PDF."),
        ),
        permission=Permission.READ_QUESTIONS,
    ),
)
