"""Words: what every noted fact is called. A test fails where an act or a fact has no name."""

from collections.abc import Mapping
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from admin.audit import values
from admin.audit.acts import ACTION_NAMES, AREA_NAMES
from core import labels
from core.domain.office import Kind

#: What stands before a noted value; a fact without a name is shown by its own word.
FACT_NAMES: Mapping[str, LazyString] = {
    "accepted": _l("counted"),
    "accounts_ended": _l("accounts stopped"),
    "accounts_moved": _l("accounts taken over"),
    "action": _l("act"),
    "actor": _l("by"),
    "added": _l("added"),
    "after": _l("afterwards"),
    "allows_same": _l("both times by the same person"),
    "answers": _l("answers concerned"),
    "article": _l("article"),
    "asks_comment": _l("asks for a comment"),
    "at": _l("at"),
    "batch": _l("batch no."),
    "batches": _l("batches"),
    "before": _l("before"),
    "begins_on": _l("first day"),
    "blank": _l("sheets without an answer"),
    "by": _l("by means of"),
    "bytes": _l("bytes"),
    "case": _l("case"),
    "centre": _l("centre"),
    "changed": _l("changed"),
    "channel": _l("came by"),
    "code": _l("code"),
    "codes": _l("codes"),
    "comments": _l("comments"),
    "commune": _l("commune"),
    "correction": _l("correction no."),
    "counter": _l("counter no."),
    "counter_id": _l("counter no."),
    "day": _l("day"),
    "differing_parts": _l("answers read differently"),
    "differing": _l("sheets read differently"),
    "document": _l("document"),
    "document_date": _l("date of the document"),
    "due": _l("answer due on"),
    "duplicate": _l("there already"),
    "duties_ended": _l("shifts ended"),
    "ends_on": _l("last day"),
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
    "hamlets": _l("hamlets"),
    "head": _l("head"),
    "held": _l("kept aside"),
    "help_phone": _l("telephone for help"),
    "id": _l("day no."),
    "is_double": _l("keyed twice"),
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
    "number": _l("number"),
    "numbers": _l("numbers from and to"),
    "officer": _l("officer no."),
    "officer_from": _l("from officer no."),
    "officer_to": _l("to officer no."),
    "period": _l("period"),
    "place": _l("place in the list"),
    "population": _l("people"),
    "predecessors": _l("communes before"),
    "question": _l("question no."),
    "questionnaire": _l("questionnaire"),
    "reads_aloud": _l("reads aloud"),
    "reason": _l("reason"),
    "refused": _l("refused"),
    "removed": _l("removed"),
    "replaced": _l("replaced"),
    "role": _l("role"),
    "round": _l("survey round no."),
    "ruling": _l("off or working"),
    "sample": _l("sample"),
    "seats": _l("who sits where"),
    "sessions": _l("sessions ended"),
    "set": _l("plan"),
    "sha256": _l("SHA-256 of the file"),
    "sheet": _l("sheet no."),
    "sheets": _l("sheets"),
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
    "version": _l("version no."),
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
