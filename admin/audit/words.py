"""Words: what every audited act and every noted fact is called. A test fails where an act has no name."""

from collections.abc import Mapping
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from admin.audit import values
from core import labels
from core.domain.office import Kind

#: Parts of the desk, by the first word of an action.
AREA_NAMES: Mapping[str, LazyString] = {
    "account": _l("Accounts and sign-in"),
    "office": _l("The office as a whole"),
    "unit": _l("Units"),
    "field": _l("Fields"),
    "group": _l("Groups of fields"),
    "counter": _l("Counters"),
    "officer": _l("Officers"),
    "touchpoint": _l("QR codes of places"),
    "tablet": _l("Rating tablets"),
    "case": _l("Complaints and petitions"),
    "question": _l("Questions of the People’s Council"),
    "comment": _l("Comments of the survey"),
    "roster": _l("Duty roster"),
    "correction": _l("Corrections of the roster"),
    "calendar": _l("Work calendar"),
    "target": _l("Targets"),
    "targets": _l("Plans of targets"),
    "view": _l("Figures about people that were looked at"),
    "export": _l("Files that were taken away"),
    "backup": _l("Backups"),
    "audit": _l("The audit log itself"),
}

ACTION_NAMES: Mapping[str, LazyString] = {
    "account.create": _l("Made an account"),
    "account.invite": _l("Made an invitation link"),
    "account.redeem_invitation": _l("Opened an account by its invitation"),
    "account.accept_password": _l("Typed the right password"),
    "account.sign_in": _l("Signed in"),
    "account.sign_in_refused": _l("Sign-in refused: wrong password"),
    "account.factor_refused": _l("Second factor refused: wrong code"),
    "account.step_up": _l("Showed the second factor once more"),
    "account.sign_out": _l("Signed out"),
    "account.end_session": _l("Ended a session"),
    "account.sign_out_everywhere": _l("Signed out everywhere"),
    "account.change_password": _l("Changed the password"),
    "account.enrol_factor": _l("Set up a second factor"),
    "account.renew_recovery_codes": _l("Made new recovery codes"),
    "account.set_language": _l("Chose the language"),
    "account.change_role": _l("Gave an account another role"),
    "account.link_officer": _l("Said whose results an account sees"),
    "account.link_identity": _l("Linked an account at the sign-in provider"),
    "account.unlink_identity": _l("Undid the link to the sign-in provider"),
    "account.accept_identity": _l("Was recognised by the sign-in provider"),
    "account.identity_refused": _l("Sign-in by the provider refused: the account is stopped or not set up"),
    "account.disable": _l("Stopped an account"),
    "account.enable": _l("Took an account up again"),
    "office.begin": _l("Began the office"),
    "office.import": _l("Applied a spreadsheet"),
    "office.upload": _l("Sent a spreadsheet"),
    "unit.add": _l("Added a unit"),
    "unit.update": _l("Changed a unit"),
    "unit.merge": _l("Merged communes"),
    "unit.end": _l("Ended a unit by a merger"),
    "field.add": _l("Added fields"),
    "field.update": _l("Changed a field"),
    "field.move": _l("Moved a field in the list"),
    "field.close": _l("Closed a field"),
    "field.reopen": _l("Reopened a field"),
    "group.add": _l("Added a group of fields"),
    "group.update": _l("Changed a group of fields"),
    "group.remove": _l("Removed a group of fields"),
    "counter.add": _l("Added a counter"),
    "counter.update": _l("Changed a counter"),
    "counter.close": _l("Closed a counter"),
    "counter.reopen": _l("Reopened a counter"),
    "officer.add": _l("Added an officer"),
    "officer.update": _l("Changed an officer’s name or title"),
    "officer.leave": _l("Noted that an officer left"),
    "officer.come_back": _l("Noted that an officer came back"),
    "officer.photo": _l("Posted an officer’s photo"),
    "officer.photo_removed": _l("Removed an officer’s photo"),
    "touchpoint.add": _l("Made a QR code"),
    "touchpoint.replace": _l("Replaced a QR code"),
    "touchpoint.revoke": _l("Revoked a QR code"),
    "touchpoint.print": _l("Made posters"),
    "tablet.add": _l("Made a tablet to be paired"),
    "tablet.new_phrase": _l("Drew another pairing phrase"),
    "tablet.enrol": _l("Paired a tablet"),
    "tablet.set_up": _l("Changed a tablet’s settings"),
    "tablet.replace": _l("Began to replace a tablet"),
    "tablet.revoke": _l("Revoked a tablet"),
    "tablet.explain": _l("Explained missing numbers"),
    "tablet.import": _l("Brought in a tablet’s exported file"),
    "tablet.admit": _l("Let answers kept aside count"),
    "tablet.leave_out": _l("Did not count answers kept aside"),
    "case.open": _l("Opened a case"),
    "case.triage": _l("Passed a case on to the office"),
    "case.end": _l("Found out what a case is and closed it"),
    "case.assign": _l("Gave a case to somebody"),
    "case.submit": _l("Submitted an answer for approval"),
    "case.return": _l("Returned an answer to be put right"),
    "case.approve": _l("Approved an answer"),
    "case.send_back": _l("Sent an answer back to the office"),
    "case.release": _l("Sent an answer to the citizen"),
    "case.extend": _l("Extended the deadline of a case"),
    "case.order": _l("Asked the office for another answer"),
    "case.conclude": _l("Concluded a case"),
    "case.ask": _l("Asked the citizen something"),
    "case.note": _l("Wrote an internal note in a case"),
    "case.recuse": _l("Withdrew from a case"),
    "case.erasure_decide": _l("Decided on a request for erasure or correction"),
    "case.erasure_confirm": _l("Confirmed a decision on erasure or correction"),
    "case.erasure_return": _l("Sent a decision on erasure or correction back"),
    "case.expire": _l("Erased of a case what was kept long enough"),
    "comment.expire": _l("Erased comments that were kept long enough"),
    "backup.create": _l("Made a backup"),
    "backup.restore": _l("Restored a backup"),
    "case.seen": _l("Ticked a reminder of a case as seen"),
    "case.council_ask": _l("Asked the office about a late case"),
    "case.council_draft": _l("Prepared the answer to a question about a case"),
    "case.council_answer": _l("Answered a question about a case"),
    "case.council_withdraw": _l("Withdrew a question about a case"),
    "question.ask": _l("Asked the office about a figure"),
    "question.draft": _l("Prepared the answer to a question about a figure"),
    "question.answer": _l("Answered a question about a figure"),
    "question.withdraw": _l("Withdrew a question about a figure"),
    "comment.edit": _l("Covered passages of a comment or chose its topics"),
    "comment.mark": _l("Marked a comment for publishing"),
    "comment.unmark": _l("Took the mark of a comment back"),
    "comment.set_aside": _l("Set a comment aside: not for publishing, or now a petition"),
    "comment.return": _l("Took a comment up again"),
    "comment.release": _l("Published a batch of comments"),
    "comment.take_back": _l("Took a published comment back"),
    "roster.save": _l("Changed the roster"),
    "roster.copy": _l("Copied last week’s roster"),
    "roster.substitute": _l("Put a substitute on duty"),
    "roster.hours": _l("Changed the hours of half-days"),
    "correction.propose": _l("Proposed to correct a past shift"),
    "correction.accept": _l("Accepted a correction of a past shift"),
    "correction.reject": _l("Rejected a correction of a past shift"),
    "calendar.add": _l("Entered a day of the work calendar"),
    "calendar.revoke": _l("Took back a day of the work calendar"),
    "target.add": _l("Entered a target"),
    "target.update": _l("Changed a target"),
    "target.remove": _l("Removed a target"),
    "targets.choose": _l("Chose a plan of targets"),
    "targets.drop": _l("Gave up a plan of targets"),
    "view.officers": _l("Looked at the officers’ figures"),
    "export.results": _l("Took away the live results (CSV)"),
    "export.published_results": _l("Took away published results (CSV)"),
    "export.officers": _l("Took away the officers’ figures (CSV)"),
    "export.own_results": _l("Took away their own results (CSV)"),
    "export.workbook": _l("Took away the office as a spreadsheet"),
    "export.case_figures": _l("Took away figures about reports and petitions (CSV)"),
    "export.audit": _l("Took away the audit log (CSV)"),
    "audit.verify": _l("Checked the whole chain"),
}

