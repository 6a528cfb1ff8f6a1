"""Views: scan, tap, details, thank-you. A tap is already a stored answer; everything after it is optional."""

import base64
from dataclasses import replace
from functools import partial

from flask import Blueprint, redirect, request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from core.domain.access import CITIZEN, Permission
from core.domain.questionnaire import Questionnaire
from core.domain.submission import CONTINUATION_SECONDS, Outcome, StorageUnavailable
from core.queries import neighbours, questionnaires, submissions
from core.queries.entries import CodeState, Entry
from core.queries.submissions import Standing
from core.services import submissions as record
from core.web.access import requires
from core.web.tokens import TokenRefused
from survey import drafts, ended, entry, forms, keeping_words, page_answers, pages, refusals, scanning
from survey.entry import OpenForm
from survey.page_questions import order_of, questions
from survey.refusals import busy, busy_sentence
from survey.screens import (
    address,
    details_page,
    first_page,
    message,
    tap_page,
    thanks_page,
)

blueprint = Blueprint("survey", __name__, template_folder="templates")
refusals.register(blueprint)

#: States of a code that belong to a survey round: the days around it.
_OF_ROUND = (CodeState.NOT_YET, CodeState.ROUND_OVER)


@blueprint.get("/q/<code>")
@requires(Permission.PUBLIC)
def show(code: str) -> Response:
    """Show the first page; with a continuation, the same faces again for a change of mind."""
    place = entry.find(code)
    token = request.args.get("tiep")
    if token:
        return _again(place, token)
    if place.state is not CodeState.OPEN:
        return ended.closed(place)
    return first_page(place, scanning.read(place, request.args))


@blueprint.post("/q/<code>")
@requires(Permission.PUBLIC)
def tap(code: str) -> Response:
    """Store a tap on a face, or the whole form of a questionnaire without faces, and go on."""
    place, opened, values = _read(code)
    questionnaire = questionnaires.version(CITIZEN, opened.ticket.version_id)
    if opened.age > CONTINUATION_SECONDS:
        if opened.is_continued:
            return _too_late(place, values)
        if place.state in _OF_ROUND:
            # Whoever was filling the form in when the round ended has half an hour to send it.
            return ended.closed(place)
    if questionnaire.lead is None:
        return _store_details(place, questionnaire, opened, values, submissions.NOTHING)
    form = forms.read_lead(questionnaire, values)
    if not form.validate() or not form.level.data:
        standing = submissions.standing(CITIZEN, opened.ticket.secret, opened.ticket.version_id)
        return tap_page(
            place,
            questionnaire,
            token=values["token"],
            order=order_of(questionnaire, opened.ticket.secret),
            standing=standing,
            chosen_field=drafts.chosen_field(place, values),
            errors=[("h", _("Please touch one of the five levels."))],
        )
    answers = {questionnaire.lead: (form.level.data,)}
    try:
        receipt = record.accept(drafts.tapped(place, opened, values, answers))
    except StorageUnavailable:
        return busy(
            tap_page(
                place,
                questionnaire,
                token=values["token"],
                order=order_of(questionnaire, opened.ticket.secret),
                standing=replace(submissions.NOTHING, revision=drafts.seen_revision(values)),
                chosen_field=drafts.chosen_field(place, values),
                errors=[("busy", busy_sentence())],
            )
        )
    following = "survey.thanks" if receipt.outcome is Outcome.SETTLED else "survey.details"
    used = scanning.used_meanwhile(opened, receipt)
    return redirect(address(following, place, t=entry.continuation(opened), ma=used), 303)


@blueprint.get("/q/<code>/gop-y")
@requires(Permission.PUBLIC)
def details(code: str) -> Response:
    """Ask for what the citizen likes to add to the level that counts."""
    place = entry.find(code)
    opened = entry.continued(place, request.args.get("t", ""))
    place = entry.as_drawn(place, opened)
    if opened.age > CONTINUATION_SECONDS:
        return _too_late(place, MultiDict())
    standing = submissions.standing(CITIZEN, opened.ticket.secret, opened.ticket.version_id)
    questionnaire = questionnaires.version(CITIZEN, opened.ticket.version_id)
    if standing.is_settled or not standing.revision:
        return _too_late(place, MultiDict())
    return details_page(
        place,
        questionnaire,
        token=request.args["t"],
        order=order_of(questionnaire, opened.ticket.secret),
        standing=standing,
        scan=scanning.told(request.args),
    )


@blueprint.post("/q/<code>/gop-y")
@requires(Permission.PUBLIC)
def tell(code: str) -> Response:
    """Store the details as the next revision and say thank you."""
    place, opened, values = _read(code)
    if not opened.is_continued:
        raise TokenRefused
    if opened.age > CONTINUATION_SECONDS:
        return _too_late(place, values)
    if values.get("skip"):
        return redirect(address("survey.thanks", place, t=values["token"]), 303)
    standing = submissions.standing(CITIZEN, opened.ticket.secret, opened.ticket.version_id)
    questionnaire = questionnaires.version(CITIZEN, opened.ticket.version_id)
    return _store_details(place, questionnaire, opened, values, standing)


@blueprint.get("/q/<code>/cam-on")
@requires(Permission.PUBLIC)
def thanks(code: str) -> Response:
    """Say thank you; the page is kept nowhere."""
    return _thanks(entry.find(code), request.args.get("t", ""), shows_receipt=False)


