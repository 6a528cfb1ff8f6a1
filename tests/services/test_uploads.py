"""A workbook sent in the browser: looked through first, kept an hour, applied once, never beyond one's own units."""

import io
import json
from datetime import date, timedelta
from hashlib import sha256

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import update

from core.db import db, write, write_session
from core.domain.access import AccessDenied, Role, Scope
from core.models import AuditEntry, Officer, OfficeUpload, ServiceField, Touchpoint, Unit
from core.queries import office as office_query
from core.reports import office_template
from core.services import office_import, uploads
from core.services.office_import import PlanChanged
from core.services.office_workbook import WorkbookRefused
from core.services.places import aims, counters, fields, officers, touchpoints
from core.services.uploads import UploadGone, UploadRefused
from tests.services.office_files import contents, rows
from tests.support import example_office, worlds
from tests.support.clock import Clock

TODAY = date(2026, 11, 21)
ACTOR = "quan-ly"


@pytest.fixture
def manager(app: Flask) -> Scope:
    """The manager of the invented commune's centre."""
    made = example_office.set_up(TODAY)
    with write_session() as session:
        worlds.account(session, Role.MANAGER, unit_id=made.centre_id)
    return Scope(1, Role.MANAGER, frozenset({made.centre_id}))


def present(scope: Scope) -> bytes:
    """Return the workbook of the present office."""
    db.session.rollback()
    (unit_id,) = scope.unit_ids
    return office_template.workbook(office_query.office(scope, unit_id))


def changed(content: bytes, **cells: object) -> bytes:
    """Return the workbook with some cells changed, each named «Sheet!A1» with _ for the exclamation mark."""
    book = load_workbook(io.BytesIO(content))
    for place, value in cells.items():
        sheet, cell = place.rsplit("_", 1)
        book[sheet.replace("_", " ")][cell].value = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def send(scope: Scope, content: bytes) -> str:
    (unit_id,) = scope.unit_ids
    return uploads.keep(scope, unit_id, name="co-quan.xlsx", content=content, actor=ACTOR)


def work_in_the_browser(scope: Scope) -> None:
    """Change a little of everything, as a manager does over a year."""
    (unit_id,) = scope.unit_ids
    ids = {code: number for number, code in rows(ServiceField.id, ServiceField.code)}
    new = fields.add(scope, unit_id, [("Nông nghiệp", "Nông nghiệp")], actor=ACTOR)
    fields.move(scope, unit_id, ids["chung-thuc"], up=True, actor=ACTOR)
    fields.close(scope, unit_id, ids["moi-truong"], actor=ACTOR)
    counters.add(scope, unit_id, name="Quầy 10", field_ids=[*new, ids["dat-dai"]], actor=ACTOR)
    counters.update(scope, unit_id, 3, name="Quầy 3", field_ids=[ids["dau-tu"], ids["dat-dai"]], actor=ACTOR)
    counters.close(scope, unit_id, 5, actor=ACTOR)
    officers.add(scope, unit_id, name="=1+1 Nguyễn Văn Công", title="Kế toán", actor=ACTOR)
    officers.leave(scope, unit_id, 1, actor=ACTOR)
    touchpoints.replace(scope, unit_id, 2, actor=ACTOR)
    aims.choose(scope, unit_id, "kim-thanh-2024", members={}, actor=ACTOR)


def test_what_is_downloaded_and_sent_back_changes_nothing(manager: Scope) -> None:
    work_in_the_browser(manager)
    before = contents(without=("audit_entry", "office_upload"))

    waiting = uploads.look(manager, send(manager, present(manager)))
    applied = uploads.apply(manager, waiting.token, expected=waiting.plan.mark, actor=ACTOR)

    assert (waiting.plan.changes, applied.changes) == (0, 0)
    assert waiting.plan.names == {}
    assert contents(without=("audit_entry", "office_upload")) == before


def test_the_silent_plan_travels_with_the_workbook(manager: Scope) -> None:
    (unit_id,) = manager.unit_ids
    aims.choose(manager, unit_id, "kim-thanh-2024", members={}, actor=ACTOR)
    content = present(manager)
    aims.drop(manager, unit_id, actor=ACTOR)

    plan = uploads.look(manager, send(manager, content)).plan

    assert plan.changes == 1


def test_a_look_changes_nothing_and_tells_names(manager: Scope) -> None:
    content = changed(present(manager), Công_chức_C2="Công chức Á.", Quầy_C3="Quầy Chứng thực")
    before = contents(without=("audit_entry", "office_upload"))
    waiting = uploads.look(manager, send(manager, content))

    assert [(kind, names.updated) for kind, names in waiting.plan.names.items()] == [
        ("counter", ("Quầy Chứng thực",)),
        ("officer", ("Công chức Á.",)),
    ]
    assert contents(without=("audit_entry", "office_upload")) == before
    uploads.apply(manager, waiting.token, expected=waiting.plan.mark, actor=ACTOR)
    assert rows(Officer.id, Officer.name)[0] == (1, "Công chức Á.")
    assert rows(OfficeUpload.token) == []
    noted = [row[1:] for row in rows(AuditEntry.number, AuditEntry.action, AuditEntry.facts)][-2:]
    assert [action for action, _facts in noted] == ["office.upload", "office.import"]
    assert {json.loads(facts)["sha256"] for _action, facts in noted} == {sha256(content).hexdigest()}


