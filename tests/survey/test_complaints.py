"""Sending a report or petition: written, looked over, filed once, a code shown once; nothing of it lies open."""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from core import config
from core.db import db, write
from core.domain.complaints import receipts
from core.domain.complaints.filing import Part
from core.domain.submission import StorageUnavailable
from core.models import Complaint, ComplaintText, Touchpoint
from core.queries.complaints import followed
from core.services import data_key
from core.services.complaints import filing
from core.services.complaints.filing import RECEIPT_PURPOSE
from survey import carried
from tests.support.citizen import Citizen, Page, over_flask
from tests.support.clock import Clock
from tests.support.hostile import TEXTS
from tests.support.stranger import BROKEN, Stranger, encoded
from tests.support.worlds import World

WHAT = "Tôi chờ từ 7 giờ 30 đến 10 giờ mới đến lượt."


def stored() -> list[Complaint]:
    """Return every case there is."""
    db.session.rollback()
    return list(db.session.scalars(select(Complaint)))


def words_of(case: Complaint) -> dict[Part, str]:
    """Return what the case says, opened with its key."""
    receipt = case.receipt_print
    found = followed.by_print(None, [receipt])  # type: ignore[arg-type]
    assert found is not None
    return found.texts


def code_on(page: Page) -> str:
    """Return the code on the receipt."""
    assert page.status in (200, 409), page.text
    found = re.search(r"[3-9A-Z]{5}-[3-9A-Z]{5}", page.text)
    assert found is not None, page.text
    return found[0]


def review(citizen: Citizen, world: World, **changes: str) -> Page:
    citizen.open(f"/phan-anh?q={world.many}")
    return citizen.send({name: (value,) for name, value in {"what": WHAT, **changes}.items()})


def send(citizen: Citizen) -> Page:
    return citizen.press("send")


def test_a_report_is_looked_over_then_filed_and_its_code_shown(world: World, citizen: Citizen):
    page = review(citizen, world, where="Quầy chứng thực", wish="Có máy lấy số", field=str(world.land))
    assert page.heading == "Xem lại trước khi gửi"
    assert WHAT in page.text
    assert "Đất đai" in page.text
    assert stored() == []

    page = send(citizen)

    assert page.heading == "Đã tiếp nhận phản ánh của Ông/Bà"
    assert page.headers["Cache-Control"] == "no-store"
    [case] = stored()
    assert (case.unit_id, case.field_id, case.counter_id, case.is_named, case.channel) == (
        world.centre,
        world.land,
        None,
        False,
        "poster",
    )
    assert words_of(case) == {Part.WHAT: WHAT, Part.WHERE: "Quầy chứng thực", Part.WISH: "Có máy lấy số"}
    plain = receipts.normalise(code_on(page))
    assert case.receipt_print == data_key.print_of(plain or "", purpose=RECEIPT_PURPOSE)


def test_the_receipt_promises_the_days_counted_by_hand(world: World, citizen: Citizen):
    """Saturday 21/11/2026; Tuesday 24/11 is Ngày Văn hóa Việt Nam, so 23 and 25, and the fifteenth is 14/12."""
    review(citizen, world)

    page = send(citizen)

    assert "Chậm nhất 25/11/2026 (2 ngày làm việc)" in page.text
    assert "Chậm nhất 14/12/2026 (15 ngày làm việc)" in page.text


def test_pressing_twice_going_back_and_reloading_file_one_case_with_one_code(world: World, citizen: Citizen):
    review(citizen, world)
    first = code_on(send(citizen))

    again = code_on(citizen.again())
    citizen.back()
    citizen.back()
    back = code_on(send(citizen))

    assert (first, first) == (again, back)
    assert len(stored()) == 1


