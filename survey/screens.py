"""Screens: draws each page of the survey from what is known; decides nothing and stores nothing."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache, partial
from itertools import groupby
from typing import Any

from flask import Response, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from core.domain.access import CITIZEN
from core.domain.questionnaire import Kind, Option, Question, Questionnaire
from core.queries import questionnaires
from core.queries.entries import Entry
from core.queries.submissions import NOTHING, Standing
from core.web import languages
from survey import forms, packing, pages
from survey.forms import AnswerForm
from survey.page_questions import levels, only_if, order_of, questions
from survey.scanning import CODE, KEPT, RETURNED, Scan

Errors = Sequence[tuple[str, str]]


#: Stands for the token in a first page that is drawn once and sent often; no name of a place can hold it.
_PLACEHOLDER = f"@{secrets.token_hex(16)}@"
#: Where the pages of a preview lead, by where those of the survey do.
_PREVIEWED = {
    "survey.tap": "preview.tap",
    "survey.details": "preview.details",
    "survey.tell": "preview.tell",
    "survey.thanks": "preview.thanks",
    "survey.receipt": "preview.thanks",
}
_TAP_STYLES = ("base", "faces")


def first_page(place: Entry, scan: Scan) -> Response:
    """Show the five faces to somebody who just scanned, or every question where there are no faces."""
    questionnaire = questionnaires.version(CITIZEN, place.version_id)
    order = order_of(questionnaire, scan.secret)
    if questionnaire.lead is None:
        return pages.compress(details_page(place, questionnaire, token=scan.token, order=order, scan=scan))
    if scan.is_proof:
        html = _tap_body(place, questionnaire, token=scan.token, order=order, scan=scan)
        return pages.compress(pages.answer(html, styles=_TAP_STYLES, status=200, cache=pages.PRIVATE))
    # Only the token differs from one person to the next, and in some questionnaires the order of the faces.
    same = replace(scan, token="", secret=b"")
    drawn = _drawn(place, languages.current(), languages.chosen_by_link(), len(scan.token), same, order)
    return pages.answer_drawn(drawn, scan.token, styles=_TAP_STYLES)


@lru_cache(maxsize=1024)
def _drawn(
    place: Entry, _language: str, _link: str | None, token_length: int, scan: Scan, order: str
) -> packing.Drawn:
    """Draw the first page of a place in a language, and cut it where the token goes."""
    questionnaire = questionnaires.version(CITIZEN, place.version_id)
    html = _tap_body(place, questionnaire, token=_PLACEHOLDER, order=order, scan=scan)
    before, _token, after = html.partition(_PLACEHOLDER)
    return packing.pack(before, after, token_length=token_length)


def tap_page(
    place: Entry,
    questionnaire: Questionnaire,
    *,
    token: str,
    order: str,
    standing: Standing = NOTHING,
    chosen_field: int | None = None,
    errors: Errors = (),
) -> Response:
    """Show the five faces again: for a change of mind, or after a mistake."""
    html = _tap_body(
        place,
        questionnaire,
        token=token,
        order=order,
        standing=standing,
        chosen_field=chosen_field,
        errors=errors,
    )
    status = 422 if errors else 200
    return pages.answer(html, styles=_TAP_STYLES, status=status, cache=pages.PRIVATE)


def _tap_body(
    place: Entry,
    questionnaire: Questionnaire,
    *,
    token: str,
    order: str,
    standing: Standing = NOTHING,
    chosen_field: int | None = None,
    errors: Errors = (),
    scan: Scan = RETURNED,
) -> str:
    lead = questionnaire.question(questionnaire.lead or "")
    taken = taken_option(questionnaire, standing)
    return pages.body(
        "tap",
        styles=_TAP_STYLES,
        entry=place,
        lead=lead,
        levels=levels(lead, order),
        token=token,
        seen=standing.revision,
        current=taken.code if taken else None,
        chosen_field=chosen_field,
        errors=errors,
        action=address("survey.tap", place, gui=""),
        elsewhere=address("survey.elsewhere", place),
        **_of_scan(place, scan),
    )


def details_page(
    place: Entry,
    questionnaire: Questionnaire,
    *,
    token: str,
    order: str,
    standing: Standing = NOTHING,
    form: AnswerForm | None = None,
    chosen_field: int | None = None,
    errors: Errors = (),
    scan: Scan = RETURNED,
) -> Response:
    """Show every question but the lead: what was said before is marked, nothing else is."""
    asked = questions(place, questionnaire, standing)
    taken = taken_option(questionnaire, standing)
    return pages.page(
        "details",
        status=422 if errors else 200,
        cache=pages.PRIVATE,
        entry=place,
        heading=_("Would you like to add anything?")
        if taken
        else _("How satisfied are you with each of these?"),
        taken=taken,
        change=address("survey.show", place, tiep=token),
        groups=_by_factor(questionnaire, asked),
        levels=lambda question: levels(question, order),
        only_if=partial(only_if, questionnaire, {question.code for question in asked}),
        has_words=standing.answers.__contains__,
        form=form or _remembered(questionnaire, asked, standing),
        token=token,
        seen=standing.revision,
        asks_field=place.is_choice and standing.field_id is None,
        chosen_field=chosen_field,
        has_comment=standing.has_comment,
        errors=errors,
        action=address("survey.tell", place, t=token, gui="")
        if taken
        else address("survey.tap", place, gui=""),
        **_of_scan(place, scan),
    )


def thanks_page(
    place: Entry,
    questionnaire: Questionnaire,
    *,
    token: str,
    standing: Standing,
    covered: Sequence[str] = (),
    receipt: str = "",
    scan: Scan = RETURNED,
) -> Response:
    """Say thank you, and what counts; the receipt only when asked for."""
    can_change = questionnaire.lead is not None and not standing.is_settled
    return pages.page(
        "thanks",
        cache=pages.NO_STORE,
        entry=place,
        taken=taken_option(questionnaire, standing),
        is_settled=standing.is_settled,
        change=address("survey.show", place, tiep=token) if can_change else None,
        covered=covered,
        receipt=receipt,
        receipt_action=address("survey.receipt", place, **{"bien-nhan": ""}),
        token=token,
        **_of_scan(place, scan),
    )


def message(
    place: Entry | None,
    title: str,
    *sentences: str,
    status: int,
    kept: str = "",
    links: Sequence[tuple[str, str]] = (),
) -> Response:
    """Show one helpful page: what happened, and what to do."""
    return pages.page(
        "message",
        status=status,
        cache=pages.NO_STORE,
        entry=place,
        title=title,
        sentences=sentences,
        kept=kept,
        links=links,
    )


def taken_option(questionnaire: Questionnaire, standing: Standing) -> Option | None:
    """Return the level that counts now."""
    chosen = standing.answers.get(questionnaire.lead or "", ())
    return questionnaire.question(questionnaire.lead or "").option(chosen[0]) if chosen else None


def address(endpoint: str, place: Entry, **arguments: str | None) -> str:
    """Return an address of this place that keeps the language the citizen chose by link."""
    if place.preview:
        endpoint = _PREVIEWED.get(endpoint, "preview.show")
        arguments = {**arguments, "unit_id": str(place.unit_id), "code": place.preview}
    values = {"code": place.code, "lang": languages.chosen_by_link()} | arguments
    return url_for(endpoint, _anchor=None, _method=None, _scheme=None, _external=None, **values)


def _of_scan(place: Entry, scan: Scan) -> dict[str, Any]:
    """Return what a page says of its changing code, and how its links to other languages keep what it is worth."""
    used = _("This code was used once already. You can still rate; your answer is recorded as not verified.")
    notice = used if scan.is_used_up else ""
    kept = {KEPT: scan.token} if scan.is_proof else {CODE: ""} if scan.is_used_up and scan.is_first else None
    if kept is None:
        return {"notice": notice}
    return {
        "notice": notice,
        "here": lambda language: address("survey.show", place, **{**kept, "lang": language}),
    }


def _by_factor(
    questionnaire: Questionnaire, asked: Sequence[Question]
) -> list[tuple[object, tuple[Question, ...]]]:
    factors = {factor.code: factor for factor in questionnaire.factors}
    grouped = groupby(asked, key=lambda question: question.factor)
    return [(factors.get(code), tuple(members)) for code, members in grouped]


def _remembered(questionnaire: Questionnaire, asked: Sequence[Question], standing: Standing) -> AnswerForm:
    values: MultiDict[str, str] = MultiDict()
    for question in asked:
        if question.kind is Kind.TEXT:
            # Words are never shown again: the phone may be in another hand.
            continue
        for code in standing.answers.get(question.code, ()):
            values.add(f"q_{question.code}", code)
    if standing.is_officer_disclaimed:
        values["other_officer"] = "1"
    if standing.may_become_case:
        values["case_consent"] = "1"
    return forms.read(questionnaire, tuple(question.code for question in asked), values)