#: What stands before a noted value; a fact without a name is shown by its own word.
FACT_NAMES: Mapping[str, LazyString] = {
    "accepted": _l("counted"),
    "accounts_ended": _l("accounts stopped"),
    "accounts_moved": _l("accounts taken over"),
    "action": _l("act"),
    "actor": _l("by"),
    "added": _l("added"),
    "after": _l("afterwards"),
    "answers": _l("answers concerned"),
    "article": _l("article"),
    "asks_comment": _l("asks for a comment"),
    "at": _l("at"),
    "before": _l("before"),
    "by": _l("by means of"),
    "bytes": _l("bytes"),
    "case": _l("case"),
    "centre": _l("centre"),
    "changed": _l("changed"),
    "code": _l("code"),
    "codes": _l("codes"),
    "comments": _l("comments"),
    "commune": _l("commune"),
    "correction": _l("correction no."),
    "counter": _l("counter no."),
    "counter_id": _l("counter no."),
    "day": _l("day"),
    "document": _l("document"),
    "document_date": _l("date of the document"),
    "due": _l("answer due on"),
    "duplicate": _l("there already"),
    "duties_ended": _l("shifts ended"),
    "entries": _l("entries"),
    "erasures": _l("erasures"),
    "duty_entry": _l("shift no."),
    "explanation": _l("explanation"),
    "failures": _l("wrong tries"),
    "field": _l("field no."),
    "field_id": _l("field no."),
    "fields": _l("fields no."),
    "first": _l("from"),
    "first_break": _l("first bad entry"),
    "granted": _l("granted"),
    "group": _l("group no."),
    "group_id": _l("group no."),
    "groups": _l("groups made"),
    "halves": _l("half-days"),
    "head": _l("head"),
    "held": _l("kept aside"),
    "help_phone": _l("telephone for help"),
    "id": _l("day no."),
    "issuer": _l("sign-in provider"),
    "kind": _l("kind"),
    "language": _l("language"),
    "last": _l("to"),
    "last_day": _l("last day"),
    "last_weekday": _l("last working day of the week"),
    "left_out": _l("left out"),
    "login": _l("account"),
    "made_at": _l("made"),
    "mode": _l("what it shows"),
    "name": _l("name"),
    "names": _l("names"),
    "new_pin": _l("new PIN"),
    "numbers": _l("numbers from and to"),
    "officer": _l("officer no."),
    "officer_from": _l("from officer no."),
    "officer_to": _l("to officer no."),
    "period": _l("period"),
    "place": _l("place in the list"),
    "predecessors": _l("communes before"),
    "question": _l("question no."),
    "reads_aloud": _l("reads aloud"),
    "reason": _l("reason"),
    "refused": _l("refused"),
    "removed": _l("removed"),
    "replaced": _l("replaced"),
    "role": _l("role"),
    "ruling": _l("off or working"),
    "seats": _l("who sits where"),
    "sessions": _l("sessions ended"),
    "set": _l("plan"),
    "sha256": _l("SHA-256 of the file"),
    "shifts": _l("shifts"),
    "short_name": _l("short name"),
    "subject": _l("target for"),
    "successor": _l("successor"),
    "tablet": _l("tablet no."),
    "target": _l("target no."),
    "targets_dropped": _l("targets dropped"),
    "targets_ended": _l("targets ended"),
    "threshold": _l("threshold"),
    "through": _l("up to entry"),
    "times": _l("times"),
    "title": _l("title"),
    "touchpoint": _l("code no."),
    "touchpoints": _l("codes no."),
    "unit": _l("unit"),
    "units": _l("units no."),
    "valid_from": _l("holds from"),
    "valid_to": _l("holds to"),
    "week": _l("week"),
    "why": _l("why"),
    "wish": _l("what"),
    "words": _l("words"),
}