def test_what_was_changed_after_sending_is_not_lost_quietly(world: World, citizen: Citizen):
    review(citizen, world)
    code = code_on(send(citizen))
    citizen.back()
    citizen.press("edit")
    citizen.send({"what": (f"{WHAT} Hôm sau cũng vậy.",)})

    page = send(citizen)

    assert page.status == 409
    assert code_on(page) == code
    assert f"{WHAT} Hôm sau cũng vậy." in page.text
    assert "chưa được lưu" in page.text
    [case] = stored()
    assert words_of(case) == {Part.WHAT: WHAT}


def test_the_counter_is_neither_shown_nor_stored_until_it_is_ticked(world: World, citizen: Citizen):
    page = citizen.open(f"/phan-anh?q={world.many}")
    assert "Quầy 3" not in page.html
    assert "Nguyễn Văn An" not in page.html
    assert "Quầy" not in review(citizen, world).text

    assert "Quầy 3" in review(citizen, world, at_counter="1").text
    send(citizen)

    assert [case.counter_id for case in stored()] == [world.many_counter]


def test_contact_is_stored_only_with_consent_and_only_when_chosen(world: World, citizen: Citizen):
    contact = {"phone": "0912 345 678", "name": "Lê Thị Hoa", "email": "hoa@vidu.vn"}
    page = review(citizen, world, reply="contact", **contact)
    assert page.status == 422
    assert page.link("Đánh dấu đồng ý").endswith("#consent")

    citizen.send({"consent": ("1",)})
    send(citizen)
    review(citizen, world, reply="code", **contact)
    send(citizen)

    named, anonymous = sorted(stored(), key=lambda case: not case.is_named)
    assert (named.is_named, anonymous.is_named) == (True, False)
    assert words_of(named)[Part.PHONE] == "0912345678"
    assert words_of(anonymous) == {Part.WHAT: WHAT}


@pytest.mark.parametrize(
    ("changes", "sentence", "anchor"),
    [
        ({"what": ""}, "Ghi nội dung phản ánh", "what"),
        ({"what": "Chờ"}, "Ghi rõ hơn nội dung phản ánh", "what"),
        ({"what": "x" * 4003}, "Dài quá 3 ký tự", "what"),
        ({"wish": "x" * 301}, "Dài quá 1 ký tự", "wish"),
        (
            {"reply": "contact", "consent": "1", "phone": "0912 34 218"},
            "Số điện thoại phải có 10 chữ số",
            "phone",
        ),
        (
            {"reply": "contact", "consent": "1", "email": "hoa"},
            "Thư điện tử có dạng ten@vidu.vn",
            "email",
        ),
        ({"reply": "contact", "consent": "1"}, "Ghi số điện thoại hoặc thư điện tử", "phone"),
    ],
)
def test_a_mistake_is_named_at_the_top_and_at_its_field_and_nothing_typed_is_lost(
    world: World, citizen: Citizen, changes: dict[str, str], sentence: str, anchor: str
):
    page = review(citizen, world, when="Sáng thứ Sáu", **changes)

    assert page.status == 422
    assert page.link(sentence).endswith(f"#{anchor}")
    assert "Còn 1 chỗ cần sửa" in page.text
    filled = dict(page.form.filled)
    assert filled["when"] == "Sáng thứ Sáu"
    assert {name: filled[name] for name in changes} == changes
    assert stored() == []


def test_a_page_that_is_too_old_keeps_every_word_and_needs_one_more_press(
    world: World, citizen: Citizen, clock: Clock
):
    review(citizen, world)
    clock.advance(hours=25)

    page = send(citizen)

    assert page.status == 422
    assert "quá một ngày" in page.text
    assert WHAT in page.text
    assert stored() == []
    send(citizen)
    assert len(stored()) == 1


