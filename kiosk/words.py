"""Words: every visible text of the tablet app, by screen, in every language that has a catalogue.

The app's own files hold no text: they ask for a key of this page.
"""

from collections.abc import Mapping

from flask_babel import LazyString, force_locale
from flask_babel import lazy_gettext as _l

from core.web import languages
from kiosk.interview_words import INTERVIEW

#: Why the tablet takes no answers now, and what a citizen does instead.
_REST: Mapping[str, LazyString] = {
    "rest.title": _l("This tablet is resting. Please use a paper slip or scan the QR code."),
    "rest.revoked": _l("The office has stopped this tablet. Answers kept on it are safe."),
    "rest.storage": _l("This tablet cannot keep answers now."),
    "rest.waiting": _l("The tablet is waiting for its settings from the office."),
    "rest.second": _l(
        "The rating screen is already open in another tab. Please go on there and close this one."
    ),
    "rest.second_title": _l("Already open"),
    "rest.insecure": _l(
        "This address is not secure (https), so answers cannot be kept. See the guide for tablets."
    ),
    "rest.again": _l("Try again"),
    "rest.code": _l("QR code of this counter"),
}

#: Pairing a tablet with a counter.
_ENROL: Mapping[str, LazyString] = {
    "enrol.title": _l("Pair this device"),
    "enrol.advice": _l("Type the phrase that the desk shows, under “Tablets” or in a survey round."),
    "enrol.phrase": _l("Pairing phrase"),
    "enrol.send": _l("Pair"),
    "enrol.sending": _l("Pairing …"),
    "enrol.empty": _l("Type the phrase shown at the desk"),
    "enrol.unknown_phrase": _l("This phrase is not valid or has expired. Make a new one at the desk."),
    "enrol.too_many_attempts": _l("Too many attempts. Please wait a minute, then try again."),
    "enrol.malformed": _l("This phrase is not valid or has expired. Make a new one at the desk."),
    "enrol.unreachable": _l("The office's server cannot be reached. Check the network, then try again."),
    "enrol.storage": _l("This tablet cannot keep answers now."),
    "enrol.done": _l("This tablet is paired"),
    "enrol.counter": _l("Counter: %(name)s"),
    "enrol.persistent": _l("The browser keeps the answers for good."),
    "enrol.fleeting": _l(
        "The browser may delete answers when the tablet runs out of room. "
        "Install the app on the home screen to prevent that."
    ),
    "enrol.kept": _l("Answers waiting on this tablet are kept and sent after pairing: %(count)s"),
    "enrol.start": _l("Start"),
    "enrol.cancel": _l("Cancel"),
}

#: The staff corner: how the tablet is, and never what anybody answered.
_STAFF: Mapping[str, LazyString] = {
    "staff.title": _l("For staff"),
    "staff.pin": _l("PIN of this tablet"),
    "staff.erase": _l("Erase"),
    "staff.open": _l("Open"),
    "staff.wrong": _l("Wrong PIN. Try again in %(seconds)s seconds."),
    "staff.wrong_now": _l("Wrong PIN. Try again."),
    "staff.close": _l("Close"),
    "staff.tablet": _l("Tablet"),
    "staff.counter": _l("Counter"),
    "staff.queue": _l("Answers waiting to be sent"),
    "staff.shelf": _l("Answers the server did not take"),
    "staff.contact": _l("Last contact"),
    "staff.never": _l("Never"),
    "staff.version": _l("App version"),
    "staff.roster": _l("Roster known until"),
    "staff.persistent": _l("Answers protected from deletion"),
    "staff.battery": _l("Battery"),
    "staff.charging": _l("%(percent)s%%, charging"),
    "staff.percent": _l("%(percent)s%%"),
    "staff.unknown": _l("Unknown"),
    "staff.yes": _l("Yes"),
    "staff.no": _l("No"),
    "staff.send": _l("Send now"),
    "staff.sending": _l("Sending …"),
    "staff.sent": _l("The office was reached."),
    "staff.unsent": _l("The office could not be reached. Answers stay on the tablet."),
    "staff.export": _l("Save unsent answers to a file"),
    "staff.exported": _l("Saved %(count)s answers, sealed. Only the office's server can open the file."),
    "staff.pair": _l("Pair anew"),
    "staff.full": _l("Full screen"),
    "staff.leave": _l("Leave full screen"),
}

#: The screen with the changing code.
_CODE: Mapping[str, LazyString] = {
    "code.title": _l("Scan to rate; each code works once"),
    "code.step_camera": _l("Open the camera of your phone"),
    "code.step_point": _l("Point it at the code"),
    "code.step_open": _l("Touch the address that appears"),
    "code.no_camera": _l("Cannot scan? Open"),
    "code.changes": _l("The code changes every 30 seconds"),
    "code.label": _l("QR code for rating %(counter)s"),
    "code.unmeasured": _l(
        "This tablet's clock has not been compared with the office's yet; a code may not be accepted."
    ),
}

