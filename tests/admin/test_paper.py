"""Paper forms at the desk, without script: a batch is keyed, put right, compared, decided and closed."""

import io
import re
from datetime import date

import pypdfium2
import pytest
import zxingcpp
from flask import Flask
from flask.testing import FlaskClient

from core.db import db, write_session
from core.domain.access import Role
from core.domain.office.codes import ALPHABET
from core.models import Counter, Touchpoint
from tests.services import record
from tests.support import worlds
from tests.support.sign_in import sign_in, token_of
from tests.support.worlds import World

BASE = "/admin/nhap-phieu/2"


@pytest.fixture
def clerks(app: Flask) -> tuple[FlaskClient, FlaskClient]:
    """Two people of the centre who may key paper."""
    with write_session() as session:
        worlds.office(session)
        for login in ("hoa", "lan"):
            worlds.account(session, Role.MANAGER, login=login)
    return sign_in(app.test_client(), "hoa"), sign_in(app.test_client(), "lan")


def send(client: FlaskClient, address: str, **values):
    """Send a form of the desk with its token."""
    token = token_of(client.get("/admin/toi/").text)
    answer = client.post(f"{BASE}/{address}", data={"csrf_token": token, **values})
    db.session.rollback()
    return answer


def opened(client: FlaskClient, **more) -> str:
    """Open a batch at counter 3 and return its address."""
    facts = {"touchpoint_id": World.many_point, "version_id": World.quick, "day": "20/11/2026", "entry": "1"}
    answer = send(client, "lo-moi", **{**facts, "sheets": "1", **more})
    assert answer.status_code == 303, answer.text
    return re.search(r"/2/(\d+)/", answer.location)[1]


def seen_on(page: str) -> str:
    """Return the mark of what a page shows."""
    return re.search(r'name="seen" value="(\w+)"', page)[1]


def test_a_batch_is_keyed_looked_through_and_closed(clerks):
    hoa, _lan = clerks
    batch = opened(hoa, sheets="2")

    first = send(hoa, f"{batch}/lan-1/1", **{"q1": "2", "q4": ["0", "4"], "field": "11"})
    assert first.location.endswith(f"/{batch}/lan-1/2")
    second = send(hoa, f"{batch}/lan-1/2", **{"q1": "5", "comment": "Tốt, gọi 0912345678"})
    assert second.location.endswith(f"/{batch}/dong")
    page = hoa.get(second.location).text
    assert "1 5" in re.sub(r"<[^>]+>", " ", page)
    assert record.rows("inbox") == []

    assert send(hoa, f"{batch}/dong").status_code == 303
    assert "2 câu trả lời được tính" in hoa.get(f"{BASE}/{batch}/").text
    assert sorted(row["answers"][0] for row in record.rows("inbox")) == ["2", "5"]
    assert {row["field_id"] for row in record.rows("inbox")} == {World.land, 0}


def test_what_cannot_be_kept_is_said_and_what_was_typed_stays(clerks):
    hoa, _lan = clerks
    batch = opened(hoa)

    answer = send(hoa, f"{batch}/lan-1/1", **{"q1": "9", "q5": "1", "comment": "x" * 2001})

    assert answer.status_code == 422
    assert "Chọn một trong các câu trả lời ở đây." in answer.text
    assert "Nhiều nhất 2000 ký tự." in answer.text
    assert re.search(r'name="q5" value="1"[^>]*checked', answer.text)
    assert "x" * 2001 in answer.text
    assert record.rows("paper_sheet") == []


def test_a_sheet_read_differently_is_shown_side_by_side_and_decided(clerks):
    hoa, lan = clerks
    batch = opened(hoa, entry="2")
    send(hoa, f"{batch}/lan-1/1", **{"q1": "2", "q5": "1"})
    assert "chờ người khác nhập lần hai" in hoa.get(f"{BASE}/{batch}/").text
    blind = lan.get(f"{BASE}/{batch}/lan-2/1").text
    assert not re.search(r'name="q1" value="2"[^>]*checked', blind)
    send(lan, f"{batch}/lan-2/1", **{"q1": "3", "q5": "1"})

    page = lan.get(f"{BASE}/{batch}/khac/1").text
    assert "2 – Không hài lòng" in page
    assert "3 – Bình thường" in page
    assert "Ông/Bà phải đến mấy lần?" not in page
    seen = {"seen": seen_on(page)}
    assert send(lan, f"{batch}/khac/1", **seen).status_code == 422
    assert send(lan, f"{batch}/dong").status_code == 303
    assert record.rows("inbox") == []

    decided = send(lan, f"{batch}/khac/1", **seen, **{"q1": "2"})
    assert decided.location.endswith(f"/{batch}/")
    other = send(hoa, f"{batch}/khac/1", **seen, **{"q1": "1"})
    assert other.location.endswith(f"/{batch}/khac/1")
    stands = hoa.get(other.location).text
    assert "Phiếu 1 vừa được người khác quyết định khác" in stands
    assert re.search(r'name="q1" value="2" checked', stands)
    assert send(hoa, f"{batch}/lam-lai/1", **seen).location.endswith(f"/{batch}/khac/1")
    send(lan, f"{batch}/dong")
    assert [row["answers"][0] for row in record.rows("inbox")] == ["3"]