def test_a_full_disk_leaves_the_page_as_it_was(
    world: World, citizen: Citizen, monkeypatch: pytest.MonkeyPatch
):
    def refuse(*_anything: object, **_more: object) -> str:
        raise StorageUnavailable("storage_unavailable")

    review(citizen, world)
    with monkeypatch.context() as patch:
        patch.setattr(filing, "file", refuse)
        page = send(citizen)

    assert page.status == 503
    assert page.headers["Retry-After"] == "30"
    assert "Hệ thống đang đông" in page.text
    code_on(send(citizen))
    assert len(stored()) == 1


def test_an_id_number_is_pointed_out_and_left_as_it_is(world: World, citizen: Citizen):
    text = f"{WHAT} Căn cước 001203004567."

    assert "giống số căn cước" in review(citizen, world, what=text).text
    send(citizen)
    assert "giống số căn cước" not in review(citizen, world).text

    assert [words_of(case)[Part.WHAT] for case in stored()] == [text]


def test_what_concerns_the_front_goes_to_the_province(world: World, citizen: Citizen):
    page = review(citizen, world, about_front="yes")
    assert "Mặt trận Tổ quốc cấp tỉnh" in page.text

    send(citizen)

    assert [case.concerns_front for case in stored()] == [True]


def test_without_a_code_there_is_a_choice_of_offices_or_the_only_one(world: World, citizen: Citizen):
    page = citizen.open("/phan-anh")
    assert page.heading == "Gửi phản ánh, kiến nghị"
    page = citizen.open(page.link("Xã Bên"))
    assert "Xã Bên" in page.html
    citizen.send({"what": (WHAT,)})
    send(citizen)
    assert [(case.unit_id, case.channel) for case in stored()] == [(world.neighbour, "web")]

    with write() as connection:
        closed = update(Touchpoint).where(Touchpoint.unit_id == world.neighbour)
        connection.execute(closed.values(revoked_at=func.current_timestamp()))

    assert citizen.open("/phan-anh").form.action.startswith("/phan-anh?don-vi=trung-tam")
    assert citizen.open("/phan-anh?q=999999").form.action.startswith("/phan-anh?don-vi=trung-tam")


@pytest.mark.parametrize("code", ["revoked", "replaced", "expired", "entrance", "link"])
def test_any_code_that_ever_hung_there_leads_to_its_office(world: World, citizen: Citizen, code: str):
    page = citizen.open(f"/phan-anh?q={getattr(world, code).lower()}")

    assert page.form.action.startswith(f"/phan-anh?q={getattr(world, code)}")
    assert ("at_counter" in page.form.offered) is (code in ("revoked", "replaced"))


def test_the_pages_speak_english_too_and_keep_the_language(world: World, app: Flask):
    citizen = Citizen(over_flask(app.test_client()), headers={"Accept-Language": "en"})

    page = citizen.open(f"/phan-anh?q={world.many}")
    assert page.heading == "Send a report or petition"
    page = citizen.open(page.link("Tiếng Việt"))
    assert (page.heading, page.language) == ("Gửi phản ánh, kiến nghị", "vi")
    citizen.send({"what": (WHAT,)})
    send(citizen)

    assert citizen.page.language == "vi"


def test_how_to_file_what_only_a_signed_paper_can_begin(world: World, citizen: Citizen):
    citizen.open(f"/phan-anh?q={world.many}")

    page = citizen.open(citizen.page.link("Cách gửi đơn khiếu nại, tố cáo"))

    assert page.heading == "Cách gửi đơn khiếu nại, tố cáo"
    for words in ("Ký tên hoặc điểm chỉ", "họ tên, địa chỉ", "trình bày trực tiếp", "0123 456 789"):
        assert words in page.text
    assert citizen.open(page.link("Quay lại")).form.action.startswith(f"/phan-anh?q={world.many}")


def test_the_thanks_lead_here_with_nothing_but_the_place(world: World, citizen: Citizen):
    citizen.scan(world.many)
    citizen.tap(2)
    page = citizen.skip()

    assert page.link("Tôi muốn được trả lời").endswith(f"/phan-anh?q={world.many}")


