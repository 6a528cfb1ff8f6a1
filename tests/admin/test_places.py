"""Setting an office up at the desk without script: forms, mistakes, consequences, and what another unit never shows."""

import io
import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from core.db import db, write_session
from core.domain.access import Role
from core.models import Counter, Officer, PlanChoice, ServiceField, Target, Touchpoint, Unit
from tests.services.office_files import rows
from tests.support import example_office, worlds
from tests.support.sign_in import sign_in, token_of
from tests.support.worlds import World

HERE = f"/admin/noi-phuc-vu/{World.centre}"


@pytest.fixture
def manager(app: Flask) -> FlaskClient:
    """A signed-in manager of the example centre."""
    with write_session() as session:
        worlds.office(session)
        worlds.account(session, Role.MANAGER)
    return sign_in(app.test_client(), "manager")


def send(client: FlaskClient, address: str, **values: object):
    """Post a form with its CSRF token and follow where it leads."""
    token = token_of(client.get(f"{HERE}/").text)
    return client.post(address, data={**values, "csrf_token": token}, follow_redirects=True)


PAGES = [
    "/",
    "/linh-vuc",
    f"/linh-vuc/{World.land}",
    f"/linh-vuc/{World.land}/dong",
    "/nhom-linh-vuc",
    f"/nhom-linh-vuc/{World.land_group}",
    "/quay",
    f"/quay/{World.many_counter}",
    f"/quay/{World.many_counter}/dong",
    "/can-bo",
    f"/can-bo/{World.an}",
    f"/can-bo/{World.an}/nghi",
    "/ma",
    f"/ma/{World.many_point}",
    f"/ma/{World.many_point}/thay",
    f"/ma/{World.many_point}/thu-hoi",
    "/chi-tieu",
    "/chi-tieu/ke-hoach/nam-dan-2026",
    "/chi-tieu/ke-hoach/kim-thanh-2024",
    "/sua",
]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_is_fit_to_be_shown(manager: FlaskClient, page: str, language: str) -> None:
    assert manager.get(f"{HERE}{page}?lang={language}").status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_another_units_pages_do_not_exist(manager: FlaskClient, page: str) -> None:
    elsewhere = page.replace(str(World.land), str(World.neighbours_field))

    assert manager.get(f"/admin/noi-phuc-vu/{World.neighbour}{elsewhere}").status_code == 404


def test_another_units_things_do_not_exist_under_ones_own(manager: FlaskClient) -> None:
    assert manager.get(f"{HERE}/linh-vuc/{World.neighbours_field}").status_code == 404
    assert manager.get(f"{HERE}/ma/63").status_code == 404
    assert "Xã Bên" not in manager.get("/admin/noi-phuc-vu/don-vi").text


def test_the_start_leads_to_the_only_centre(manager: FlaskClient) -> None:
    page = manager.get("/admin/noi-phuc-vu/", follow_redirects=True)

    assert page.request.path == f"{HERE}/"
    assert "Đã xong 4 trên 7 bước" in page.text
    assert "Chọn chỉ tiêu" in page.text


def test_a_field_is_added_and_what_is_missing_is_said(manager: FlaskClient) -> None:
    added = send(manager, f"{HERE}/linh-vuc", name="  Nông   nghiệp ", short_name="", group_id="0")
    empty = send(manager, f"{HERE}/linh-vuc", name="", short_name="Chữ đã ghi", group_id="0")
    taken = send(manager, f"{HERE}/linh-vuc", name="Đất đai", short_name="", group_id="0")
    long = send(manager, f"{HERE}/linh-vuc", name="Đất đai " * 6, short_name="", group_id="0")

    assert "Đã thêm «Nông nghiệp»" in added.text
    assert [answer.status_code for answer in (added, empty, taken, long)] == [200, 422, 422, 422]
    assert "Xin ghi tên lĩnh vực" in empty.text
    assert "Chữ đã ghi" in empty.text
    assert "Đã có «Đất đai»" in taken.text
    assert "Tên dài" in long.text
    assert ("nong-nghiep", "Nông nghiệp") in rows(ServiceField.code, ServiceField.short_name)


