"""Photos at the citizen's door: how a form with them is read, and what is said about one that cannot be kept."""

from collections.abc import Sequence

from flask import request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict

from core.services.complaints import photos
from core.services.complaints.photos import MOST, MOST_BYTES, PhotoRefused
from core.web import sent_photos
from core.web.sent_photos import MULTIPART, SentPhoto
from survey import forms
from survey.complaint_form import Faults
from survey.forms import BrokenInput

__all__ = ["FIELD", "MOST", "MOST_OF_A_FORM", "MULTIPART", "posted", "redrawn", "too_many"]

#: Its name in forms, and the anchor of what is wrong with one.
FIELD = "photo"
#: Bytes of a whole form. More than is kept, so that words beside too large a photo still come back to their writer.
MOST_OF_A_FORM = 40 << 20


def posted() -> tuple[MultiDict[str, str], list[SentPhoto]]:
    """Return the values of a posted form and its photos; raise BrokenInput for bytes no honest form sends."""
    if request.mimetype == MULTIPART:
        try:
            values, sent = sent_photos.read(FIELD, most_bytes=MOST_BYTES)
        except ValueError as error:
            raise BrokenInput from error
        forms.check_text(values)
        return values, sent
    if request.mimetype == "application/x-www-form-urlencoded":
        forms.check_bytes(request.get_data(cache=True))
    forms.check_text(request.form)
    return request.form, []


def redrawn(sent: Sequence[SentPhoto]) -> tuple[list[bytes], Faults]:
    """Return the photos as they are kept, and what is wrong with those that cannot be."""
    if len(sent) > MOST:
        return [], [(FIELD, too_many(MOST))]
    kept: list[bytes] = []
    wrong: list[str] = []
    for number, photo in enumerate(sent, 1):
        try:
            kept.append(photos.redraw(_content(photo)))
        except PhotoRefused as refused:
            sentence = _sentence(refused)
            if len(sent) > 1:
                sentence = _("Photo %(number)s: %(sentence)s", number=number, sentence=sentence)
            wrong.append(sentence)
    return kept, [(FIELD, ". ".join(wrong))] if wrong else []


def too_many(room: int) -> str:
    """Say how many photos a case still takes."""
    if room == MOST:
        return _("At most %(most)s photos can be sent. Choose fewer", most=MOST)
    if room == 0:
        return _("There are %(most)s photos already; no more can be added", most=MOST)
    return ngettext(
        "Only %(num)d more photo can be added. Choose fewer",
        "Only %(num)d more photos can be added. Choose fewer",
        room,
    )


def _content(photo: SentPhoto) -> bytes:
    if photo.is_too_large:
        raise PhotoRefused("photo_too_large", limit=MOST_BYTES >> 20)
    if photo.is_crowded:
        raise PhotoRefused("photo_crowd")
    return photo.getvalue()


def _sentence(refused: PhotoRefused) -> str:
    facts = refused.facts
    sentences = {
        "photo_missing": _("The file is empty. Choose another photo"),
        "photo_too_large": _(
            "The photo is larger than %(limit)s MB. Choose a smaller one", limit=facts.get("limit", "")
        ),
        "photo_heic": _(
            "This is a HEIC photo, which cannot be read here. Take a screenshot of it and choose that"
        ),
        "photo_kind": _("This file is not a JPEG, PNG or WebP photo. Choose another one"),
        "photo_pixels": _(
            "The picture has more than %(limit)s million pixels. Choose a smaller one",
            limit=facts.get("limit", ""),
        ),
        "photo_small": _("The picture is too small for anything to be seen. Choose another one"),
        "photo_broken": _("The photo is damaged. Choose it again, or take a screenshot of it"),
        "photo_crowd": _(
            "Many people are sending photos at this moment. Choose it again in a minute, or send without it"
        ),
    }
    return sentences[refused.code]