#: Band and footer, which every screen of the survey has.
_FRAME: Mapping[str, LazyString] = {
    "frame.staff": _l("For staff: press and hold"),
    "frame.help": _l("Reading help"),
    "frame.read": _l("Read aloud"),
    "frame.large": _l("Large text"),
    "frame.nameless": _l("We do not ask for your name, phone or ID number."),
    "frame.unseen": _l("The officer at the counter cannot see what any one person said."),
    "frame.storing": _l("Answers are kept on this tablet and sent when there is a network"),
    "step.progress": _l("Step %(number)s of %(count)s"),
    "step.recorded": _l("Recorded: %(level)s"),
    "step.back": _l("Back"),
    "step.skip": _l("Skip"),
    "step.next": _l("Continue"),
    "step.done": _l("I am done"),
}

#: The survey, from the invitation to the thanks.
_SURVEY: Mapping[str, LazyString] = {
    "attract.invite": _l("Please rate our service"),
    "attract.anonymous": _l("It takes half a minute. No name is asked for."),
    "attract.start": _l("Touch to begin"),
    "attract.hours": _l("Office hours: %(hours)s, %(days)s"),
    "attract.days_4": _l("Monday to Friday"),
    "attract.days_5": _l("Monday to Saturday"),
    "attract.days_6": _l("every day"),
    "attract.help": _l("Need help? Ask the guide in the hall or call %(phone)s."),
    "sleep.closed": _l("The office is closed now"),
    "sleep.wake": _l("Touch to rate"),
    "rating.officer": _l("Officer serving:"),
    "rating.not_this_person": _l("Not about this person"),
    "rating.not_counted": _l("The rating will not count for this officer."),
    "rating.fields": _l("What did you come for?"),
    "rating.may_skip": _l("(you may skip this)"),
    "rating.other_field": _l("Something else"),
    "choices.one_or_more": _l("Choose one or more, or skip."),
    "choices.facts": _l("About this visit"),
    "choices.may_skip": _l("Answer what you like, or skip."),
    "choices.criteria": _l("How satisfied are you with the following?"),
    "written.number": _l("Touch the field and type a whole number from %(low)s to %(high)s."),
    "written.wrong": _l("Please type a whole number from %(low)s to %(high)s, or leave it out."),
    "written.words": _l(
        "At most %(count)s characters. Do not write ID numbers or private facts about other people."
    ),
    "comment.heading": _l("Would you like to say more?"),
    "comment.readers": _l(
        "Only the commune's Fatherland Front reads this. Officers at the counter and their office do not."
    ),
    "comment.caution": _l("Do not write ID numbers or private facts about other people."),
    "comment.left": _l("%(count)s characters left"),
    "comment.too_long": _l("The comment is %(count)s characters too long. Please shorten it a little."),
    "pressed.heading": _l("Who touched the screen?"),
    "pressed.why": _l("So that the result is fair to you and to the officer."),
    "pressed.self": _l("I did it myself"),
    "pressed.relative": _l("A relative helped"),
    "pressed.staff": _l("Staff helped"),
    "thanks.heading": _l("Thank you. Your opinion has been received."),
    "thanks.counted": _l("The rating is added to the counter's results; nobody knows that it is yours."),
    "thanks.returns": _l("Returns to the first screen"),
    "thanks.home": _l("To the first screen"),
    "thanks.at_home": _l("Would you like an answer, or to say more at home?"),
    "thanks.scan": _l("Scan the code with a phone, or go to"),
    "thanks.code": _l("QR code for sending a report or petition"),
    "idle.title": _l("Do you need more time?"),
    "idle.kept": _l(
        "What you have chosen is kept. Unfinished text is erased when the screen returns to the beginning."
    ),
    "idle.nothing": _l("No rating has been given yet. The screen will return to the beginning."),
    "idle.more": _l("I need more time"),
    "idle.done": _l("I am finished"),
    "idle.left": _l("%(count)s seconds left"),
}

#: All keys, by screen.
WORDS: Mapping[str, LazyString] = {**_FRAME, **_SURVEY, **_REST, **_ENROL, **_STAFF, **_CODE, **INTERVIEW}


def words() -> dict[str, dict[str, str]]:
    """Return language → key → text, Vietnamese first, for every catalogue there is."""
    found = {}
    for language in languages.available_here():
        with force_locale(language):
            found[language] = {key: str(text) for key, text in WORDS.items()}
    return found