def test_common_fields_are_ticked_and_those_there_are_not_offered(manager: FlaskClient) -> None:
    page = manager.get(f"{HERE}/linh-vuc").text
    nothing = send(manager, f"{HERE}/linh-vuc/thuong-gap")
    added = send(manager, f"{HERE}/linh-vuc/thuong-gap", names=["Chứng thực", "Cư trú (ngành dọc)"])

    assert 'value="Chứng thực"' in page
    assert 'value="Hộ tịch"' not in page
    assert nothing.status_code == 422
    assert "Đã thêm 2 lĩnh vực" in added.text


def test_a_counter_is_added_with_the_next_number_offered(manager: FlaskClient) -> None:
    page = manager.get(f"{HERE}/quay").text
    added = send(manager, f"{HERE}/quay", name="Quầy 4", field_ids=[World.civil, World.land])
    none = send(manager, f"{HERE}/quay", name="Quầy 5")

    assert 'value="Quầy 4"' in page
    assert "cùng mã QR riêng" in added.text
    assert none.status_code == 422
    assert ("quay-4", "Quầy 4") in rows(Counter.code, Counter.name)


def test_the_order_of_the_chips_is_typed_beside_them(manager: FlaskClient) -> None:
    values = {f"cho-{World.land}": "2", f"cho-{World.environment}": "1"}
    send(
        manager,
        f"{HERE}/quay/{World.many_counter}",
        name="Quầy 3",
        field_ids=[World.land, World.environment],
        **values,
    )

    page = manager.get(f"/q/{World.many}").text
    assert page.index("Môi trường") < page.index("Đất đai")


def test_closing_shows_the_consequence_first_and_reopening_takes_one_button(manager: FlaskClient) -> None:
    asked = manager.get(f"{HERE}/quay/{World.many_counter}/dong").text
    closed = send(manager, f"{HERE}/quay/{World.many_counter}/dong")
    reopened = send(manager, f"{HERE}/quay/{World.many_counter}/mo-lai")

    assert "2 ca trực sắp tới được bỏ khỏi lịch" in asked
    assert World.many in asked
    assert "Đã đóng «Quầy 3»" in closed.text
    assert "Đã mở lại «Quầy 3»" in reopened.text


def test_a_refusal_without_a_field_stands_above_the_list(manager: FlaskClient) -> None:
    answer = send(manager, f"{HERE}/linh-vuc/{World.civil}/dong")

    assert "Đây là lĩnh vực duy nhất của Quầy 1, Quầy 2" in answer.text


def test_officers_come_change_leave_and_come_back(manager: FlaskClient) -> None:
    added = send(manager, f"{HERE}/can-bo", name="Phạm Thị Dung", title="Kế toán")
    number = next(number for number, name in rows(Officer.id, Officer.name) if name == "Phạm Thị Dung")
    send(manager, f"{HERE}/can-bo/{number}", name="Phạm Thị Dung", title="Hộ tịch")
    left = send(manager, f"{HERE}/can-bo/{number}/nghi")
    back = send(manager, f"{HERE}/can-bo/{number}/tro-lai")

    assert ">PD<" in added.text
    assert ("pham-thi-dung", "Hộ tịch") in rows(Officer.code, Officer.title)
    assert "đã thôi tiếp công dân" in left.text
    assert "đã trở lại" in back.text