def test_a_sheet_that_was_keyed_anew_is_compared_as_it_stands_now(clerks):
    hoa, lan = clerks
    batch = opened(hoa, entry="2")
    send(hoa, f"{batch}/lan-1/1", **{"q1": "2"})
    send(lan, f"{batch}/lan-2/1", **{"q1": "3"})
    old = seen_on(lan.get(f"{BASE}/{batch}/khac/1").text)
    send(hoa, f"{batch}/lam-lai/1", seen=old)
    send(hoa, f"{batch}/lan-1/1", **{"q1": "4", "q5": "1"})
    send(lan, f"{batch}/lan-2/1", **{"q1": "5", "q5": "2"})

    stale = send(lan, f"{batch}/khac/1", seen=old, q1="1")

    assert (stale.status_code, stale.location) == (303, f"{BASE}/{batch}/khac/1")
    page = lan.get(stale.location).text
    assert "Phiếu 1 vừa được người khác quyết định khác" in page
    decided = send(lan, f"{batch}/khac/1", seen=seen_on(page), q1="1", q5="2")
    assert decided.location.endswith(f"/{batch}/")
    send(lan, f"{batch}/dong")
    assert [row["answers"][0] for row in record.rows("inbox")] == ["4"]


def test_a_second_reading_of_a_sheet_that_is_keyed_anew_may_be_kept_as_its_first(clerks):
    hoa, lan = clerks
    batch = opened(hoa, entry="2")
    send(hoa, f"{batch}/lan-1/1", **{"q1": "2"})
    for _ in range(2):
        assert send(lan, f"{batch}/lan-2/1", **{"q1": "3"}).status_code == 303
    seen = seen_on(hoa.get(f"{BASE}/{batch}/khac/1").text)
    assert send(hoa, f"{batch}/lam-lai/1", seen=seen).location.endswith(f"/{batch}/")

    refused = send(lan, f"{batch}/lan-2/1", **{"q1": "4"})

    assert refused.status_code == 409
    assert re.search(r'name="q1" value="4"[^>]*checked', refused.text)
    assert re.search(rf'formaction="{BASE}/{batch}/lan-1/1">Lưu làm lần nhập thứ nhất', refused.text)


def test_two_people_who_key_the_same_numbers_replace_nothing_of_each_other(clerks):
    hoa, lan = clerks
    batch = opened(hoa, sheets="3")
    send(hoa, f"{batch}/lan-1/1", **{"q1": "2"})

    refused = send(lan, f"{batch}/lan-1/1", **{"q1": "5", "comment": "Bàn cao quá"})

    assert refused.status_code == 409
    assert "Phiếu 1 vừa được nhập với nội dung khác" in refused.text
    assert re.search(r'name="q1" value="5"[^>]*checked', refused.text)
    assert "Bàn cao quá" in refused.text
    assert re.search(rf'formaction="{BASE}/{batch}/lan-1/2">Lưu thành phiếu số 2', refused.text)
    assert send(lan, f"{batch}/lan-1/2", **{"q1": "5"}).status_code == 303
    send(lan, f"{batch}/lan-1/3", **{"q1": "4"})
    send(hoa, f"{batch}/dong")
    assert sorted(row["answers"][0] for row in record.rows("inbox")) == ["2", "4", "5"]


def test_the_same_sheet_sent_twice_is_kept_once_and_a_look_at_it_lets_it_be_put_right(clerks):
    hoa, lan = clerks
    batch = opened(hoa)
    for _ in range(2):
        assert send(hoa, f"{batch}/lan-1/1", **{"q1": "2"}).status_code == 303
    seen = seen_on(lan.get(f"{BASE}/{batch}/lan-1/1").text)

    assert send(lan, f"{batch}/lan-1/1", **{"q1": "1", "seen": seen}).status_code == 303

    send(hoa, f"{batch}/dong")
    assert [row["answers"][0] for row in record.rows("inbox")] == ["1"]


def test_who_keyed_a_sheet_first_too_may_keep_it_as_the_second_reading(clerks):
    hoa, lan = clerks
    batch = opened(hoa, entry="2")
    send(hoa, f"{batch}/lan-1/1", **{"q1": "2"})

    refused = send(lan, f"{batch}/lan-1/1", **{"q1": "3"})

    assert refused.status_code == 409
    assert re.search(r'name="q1" value="3"[^>]*checked', refused.text)
    assert f'formaction="{BASE}/{batch}/lan-2/1"' in refused.text


