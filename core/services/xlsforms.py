"""XLSForms sent in the browser: looked through first, kept an hour at most, made a draft when somebody says so."""

from dataclasses import dataclass, replace

from core.domain.access import Permission, Scope
from core.domain.xlsform.names import code_of, is_code
from core.domain.xlsform.reading import Reading, draft_from
from core.services import questionnaire_drafts, uploads
from core.services.xlsform_file import read_form


@dataclass(frozen=True)
class WaitingForm:
    """A form that waits, and what it would become."""

    token: str
    name: str
    reading: Reading


def keep(scope: Scope, unit_id: int, *, name: str, content: bytes, actor: str) -> str:
    """Keep a file and return its token. Raise UploadRefused for an empty file or one too large."""
    return uploads.keep(
        scope,
        unit_id,
        name=name,
        content=content,
        actor=actor,
        permission=Permission.MANAGE_QUESTIONNAIRES,
        action="questionnaire.upload",
    )


def look(scope: Scope, token: str) -> WaitingForm:
    """Return what a waiting form would become.

    Raise UploadGone; WorkbookRefused for a file that cannot be read, FormRefused for a form that cannot be a draft.
    """
    scope.require(Permission.MANAGE_QUESTIONNAIRES)
    name, content = uploads.content_of(scope, token)
    return WaitingForm(token, name, draft_from(read_form(content, name)))


def create(scope: Scope, unit_id: int, token: str, *, code: str, actor: str) -> str:
    """Make the draft `look` showed, under a code, and forget the file; return the code it has.

    Raise what `look` and `questionnaire_drafts.keep` raise. What is a code stays as it is, for only so the draft is
    the next version of what is asked under it; without letters or digits the form's own code is taken.
    """
    draft = look(scope, token).reading.draft
    written = code.strip()
    draft = replace(draft, code=written if is_code(written) else code_of(written) or draft.code)
    questionnaire_drafts.keep(scope, unit_id, draft, None, actor=actor)
    uploads.forget(scope, token)
    return draft.code