def test_replacing_a_printed_code_says_that_the_poster_is_lost(manager: FlaskClient) -> None:
    manager.get(f"/admin/ma-qr/{World.many}.pdf")
    asked = manager.get(f"{HERE}/ma/{World.many_point}/thay").text
    unsaid = send(manager, f"{HERE}/ma/{World.many_point}/thay", questionnaire="quick")
    replaced = send(manager, f"{HERE}/ma/{World.many_point}/thay", why="Áp phích rách", questionnaire="quick")
    history = manager.get(f"{HERE}/ma/{World.many_point}").text

    assert "Áp phích đã in (gần nhất ngày 21/11/2026) sẽ không dùng được nữa" in asked
    assert (unsaid.status_code, "Xin ghi lý do" in unsaid.text) == (422, True)
    assert "Đã thay mã" in replaced.text
    assert "Áp phích rách" in history
    new = rows(Touchpoint.id, Touchpoint.code)[-1][1]
    assert new in history
    assert "Mã này đã được thay" in manager.get(f"/q/{World.many}").text
    assert manager.get(f"/q/{new}").status_code == 200


def test_a_new_code_for_an_officer_a_slip_and_nothing(manager: FlaskClient) -> None:
    officer = send(manager, f"{HERE}/ma", place=f"officer:{World.an}", label="", questionnaire="quick")
    slip = send(manager, f"{HERE}/ma", place="slip", label="Phiếu bổ sung", questionnaire="ministry")
    nameless = send(manager, f"{HERE}/ma", place="link", label="", questionnaire="quick")
    foreign = send(manager, f"{HERE}/ma", place="counter:999", label="", questionnaire="quick")

    assert [answer.status_code for answer in (officer, slip, nameless, foreign)] == [200, 200, 422, 422]
    assert "Xin ghi nơi dán mã" in nameless.text


def test_a_plan_is_looked_at_chosen_and_a_silent_one_is_shown_as_chosen(manager: FlaskClient) -> None:
    preview = manager.get(f"{HERE}/chi-tieu/ke-hoach/nam-dan-2026").text
    chosen = send(manager, f"{HERE}/chi-tieu/ke-hoach/nam-dan-2026")
    silent = send(manager, f"{HERE}/chi-tieu/ke-hoach/long-dien-a-2023")

    assert "từ 95% trở lên" in preview
    assert "85%" in chosen.text
    assert "không đặt chỉ tiêu hài lòng" in silent.text
    assert rows(Target.id) == []
    assert rows(PlanChoice.unit_id, PlanChoice.set_code) == [(World.centre, "long-dien-a-2023")]
    assert "Đã có chỉ tiêu." in manager.get(f"{HERE}/").text


def test_a_target_by_hand_is_read_as_people_write_it(manager: FlaskClient) -> None:
    good = {
        "subject": f"field:{World.land}",
        "threshold": "97,5",
        "first_day": "01/01/2026",
        "last_day": "",
        "document": "Kế hoạch số 1",
        "article": "Mục I",
    }
    entered = send(manager, f"{HERE}/chi-tieu", **good)
    again = send(manager, f"{HERE}/chi-tieu", **good)
    wrong = send(manager, f"{HERE}/chi-tieu", **{**good, "threshold": "950", "first_day": "31/02/2026"})

    assert "97,5%" in entered.text
    assert [answer.status_code for answer in (entered, again, wrong)] == [200, 422, 422]
    assert "đã có chỉ tiêu theo «Kế hoạch số 1»" in again.text
    assert "Xin ghi một số từ 1 đến 100" in wrong.text
    assert 'value="31/02/2026"' in wrong.text


def test_ones_own_unit_is_renamed_and_a_wrong_phone_explained(manager: FlaskClient) -> None:
    wrong = send(manager, f"{HERE}/sua", name="Trung tâm", help_phone="gọi cô Lan")
    saved = send(manager, f"{HERE}/sua", name="Trung tâm HCC", help_phone="0123 456 789")

    assert wrong.status_code == 422
    assert "gọi cô Lan" in wrong.text
    assert "Đã lưu" in saved.text
    assert (World.centre, "Trung tâm HCC", "0123 456 789") in rows(Unit.id, Unit.name, Unit.help_phone)