def test_the_mark_of_a_form_stands_on_paper_and_beside_its_batch(clerks):
    hoa, _lan = clerks
    batch = opened(hoa)
    printed = hoa.get(f"{BASE}/in/{World.many}.pdf").data
    text = pypdfium2.PdfDocument(io.BytesIO(printed))[0].get_textpage().get_text_range()

    mark = re.search(r"Mẫu số: (\S+)", text)[1]

    assert re.fullmatch(rf"{World.quick}-[{ALPHABET}]{{2}}", mark)
    page = hoa.get(f"{BASE}/{batch}/lan-1/1").text
    assert f"mẫu số {mark}" in page
    # The clerk is sent to the line that is there for the sheet's number.
    assert "Phiếu số" in text[text.index("Mẫu số") :]
    assert "Ghi số 1 vào chỗ «Phiếu số» ở chân phiếu." in page


def test_the_second_reader_is_told_why_a_sheet_is_not_theirs(clerks):
    hoa, lan = clerks
    batch = opened(hoa, entry="2")
    send(hoa, f"{batch}/lan-1/1", **{"q1": "2"})

    assert lan.get(f"{BASE}/{batch}/lan-1/1").status_code == 303
    assert "Người khác đã nhập phiếu này." in lan.get(f"{BASE}/{batch}/").text


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"day": "22/11/2026"}, "Ngày này chưa tới."),
        ({"day": "01/01/2025"}, "Mã của nơi này được cấp ngày 01/7/2025."),
        ({"sheets": "0"}, "Ghi một số từ 1 đến 200."),
        ({"sheets": ""}, "Đếm số phiếu trước."),
    ],
)
def test_a_batch_that_cannot_be_says_why_at_its_field(clerks, facts, sentence):
    given = {"touchpoint_id": World.many_point, "version_id": World.quick, "day": "20/11/2026", "entry": "1"}

    answer = send(clerks[0], "lo-moi", **{**given, "sheets": "1", **facts})

    assert answer.status_code == 422
    assert sentence in answer.text


def test_a_batch_is_made_smaller_or_given_up_with_a_reason(clerks):
    hoa, _lan = clerks
    batch = opened(hoa, sheets="3")
    send(hoa, f"{batch}/lan-1/2", **{"q1": "2"})

    assert "Phiếu 2 đã nhập rồi" in send(hoa, f"{batch}/so-phieu", sheets="1").text
    assert send(hoa, f"{batch}/so-phieu", sheets="2").status_code == 303
    assert send(hoa, f"{batch}/bo", reason="").status_code == 422
    assert send(hoa, f"{batch}/bo", reason="Nhầm quầy").location.endswith("/nhap-phieu/2/")
    assert record.rows("paper_sheet") == []


def test_a_sheet_that_met_an_ended_session_is_offered_again_whole(clerks, clock):
    hoa, _lan = clerks
    batch = opened(hoa)
    token = token_of(hoa.get("/admin/toi/").text)
    clock.advance(minutes=40)
    typed = {"csrf_token": token, "q1": "2", "q4": ["0", "4"], "q5": "1", "comment": "Chờ lâu"}

    late = hoa.post(f"{BASE}/{batch}/lan-1/1", data=typed)
    assert late.location == "/admin/dang-nhap?next=/admin/toi/gui-lai"
    page = sign_in(hoa, "hoa").get("/admin/toi/gui-lai").text

    assert f'action="{BASE}/{batch}/lan-1/1?gui-lai=1"' in page
    hidden = re.findall(r'name="(q\d|comment)" value="([^"]*)"', page)
    assert hidden == [("q1", "2"), ("q4", "0"), ("q4", "4"), ("q5", "1"), ("comment", "Chờ lâu")]


def test_the_form_of_a_place_leads_to_its_own_code(clerks):
    hoa, _lan = clerks

    answer = hoa.get(f"{BASE}/in/{World.many}.pdf")

    document = pypdfium2.PdfDocument(io.BytesIO(answer.data))
    found = zxingcpp.read_barcodes(document[0].render(scale=150 / 72).to_pil())
    assert [one.text.rpartition("/")[2] for one in found] == [World.many]
    assert hoa.get(f"{BASE}/in/{World.many}.pdf?mau=2").status_code == 200
    assert hoa.get(f"{BASE}/in/{World.many}.pdf?mau=99").status_code == 404
    assert hoa.get(f"{BASE}/in/{World.elsewhere}.pdf").status_code == 404


def test_codes_that_ended_are_keyed_and_no_longer_printed(clerks):
    hoa, _lan = clerks
    with write_session() as session:
        session.get_one(Touchpoint, World.many_point).valid_to = date(2026, 11, 20)
        session.get_one(Counter, World.idle_counter).is_open = False

    page = hoa.get(f"{BASE}/").text
    offered = re.findall(r'href="([^"]+\.pdf)"', page)
    choice = hoa.get(f"{BASE}/lo-moi").text

    assert World.single in "".join(offered)
    for ended in (World.many, World.idle, World.replaced, World.revoked):
        assert ended not in "".join(offered)
        assert re.search(rf">[^<]*{ended} \(đã thôi dùng\)<", choice)
    assert not re.search(rf"{World.single} \(", choice)
    assert {hoa.get(address).status_code for address in offered} == {200}
