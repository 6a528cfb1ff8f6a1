"""Words of interviews: every text an interviewer's phone shows, and what it lets the interviewer read out."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

#: Between two people: where one is, what waits, how far the round is.
_HOME: Mapping[str, LazyString] = {
    "interview.where": _l("Where are you asking?"),
    "interview.no_hamlet": _l("No hamlet chosen yet"),
    "interview.change": _l("Other hamlet"),
    "interview.start": _l("Start an interview"),
    "interview.today": _l("By this phone today"),
    "interview.mine": _l("By this phone in all"),
    "interview.hamlet": _l("This hamlet, all interviewers"),
    "interview.whole": _l("The whole round"),
    "interview.goal": _l("%(done)s of %(sample)s"),
    "interview.unsent": _l("%(count)s not sent"),
    "interview.all_sent": _l("Everything is sent"),
    "interview.refused": _l("%(count)s interviews were not taken; please tell the office"),
    "interview.online": _l("online"),
    "interview.offline": _l("no network"),
    "interview.not_yet": _l("The round begins on %(day)s. Nobody is asked before that."),
    "interview.over": _l("The round ended on %(day)s. What waits on this phone is still sent."),
    "interview.closed": _l("The round is closed. What waits on this phone is still sent and kept aside."),
    "interview.half": _l("An interview in %(hamlet)s was not finished"),
    "interview.half_note": _l(
        "Its answers are sealed: this phone cannot show them again. Let what was asked count, "
        "or erase it and ask anew."
    ),
    "interview.half_count": _l("Count what was asked"),
    "interview.half_drop": _l("Erase it"),
}

#: One person: what is read out, the questions, looking through, saved.
_PERSON: Mapping[str, LazyString] = {
    "interview.read_out": _l("Read this out first"),
    "interview.promise": _l(
        "Your answers carry no name, no telephone number and no address. You may leave out any question "
        "and stop at any time. Results are only made known as sums of many answers."
    ),
    "interview.agreed": _l("Agreed: begin"),
    "interview.declined": _l("Declined"),
    "interview.part": _l("Part %(number)s of %(count)s"),
    "interview.several": _l("One or more may be chosen."),
    "interview.number": _l("A whole number from %(low)s to %(high)s"),
    "interview.number_wrong": _l("Write a whole number from %(low)s to %(high)s, or leave it empty."),
    "interview.text_wrong": _l("At most %(count)s characters. Please shorten it."),
    "interview.no_names": _l("Write no names, telephone numbers or addresses."),
    "interview.to_review": _l("Back to the answers"),
    "interview.next_left": _l("Continue (%(count)s left out)"),
    "interview.stop": _l("Stop"),
    "interview.stop_title": _l("Stop this interview?"),
    "interview.stop_note": _l("What is erased counts nowhere and cannot be brought back."),
    "interview.stop_keep": _l("Save what was asked"),
    "interview.stop_drop": _l("Erase this interview"),
    "interview.go_on": _l("Go on asking"),
    "interview.review": _l("Look through the answers"),
    "interview.review_hint": _l("Touch a line to change it."),
    "interview.skipped": _l("left out"),
    "interview.empty": _l("Nothing was answered, so there is nothing to save."),
    "interview.save": _l("Save"),
    "interview.saved": _l("Saved on this phone (%(count)s not sent)"),
    "interview.saved_note": _l(
        "It is sent by itself as soon as there is a network. Nobody can read it on this phone."
    ),
    "interview.home": _l("First screen"),
    "interview.next_person": _l("Next interview"),
}

#: Pairing, resting and the staff corner, where a phone differs from a tablet.
_PHONE: Mapping[str, LazyString] = {
    "enrol.phone_title": _l("Pair this phone with a survey round"),
    "enrol.phone_advice": _l("The phrase was read from the code. Touch “Pair”."),
    "enrol.scanned": _l(
        "This device is paired already. Type its present PIN, then it can be paired with what was scanned."
    ),
    "enrol.round": _l("Survey round: %(name)s"),
    "rest.phone_title": _l("This phone takes no interviews now"),
    "staff.phone": _l("Phone"),
    "staff.round": _l("Survey round"),
}

INTERVIEW: Mapping[str, LazyString] = {**_HOME, **_PERSON, **_PHONE}