def test_a_form_without_our_token_changes_nothing(manager: FlaskClient) -> None:
    answer = manager.post(f"{HERE}/can-bo", data={"name": "Ai đó", "title": ""})

    assert answer.status_code == 400
    assert len(rows(Officer.id)) == 3


def test_a_sysadmin_manages_units_and_nothing_in_them(app: Flask) -> None:
    with write_session() as session:
        worlds.office(session)
        worlds.account(session, Role.SYSADMIN, unit_id=World.commune)
    client = sign_in(app.test_client(), "sysadmin")
    page = client.get("/admin/noi-phuc-vu/", follow_redirects=True)
    token = token_of(page.text)
    added = client.post(
        f"/admin/noi-phuc-vu/{World.commune}/don-vi-truc-thuoc",
        data={
            "name": "Phòng Kinh tế",
            "kind": "department",
            "help_phone": "",
            "valid_from": "01/7/2025",
            "valid_to": "",
            "csrf_token": token,
        },
        follow_redirects=True,
    )

    assert "Trung tâm Phục vụ hành chính công" in page.text
    assert "Phòng Kinh tế" in added.text
    assert client.get(f"{HERE}/quay").status_code == 403


def test_a_workbook_goes_out_comes_back_and_is_applied(app: Flask) -> None:
    made = example_office.set_up(date(2026, 11, 21))
    with write_session() as session:
        worlds.account(session, Role.MANAGER, unit_id=made.centre_id)
    client = sign_in(app.test_client(), "manager")
    content = client.get("/admin/bang-tinh/hien-tai.xlsx").data

    look = upload(client, content)
    nothing = upload(client, b"")
    wrong = upload(client, b"not a workbook")
    listed = client.get(f"{wrong.request.path}/loi.csv")

    assert "không có gì phải áp dụng" in look.text
    assert nothing.status_code == 422
    assert wrong.status_code == 422
    assert "không phải" in wrong.text
    assert "Excel" in wrong.text
    assert listed.data.decode("utf-8-sig").startswith("Trang tính,Dòng")


def upload(client: FlaskClient, content: bytes):
    token = token_of(client.get("/admin/bang-tinh/").text)
    file = (io.BytesIO(content), "co-quan.xlsx")
    return client.post(
        "/admin/bang-tinh/",
        data={"tep": file, "csrf_token": token},
        content_type="multipart/form-data",
        follow_redirects=True,
    )


def test_only_the_spreadsheet_takes_large_bodies(manager: FlaskClient) -> None:
    large = upload(manager, b"x" * 200_000)
    elsewhere = manager.post(f"{HERE}/can-bo", data={"name": "x" * 200_000})
    too_large = manager.post(
        "/admin/bang-tinh/", data=b"x" * (11 * 1024 * 1024), content_type="multipart/form-data; boundary=x"
    )

    assert [answer.status_code for answer in (large, elsewhere, too_large)] == [422, 413, 413]
    assert "Tệp quá lớn" in too_large.text


def test_a_list_of_many_units_is_paged_found_without_marks_and_asks_few_questions(app: Flask) -> None:
    with write_session() as session:
        worlds.office(session)
        session.add_all(
            Unit(
                id=1000 + number,
                unit_id=1000 + number,
                parent_id=World.commune,
                code=f"tt-{number}",
                kind="centre",
                name=f"Trung tâm Đồng Tháp {number}",
                valid_from=worlds.BEGINNING,
            )
            for number in range(120)
        )
        worlds.account(session, Role.MANAGER, unit_id=World.commune)
    client = sign_in(app.test_client(), "manager")
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *facts: asked.append(facts[2]))
    page = client.get("/admin/noi-phuc-vu/don-vi?tim=dong thap&trang=2").text

    assert "120 đơn vị" in page
    assert page.count("Đồng Tháp") == 2 * 50
    assert len(asked) < 12