@blueprint.post("/q/<code>/cam-on")
@requires(Permission.PUBLIC)
def receipt(code: str) -> Response:
    """Show the receipt to whoever asks on the thank-you page: the secret itself, which is stored nowhere."""
    return _thanks(entry.find(code), request.form.get("token", ""), shows_receipt=True)


@blueprint.get("/q/<code>/noi-khac")
@requires(Permission.PUBLIC)
def elsewhere(code: str) -> Response:
    """Help somebody who scanned another counter's code."""
    place = entry.find(code)
    links = [
        (address("survey.show", place, code=other.code), other.place)
        for other in neighbours.neighbours(CITIZEN, place)
    ]
    sentence = _("Choose the counter that served you, or scan the code on its desk.")
    return message(place, _("Which counter served you?"), sentence, status=200, links=links)


@blueprint.get("/quyen-rieng-tu")
@requires(Permission.PUBLIC)
def privacy() -> Response:
    """Say what is stored, who sees it and for how long."""
    return pages.page("privacy", cache=pages.PRIVATE, keeping=keeping_words.lines())


def _read(code: str) -> tuple[Entry, OpenForm, MultiDict[str, str]]:
    """Return place, ticket and values of a posted form, or let what is wrong with it speak."""
    if request.mimetype == "application/x-www-form-urlencoded":
        forms.check_bytes(request.get_data(cache=True))
    values = request.form
    forms.check_text(values)
    place = entry.find(code)
    opened = entry.returned(place, values)
    return entry.as_drawn(place, opened), opened, values


def _again(place: Entry, token: str) -> Response:
    opened = entry.continued(place, token)
    place = entry.as_drawn(place, opened)
    standing = submissions.standing(CITIZEN, opened.ticket.secret, opened.ticket.version_id)
    questionnaire = questionnaires.version(CITIZEN, opened.ticket.version_id)
    if opened.age > CONTINUATION_SECONDS or standing.is_settled or questionnaire.lead is None:
        return _too_late(place, MultiDict())
    order = order_of(questionnaire, opened.ticket.secret)
    return tap_page(
        place, questionnaire, token=token, order=order, standing=standing, chosen_field=standing.field_id
    )


def _store_details(
    place: Entry,
    questionnaire: Questionnaire,
    opened: OpenForm,
    values: MultiDict[str, str],
    standing: Standing,
) -> Response:
    asked = questions(place, questionnaire, standing)
    form = forms.read(questionnaire, tuple(question.code for question in asked), values)
    given = page_answers.taken(questionnaire, asked, form, standing)
    field = drafts.chosen_field(place, values) or standing.field_id
    order = order_of(questionnaire, opened.ticket.secret)
    again = partial(
        details_page,
        place,
        questionnaire,
        token=values["token"],
        order=order,
        standing=standing,
        form=form,
        chosen_field=field,
    )
    if given.errors:
        return again(errors=given.errors)
    try:
        stored = record.accept(
            drafts.detailed(place, opened, values, form, given.answers, texts=given.texts, field_id=field)
        )
    except StorageUnavailable:
        return busy(again(errors=[("busy", busy_sentence())]))
    carried = {"che": ",".join(stored.masked) or None, "ma": scanning.used_meanwhile(opened, stored)}
    return redirect(address("survey.thanks", place, t=entry.continuation(opened), **carried), 303)


def _thanks(place: Entry, token: str, *, shows_receipt: bool) -> Response:
    opened = entry.continued(place, token)
    if opened.age > CONTINUATION_SECONDS:
        # Whoever opens an old address later, on a shared phone, learns nothing from it.
        return _too_late(place, MultiDict())
    version_id = opened.ticket.version_id
    standing = submissions.standing(CITIZEN, opened.ticket.secret, version_id)
    if not standing.revision:
        # Thanks are said for what is stored, and for nothing else (docs/promises.md P1).
        raise TokenRefused
    return thanks_page(
        place,
        questionnaires.version(CITIZEN, version_id),
        token=token,
        standing=standing,
        covered=_covered(request.args.get("che", "")),
        scan=scanning.told(request.args),
        receipt=_readable(opened.ticket.secret) if shows_receipt else "",
    )


def _covered(kinds: str) -> list[str]:
    """Return a warning for each kind of personal data that was covered before storing."""
    sentences = {
        "phone": _("A phone number in your comment was covered before it was stored."),
        "identity": _("An ID number in your comment was covered before it was stored."),
        "email": _("An e-mail address in your comment was covered before it was stored."),
    }
    return [sentences[kind] for kind in kinds.split(",") if kind in sentences]


def _readable(secret: bytes) -> str:
    """Return the secret in groups of four letters and digits (Base32, RFC 4648)."""
    text = base64.b32encode(secret).decode().rstrip("=")
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def _too_late(place: Entry, values: MultiDict[str, str]) -> Response:
    """The half hour for changes is over: what was recorded stays, what was typed is shown for copying."""
    names = forms.text_names(questionnaires.version(CITIZEN, place.version_id))
    typed = [values.get(name, "") for name in ("comment", *names)]
    return message(
        place,
        _("Recorded"),
        _("Your rating was recorded and counts. The time for changing it is over."),
        status=410 if values else 200,
        kept="\n".join(text for text in typed if text.strip()),
    )
