"""Uploads: keeps a workbook until somebody has seen what it would change and said yes, one hour at most."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from flask_babel import lazy_gettext
from sqlalchemy import delete, select

from core import clock
from core.db import db, write_session
from core.domain.access import Permission, Scope
from core.domain.errors import DomainError
from core.domain.office import Office, Plan
from core.domain.office.sheets import UNITS
from core.models import OfficeUpload
from core.services import audit, office_import, office_workbook
from core.services.office_import import OutOfReach
from core.services.office_workbook import MAX_BYTES, Book

KEPT = timedelta(hours=1)
_LONGEST_NAME = 120


class UploadGone(DomainError):
    """The workbook is not there: applied, replaced by a later one, older than an hour, or somebody else's."""


class UploadRefused(DomainError):
    """The file is `empty` or `too_large`."""


@dataclass(frozen=True)
class Waiting:
    """A workbook that waits, and what it would change."""

    token: str
    name: str
    plan: Plan


def keep(
    scope: Scope,
    unit_id: int,
    *,
    name: str,
    content: bytes,
    actor: str,
    permission: Permission = Permission.MANAGE_PLACES,
    action: str = "office.upload",
) -> str:
    """Keep a workbook and return its token; an earlier one of the same person goes, and all that are too old.

    `permission` is what its next step asks for, `action` how the audit log calls the sending. Raise UploadRefused
    for an empty file or one larger than MAX_BYTES.
    """
    scope.require(permission)
    if not content:
        raise UploadRefused("empty")
    if len(content) > MAX_BYTES:
        raise UploadRefused("too_large", limit=MAX_BYTES >> 20)
    token = secrets.token_hex(16)
    now = clock.now()
    with write_session() as session:
        session.execute(
            delete(OfficeUpload).where(
                (OfficeUpload.account_id == scope.account_id) | (OfficeUpload.uploaded_at < now - KEPT)
            )
        )
        session.add(
            OfficeUpload(
                token=token,
                unit_id=unit_id,
                account_id=scope.account_id,
                name=name[:_LONGEST_NAME],
                content=content,
                uploaded_at=now,
            )
        )
        session.flush()
        facts = {"name": name[:_LONGEST_NAME], "bytes": len(content), "sha256": sha256(content).hexdigest()}
        audit.record(session.connection(), actor=actor, action=action, unit_id=unit_id, facts=facts)
    return token


def look(scope: Scope, token: str) -> Waiting:
    """Return what a waiting workbook would change. Raise UploadGone, or WorkbookRefused with every error."""
    name, content = content_of(scope, token)
    _, plan = _read(scope, content)
    return Waiting(token, name, plan)


def apply(scope: Scope, token: str, *, expected: str, actor: str) -> Plan:
    """Do what `look` said (`expected` is its plan's mark) and forget the file.

    Raise UploadGone, WorkbookRefused, or PlanChanged when the office has changed meanwhile, so that the workbook
    would now do something else.
    """
    scope.require(Permission.MANAGE_PLACES)
    _, content = content_of(scope, token)
    office, _ = _read(scope, content)
    done = office_import.apply(
        office,
        actor=actor,
        within=scope.unit_ids,
        expected=expected,
        sha256=sha256(content).hexdigest(),
    )
    forget(scope, token)
    return done


def forget(scope: Scope, token: str) -> None:
    """Throw a waiting workbook away; one that is gone is fine."""
    with write_session() as session:
        session.execute(
            delete(OfficeUpload).where(
                OfficeUpload.token == token, OfficeUpload.account_id == scope.account_id
            )
        )


def content_of(scope: Scope, token: str) -> tuple[str, bytes]:
    """Return the name and the content of a waiting workbook of this person, or raise UploadGone."""
    with db.engine.connect() as connection:
        row = connection.execute(
            select(OfficeUpload.name, OfficeUpload.content).where(
                OfficeUpload.token == token,
                OfficeUpload.account_id == scope.account_id,
                OfficeUpload.uploaded_at > clock.now() - KEPT,
            )
        ).one_or_none()
    if row is None:
        raise UploadGone("upload_gone")
    return row.name, row.content


def _read(scope: Scope, content: bytes) -> tuple[Office, Plan]:
    """Return a workbook that changes nothing of somebody else's, and its plan; raise WorkbookRefused."""

    def check_reach(book: Book) -> None:
        for line in book.lines(UNITS):
            if line["code"] in strangers:
                book.findings.add(UNITS, line.row, "code", _sentence(line["code"]))

    strangers: frozenset[str] = frozenset()
    office = office_workbook.read(content)
    try:
        return office, office_import.plan(office, within=scope.unit_ids)
    except OutOfReach as refusal:
        strangers = frozenset(str(code) for code in refusal.facts["units"])  # type: ignore[attr-defined]
        office_workbook.read(content, also=check_reach)
        raise


def _sentence(code: str) -> object:
    return lazy_gettext(
        "The unit “%(code)s” is not part of your office and must stay as it is. Download the present office: "
        "it has this row as it must be.",
        code=code,
    )