def test_the_start_page_tells_a_manager_the_next_step(manager: FlaskClient) -> None:
    page = manager.get("/admin/").text

    assert "Đã xong 4 trên 7 bước" in page
    assert f'class="button" href="{HERE}/chi-tieu"' in page


def test_a_slip_for_refused_people_counts_for_its_field_until_its_last_day(manager: FlaskClient) -> None:
    asked = {"place": "slip", "label": "Phiếu từ chối, bổ sung", "questionnaire": "quick"}
    past = send(manager, f"{HERE}/ma", **asked, valid_to="01/01/2026")
    made = send(manager, f"{HERE}/ma", **asked, field=World.building, valid_to="31/12/2026")
    number, code, field, last = rows(
        Touchpoint.id, Touchpoint.code, Touchpoint.field_id, Touchpoint.valid_to
    )[-1]
    longer = send(manager, f"{HERE}/ma/{number}", valid_to="30/6/2027")
    page = manager.get(f"{HERE}/ma/{number}").text

    assert (past.status_code, "Ngày này đã qua" in past.text) == (422, True)
    assert (made.status_code, field, last.isoformat()) == (200, World.building, "2026-12-31")
    assert "Đã đặt hạn dùng" in longer.text
    assert f"Mã {code} dùng đến hết 30/6/2027" in page
    assert "Ý kiến tính cho</dt><dd>Xây dựng" in page
    # One field, resolved: nobody is asked which it was.
    assert "Ông/Bà vừa làm việc gì?" not in manager.get(f"/q/{code}").text


def test_revoking_names_who_when_why_and_what_took_its_place(manager: FlaskClient) -> None:
    silent = send(manager, f"{HERE}/ma/{World.single_point}/thu-hoi", successor=0)
    ended = send(
        manager,
        f"{HERE}/ma/{World.single_point}/thu-hoi",
        why="Bỏ quầy 1",
        successor=World.entrance_point,
    )
    page = manager.get(f"{HERE}/ma/{World.single_point}").text

    assert silent.status_code == 422
    assert f"Đã thu hồi mã {World.single}" in ended.text
    assert f"Thu hồi mã {World.single}; mã {World.entrance} thay vào chỗ đó" in page
    assert "Bỏ quầy 1" in page
    assert ">manager</td>" in page
    assert f"Mã này đã được thay bằng {World.entrance}." in manager.get(f"/q/{World.single}").text


def test_a_replacement_may_ask_other_questions(manager: FlaskClient) -> None:
    address = f"{HERE}/ma/{World.many_point}/thay"
    send(manager, address, why="Hỏi kỹ hơn", questionnaire="ministry")

    assert rows(Touchpoint.id, Touchpoint.questionnaire_code)[-1][1] == "ministry"


def test_a_code_says_the_same_of_itself_above_and_in_its_history(manager: FlaskClient) -> None:
    with write_session() as session:
        session.get_one(Touchpoint, World.many_point).valid_to = date(2026, 11, 20)
        session.get_one(Counter, World.idle_counter).is_open = False
        closed = session.scalars(select(Touchpoint.id).where(Touchpoint.code == World.idle)).one()

    over = manager.get(f"{HERE}/ma/{World.many_point}").text
    shut = manager.get(f"{HERE}/ma/{closed}").text

    assert "<dd>đã quá hạn dùng</dd>" in over
    assert re.search(rf">{World.many}</th>.*>20/11/2026</td>", over)
    assert "<dd>quầy đã đóng</dd>" in shut
    assert re.search(rf">{World.idle}</th>.*>quầy đã đóng</td>", shut)
    for page in (over, shut):
        assert "đang dùng" not in page
        # A poster is only made of a code in use.
        assert "Áp phích A5" not in page
    assert "Không phải in lại gì; sau ngày này, người quét mã sẽ được báo là mã không còn dùng." in over