def test_hostile_texts_are_carried_shown_and_stored_as_text(world: World, app: Flask):
    careless = Citizen(over_flask(FlaskClient(app)))
    plain = [element.tag for element in review(careless, world, where="Đây").root.iter()]
    for text in TEXTS:
        page = review(careless, world, what=f"{text} {WHAT}", where="Đây")

        assert [element.tag for element in page.root.iter()] == plain, text
    send(careless)

    [case] = stored()
    assert words_of(case)[Part.WHAT].endswith(WHAT)


@pytest.mark.parametrize("name", [name for name in BROKEN if "version" not in name])
def test_broken_forms_are_answered_clearly_and_store_nothing(world: World, stranger: Stranger, name: str):
    good = {"token": carried.draw(), "what": WHAT, "comment": "x", "send": "1"}
    body = BROKEN[name](good)

    answer = stranger.post(f"/phan-anh?q={world.many}", encoded(body))

    assert answer.status_code < 500
    if "field" not in name:
        assert answer.status_code in (400, 413, 422)
        assert stored() == []


def test_a_field_of_another_office_is_left_out(world: World, stranger: Stranger):
    body = {"token": carried.draw(), "what": WHAT, "send": "1", "field": str(world.neighbours_field)}

    assert stranger.post(f"/phan-anh?q={world.many}", body).status_code == 200

    assert [case.field_id for case in stored()] == [None]


@pytest.mark.parametrize("address", ["/phan-anh?q=%00", "/phan-anh?don-vi=%00", "/phan-anh?q=x&don-vi=ô"])
def test_addresses_nobody_prints_get_a_page(world: World, stranger: Stranger, address: str):
    assert stranger.open(address).status_code == 200


def test_a_token_made_for_following_files_nothing(world: World, stranger: Stranger):
    body = {"token": carried.carry("7K4N93R9HC"), "what": WHAT, "send": "1"}

    assert stranger.post(f"/phan-anh?q={world.many}", body).status_code == 422
    assert stored() == []


def test_nothing_of_a_report_lies_open_in_the_database_files(world: World, citizen: Citizen):
    """Words, contact and code of 20 planted cases; the control is the office's name, which is there."""
    codes = []
    for number in range(20):
        planted = {"what": f"Việc gieo-{number} canh-{number} rất lâu", "where": f"noi-canh-{number}"}
        contact = {"reply": "contact", "consent": "1", "phone": f"09123456{number:02}", "name": "ten-canh"}
        review(citizen, world, **planted, **contact)
        codes.append(code_on(send(citizen)))

    content = b"".join(file.read_bytes() for file in _database_files())
    if content:
        assert "Trung tâm Phục vụ".encode() in content
        for trace in (b"canh-", b"gieo-", b"09123456", *(code.encode() for code in codes)):
            assert trace not in content
        assert not any(code.replace("-", "").encode() in content for code in codes)
    assert len(stored()) == len(set(codes)) == 20
    assert b"canh-" not in b"".join(db.session.scalars(select(ComplaintText.sealed)))


def _database_files() -> list[Path]:
    """Return the files of a SQLite database, its WAL among them; none for PostgreSQL."""
    path = Path(config.current().database_url.removeprefix("sqlite:///"))
    return sorted(path.parent.glob(f"{path.name}*")) if path.is_file() else []


def test_twenty_posts_at_once_are_one_case(world: World, app: Flask, citizen: Citizen):
    review(citizen, world)
    form = citizen.page.form_with("send")
    body = dict(form.fill({}, pressing=("send", "1")))

    def post(_number: int) -> str:
        answer = app.test_client().post(form.action, data=body)
        return re.findall(r"<span>([3-9A-Z]{5})</span>", answer.get_data(as_text=True))[0]

    with ThreadPoolExecutor(20) as crowd:
        codes = set(crowd.map(post, range(20)))

    assert len(codes) == 1
    assert len(stored()) == 1
