"""Sending an Excel file that is looked through before anything is done: what workbooks and XLSForms share."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core.services.uploads import UploadRefused


def sent_file() -> tuple[str, bytes]:
    """Return the name and the content of the file of this request; empty where none was chosen."""
    file = request.files.get("tep")
    return (file.filename or "", file.read()) if file is not None else ("", b"")


def sentence(refusal: UploadRefused) -> str:
    """Say why a file was not taken."""
    if refusal.code == "too_large":
        return _("The file is larger than %(limit)s MB. Please split it.", limit=str(refusal.facts["limit"]))
    return _("Choose the file first, then send it.")


def gone(endpoint: str) -> Response:
    """The file is not kept any more: lead to where it is sent again."""
    flash(_("The file is no longer kept (one hour at most). Please send it again."), "refused")
    return redirect(url_for(endpoint), 303)
