"""Drafts: turns a posted form and its ticket into the `SubmissionDraft` every door hands to the centre."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from werkzeug.datastructures import MultiDict

from core import clock
from core.domain import poles
from core.domain.access import CITIZEN
from core.domain.questionnaire import POLES, AnswerRefused
from core.domain.submission import SubmissionDraft, Tier
from core.queries import questionnaires
from core.queries.entries import Entry
from survey import scanning
from survey.entry import OpenForm
from survey.forms import FIELD, AnswerForm


def tapped(
    place: Entry, opened: OpenForm, values: MultiDict[str, str], answers: Mapping[str, tuple[str, ...]]
) -> SubmissionDraft:
    """Return the draft of a tap on a face."""
    draft = _draft(place, opened, values, answers)
    return replace(
        draft,
        keeps_earlier_details=True,
        seconds_to_answer=None if opened.is_continued else opened.age,
    )


def detailed(
    place: Entry,
    opened: OpenForm,
    values: MultiDict[str, str],
    form: AnswerForm,
    answers: Mapping[str, tuple[str, ...]],
    *,
    texts: Mapping[str, str],
    field_id: int | None,
) -> SubmissionDraft:
    """Return the draft of a whole page of answers."""
    return replace(
        _draft(place, opened, values, answers),
        field_id=field_id,
        texts=texts,
        dropped_texts=frozenset(form.dropped()),
        comment=form.comment.data or "",
        is_comment_dropped=bool(form.drop_comment.data),
        may_become_case=bool(form.case_consent.data),
        is_officer_disclaimed=bool(form.other_officer.data),
    )


def _draft(
    place: Entry, opened: OpenForm, values: MultiDict[str, str], answers: Mapping[str, tuple[str, ...]]
) -> SubmissionDraft:
    ticket = opened.ticket
    drawn_on = clock.local(datetime.fromtimestamp(ticket.moment, UTC)).date()
    slot_mark = scanning.slot_mark(opened)
    if questionnaires.version(CITIZEN, ticket.version_id).randomises_poles:
        # As the pages showed them: the secret alone says so, and it says so for every revision.
        answers = {**answers, POLES: (poles.drawn(ticket.secret),)}
    return SubmissionDraft(
        secret=ticket.secret,
        touchpoint_id=ticket.touchpoint_id,
        version_id=ticket.version_id,
        day=clock.today() if opened.is_stale else drawn_on,
        channel=place.channel,
        # An open code proves no visit; the counter's changing code does, once.
        tier=Tier.A if slot_mark else Tier.C,
        slot_mark=slot_mark,
        round_id=place.round_id,
        answers=answers,
        field_id=chosen_field(place, values),
        duty_entry_id=None if opened.is_stale else ticket.duty_entry_id,
        seen_revision=seen_revision(values) if opened.is_continued else 0,
    )


def chosen_field(place: Entry, values: MultiDict[str, str]) -> int | None:
    """Return the only field of the place, or the one chosen; None when the chips were skipped.

    Raise AnswerRefused for a field this place does not offer: one counter's code fills no other counter's fields.
    """
    chosen = values.get(FIELD, "")
    if chosen and chosen not in {str(field.id) for field in place.fields}:
        raise AnswerRefused("field_not_offered", field=chosen)
    if len(place.fields) == 1:
        return place.fields[0].id
    return int(chosen) if chosen else None


def seen_revision(values: MultiDict[str, str]) -> int:
    """Return the revision the citizen was looking at; 0 when nothing was stored yet."""
    return _number(values.get("seen", ""))


def _number(text: str) -> int:
    """Read a small number a page of ours wrote; anything else is 0."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