#: What an import did with the things of a kind: «Lĩnh vực: 10 mới».
IMPORT_DEEDS: Mapping[str, LazyString] = {
    "created": _l("new"),
    "updated": _l("changed"),
    "unchanged": _l("unchanged"),
    "closed": _l("closed"),
    "kept": _l("past, left as it was"),
}


def action_name(action: str) -> str:
    """Return what an act is called; one the product does not know keeps its own word."""
    return str(ACTION_NAMES.get(action, action))


def told(facts: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return noted facts as names and values for people, in the order of their names in the record.

    What was changed is one of them, from its old value to its new one; it stands last.
    """
    before, after = facts.get("before"), facts.get("after")
    if not isinstance(before, dict) or not isinstance(after, dict):
        return tuple(_told(name, value) for name, value in facts.items())
    rest = tuple(_told(name, value) for name, value in facts.items() if name not in ("before", "after"))
    return (*rest, (str(FACT_NAMES["changed"]), values.changed(before, after, FACT_NAMES)))


def areas() -> tuple[tuple[str, LazyString, tuple[tuple[str, LazyString], ...]], ...]:
    """Return each area with the acts in it, as a form offers them."""
    return tuple(
        (area, name, tuple(one for one in ACTION_NAMES.items() if one[0].partition(".")[0] == area))
        for area, name in AREA_NAMES.items()
    )


def _told(name: str, value: Any) -> tuple[str, str]:
    if isinstance(value, dict) and name in set(Kind):
        return str(labels.OFFICE_PART_NAMES[Kind(name)]), _counted(value)
    return str(FACT_NAMES.get(name, name)), values.told(name, value, FACT_NAMES)


def _counted(deeds: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {IMPORT_DEEDS.get(deed, deed)}" for deed, number in deeds.items())