def test_a_file_is_not_applied_once_the_office_is_another(manager: Scope) -> None:
    waiting = uploads.look(manager, send(manager, present(manager)))
    officers.update(manager, *manager.unit_ids, 1, name="Công chức Z.", title="", actor=ACTOR)
    db.session.rollback()

    with pytest.raises(PlanChanged):
        uploads.apply(manager, waiting.token, expected=waiting.plan.mark, actor=ACTOR)
    assert rows(Officer.id, Officer.name)[0] == (1, "Công chức Z.")


def test_mistakes_are_told_by_sheet_row_and_column(manager: Scope) -> None:
    token = send(manager, changed(present(manager), Quầy_D2="khong-co", Chỉ_tiêu_B2="la-lung"))

    with pytest.raises(WorkbookRefused) as refused:
        uploads.look(manager, token)

    assert [(error.sheet, error.row, error.column) for error in refused.value.errors] == [
        ("Quầy", 2, "D"),
        ("Chỉ tiêu", 2, "B"),
    ]


def test_the_unit_above_may_be_named_but_not_changed(manager: Scope) -> None:
    token = send(manager, changed(present(manager), Đơn_vị_B2="Xã Khác"))

    with pytest.raises(WorkbookRefused) as refused:
        uploads.look(manager, token)

    (error,) = refused.value.errors
    assert (error.sheet, error.row, error.column) == ("Đơn vị", 2, "A")
    assert "xa-mau" in str(error)
    assert rows(Unit.id, Unit.name)[0] == (1, "Xã Mẫu")


def test_a_neighbours_unit_is_neither_changed_nor_filled(manager: Scope) -> None:
    with write_session() as session:
        session.add(
            Unit(
                id=9,
                unit_id=9,
                parent_id=None,
                code="xa-ben",
                kind="commune",
                name="Xã Bên",
                valid_from=TODAY,
            )
        )
    content = changed(
        present(manager),
        **{
            "Đơn_vị_A4": "xa-ben",
            "Đơn_vị_B4": "Xã Bị Chiếm",
            "Đơn_vị_C4": "xã",
            "Đơn_vị_F4": TODAY,
            "Đơn_vị_A5": "xa-moi",
            "Đơn_vị_B5": "Xã Mới",
            "Đơn_vị_C5": "xã",
            "Đơn_vị_F5": TODAY,
        },
    )

    with pytest.raises(WorkbookRefused) as refused:
        uploads.look(manager, send(manager, content))

    assert [(error.row, error.column) for error in refused.value.errors] == [(4, "A"), (5, "A")]


def test_a_new_unit_may_stand_below_ones_own(app: Flask) -> None:
    made = example_office.set_up(TODAY)
    with write_session() as session:
        worlds.account(session, Role.MANAGER, unit_id=made.commune_id)
    scope = Scope(1, Role.MANAGER, frozenset({made.commune_id, made.centre_id}))
    db.session.rollback()
    content = changed(
        office_template.workbook(office_query.office(scope, made.commune_id)),
        **{
            "Đơn_vị_A4": "phong-kt",
            "Đơn_vị_B4": "Phòng Kinh tế",
            "Đơn_vị_C4": "phòng",
            "Đơn_vị_D4": "xa-mau",
            "Đơn_vị_F4": TODAY,
        },
    )

    token = uploads.keep(scope, made.commune_id, name="a.xlsx", content=content, actor=ACTOR)

    assert uploads.look(scope, token).plan.changes == 1


def test_a_file_is_kept_an_hour_for_one_person_and_one_at_a_time(manager: Scope, clock: Clock) -> None:
    content = present(manager)
    first = send(manager, content)
    second = send(manager, content)
    stranger = Scope(2, Role.MANAGER, manager.unit_ids)

    for scope, token in ((manager, first), (stranger, second)):
        with pytest.raises(UploadGone):
            uploads.look(scope, token)
    uploads.look(manager, second)
    clock.advance(minutes=61)
    with pytest.raises(UploadGone):
        uploads.look(manager, second)


def test_old_files_go_when_the_next_one_comes(manager: Scope) -> None:
    with write_session() as session:
        worlds.account(session, Role.MANAGER, unit_id=1, login="khac")
    (unit_id,) = manager.unit_ids
    send(manager, b"first")
    with write() as connection:
        connection.execute(update(OfficeUpload).values(uploaded_at=OfficeUpload.uploaded_at, account_id=2))
    send(manager, b"second")
    assert len(rows(OfficeUpload.token)) == 2
    with write() as connection:
        connection.execute(
            update(OfficeUpload)
            .where(OfficeUpload.account_id == 2)
            .values(uploaded_at=_moment() - timedelta(hours=2))
        )
    send(manager, b"third")

    assert [content for _, content in rows(OfficeUpload.token, OfficeUpload.content)] == [b"third"]


def _moment():
    return rows(OfficeUpload.uploaded_at)[0][0]


@pytest.mark.parametrize(("content", "code"), [(b"", "empty"), (b"x" * (10 * 1024 * 1024 + 1), "too_large")])
def test_nothing_and_too_much_are_refused(manager: Scope, content: bytes, code: str) -> None:
    with pytest.raises(UploadRefused, match=code):
        send(manager, content)


def test_only_a_manager_sends_files(manager: Scope) -> None:
    with pytest.raises(AccessDenied):
        send(Scope(1, Role.SYSADMIN, manager.unit_ids), b"x")


def test_the_command_line_still_reaches_every_unit(manager: Scope) -> None:
    office = office_query.office(Scope(0, None, frozenset({1, 2})), 1)

    assert office_import.plan(office).changes == 0
    assert {touchpoint.kind for touchpoint in office.touchpoints} == {"counter", "entrance"}
    assert len(rows(Touchpoint.id)) == 7
