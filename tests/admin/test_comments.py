"""Comments at the desk: the queue and its forms, two people for publishing, and nothing raw for anybody else."""

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.db import write_session
from core.domain.access import Role
from core.domain.comment_review import State
from tests.support import casework, commenting, worlds
from tests.support.clock import Clock
from tests.support.commenting import TEXTS
from tests.support.sign_in import sign_in, token_of

QUEUE, PUBLISHED = "/admin/gop-y/", "/admin/gop-y-cong-bo/"
PREVIEW = f"{PUBLISHED}xem-truoc"
#: A word no page of the product has, in a comment that is never published.
CANARY = "hoamaivang"
READERS = (Role.MANAGER, Role.LEADER, Role.COUNCIL, Role.OBSERVER)


@pytest.fixture
def office(app: Flask, clock: Clock) -> None:
    """Seven comments of October, one with a canary, and it is November."""
    clock.set("2026-10-20T09:00:00+07:00")
    world = commenting.office()
    commenting.give(world, TEXTS, field=world.land)
    commenting.give(world, [f"Chị Bình quầy 3 quát tôi, {CANARY} 0912 345 678"], is_allowed=True)
    commenting.settle(clock, "2026-11-03T03:00:00+07:00")
    clock.set("2026-11-03T09:00:00+07:00")


@pytest.fixture
def front(app: Flask, office: None) -> FlaskClient:
    return sign_in(app.test_client(), "front")


@pytest.fixture
def lead(app: Flask, office: None) -> FlaskClient:
    return sign_in(app.test_client(), "front_lead")


def get(client: FlaskClient, address: str) -> str:
    return unescape(client.get(address).text)


def send(client: FlaskClient, address: str, page: str = "", **values: object) -> str:
    """Send a form with the token of the page it stands on, and return what comes of it."""
    form = {**values, "csrf_token": token_of(client.get(page or address).text)}
    return unescape(client.post(address, data=form, follow_redirects=True).text)


def address(words: str) -> str:
    return QUEUE + commenting.comment(words).handle


def number(words: str) -> int:
    return commenting.comment(words).number


def mark_all(client: FlaskClient) -> None:
    for words in TEXTS:
        send(client, address(words), number=number(words), text=words, topics=["waiting"], mark="1")


def test_the_queue_shows_text_and_month_and_hints_but_neither_officer_counter_day_nor_level(
    front: FlaskClient,
):
    page = get(front, QUEUE)

    assert "7 góp ý chờ đọc" in page
    assert all(words in page for words in TEXTS)
    assert "tháng 10/2026" in page
    assert "[đã che số điện thoại]" in page
    assert "0912 345" not in page
    assert "Có tên cán bộ" in page
    assert "Được chuyển thành phản ánh" in page
    main = page.partition('<main id="main">')[2]
    for hidden in ("Quầy 3", "Nguyễn Văn An", "20/10", "20/11", "Bình thường</", "Đất đai"):
        assert hidden not in main


def test_the_address_of_a_comment_names_no_submission(front: FlaskClient):
    page = get(front, QUEUE)

    assert [one for one in commenting.waiting() if one.submission_id.hex() in page] == []


def test_suggested_passages_are_covered_on_request_and_kept_only_when_sent(front: FlaskClient):
    page = get(front, f"{address(CANARY)}?goi-y=1")

    assert "Chị [đã che] quầy 3 quát tôi" in page
    assert commenting.comment(CANARY).number == 0


def test_a_word_added_is_refused_with_a_sentence_and_what_was_typed_stays(front: FlaskClient):
    typed = "Lệ phí không niêm yết ở mọi quầy."

    page = send(front, address("Lệ phí"), number=0, text=typed)

    assert "Chỉ được che lời, không được thêm, sửa hay bỏ" in page
    assert typed in page
    assert commenting.comment("Lệ phí").text == "Lệ phí không niêm yết ở quầy."


def test_marking_leads_to_the_next_comment_and_two_tabs_do_not_overwrite_each_other(front: FlaskClient):
    page = send(front, address("Lệ phí"), number=0, text="Lệ phí [đã che] ở quầy.", topics=["fees"], mark="1")
    assert "Đã đánh dấu" in page
    assert "Như đã nhận" in page
    assert "Lệ phí" not in page.partition('<main id="main">')[2].partition("<fieldset")[0]

    page = send(front, address("Lệ phí"), QUEUE, number=0, text="Lệ phí không niêm yết ở quầy.")

    assert "Vừa có người khác xử lý" in page
    assert commenting.comment("Lệ phí").text == "Lệ phí [đã che] ở quầy."


def test_every_step_has_its_way_back(front: FlaskClient):
    here = address("Lệ phí")
    send(front, here, number=0, text=TEXTS[4], mark="1")
    send(front, f"{here}/bo-danh-dau", here, number=1)
    assert commenting.comment("Lệ phí").state is State.OPEN
    assert "Chọn lý do." in send(front, f"{here}/de-rieng", here, number=2)
    send(front, f"{here}/de-rieng", here, number=2, reason="empty")
    assert commenting.comment("Lệ phí").state is State.ASIDE
    send(front, f"{here}/dua-lai", here, number=3)
    assert commenting.comment("Lệ phí").state is State.OPEN


def test_without_consent_there_is_no_button_and_a_sent_form_is_refused(front: FlaskClient):
    here = address("Lệ phí")
    assert "thanh-phan-anh" not in get(front, here)

    page = send(front, f"{here}/thanh-phan-anh", here, number=0)

    assert "Người viết không cho phép chuyển thành phản ánh." in page
    assert casework.numbers() == set()


def test_with_consent_the_button_makes_a_case_that_waits_to_be_found_out(front: FlaskClient):
    here = address(CANARY)

    page = send(front, f"{here}/thanh-phan-anh", here, number=0)

    assert "Góp ý đã thành phản ánh" in page
    assert CANARY in get(front, "/admin/phan-anh/?xem=new")
    assert "Góp ý đã thành phản ánh, như người viết cho phép" not in get(front, QUEUE)


def test_two_people_bring_a_batch_out_and_every_reader_reads_it(
    app: Flask, front: FlaskClient, lead: FlaskClient
):
    mark_all(front)
    assert "6 góp ý do chính Ông/Bà đánh dấu" in get(front, PREVIEW)
    preview = get(lead, PREVIEW)
    assert all(words in preview for words in TEXTS)
    digest = preview.partition('name="digest" value="')[2].partition('"')[0]

    assert "Đã công bố 6 góp ý." in send(lead, PREVIEW, digest=digest)
    assert "Vừa có người khác xử lý" in send(lead, PREVIEW, digest=digest)

    with write_session() as session:
        for role in READERS:
            worlds.account(session, role)
    for role in READERS:
        page = get(sign_in(app.test_client(), str(role)), PUBLISHED)
        assert all(words in page for words in TEXTS)
        assert "tháng 10/2026" in page
        assert "Thời gian chờ: <b>6</b>" in page
        assert "03/11/2026" not in page
        assert "Gỡ xuống" not in page


def test_a_topic_of_fewer_than_five_has_no_number(front: FlaskClient, lead: FlaskClient):
    for words in TEXTS:
        topics = ["waiting", "fees"] if "Lệ phí" in words else ["waiting"]
        send(front, address(words), number=0, text=words, topics=topics, mark="1")
    digest = get(lead, PREVIEW).partition('name="digest" value="')[2].partition('"')[0]
    send(lead, PREVIEW, digest=digest)

    page = get(lead, PUBLISHED)

    assert "Phí, lệ phí: dưới 5" in page
    assert "Thời gian chờ: <b>6</b>" in page


def test_a_text_is_taken_back_with_a_reason(front: FlaskClient, lead: FlaskClient):
    mark_all(front)
    digest = get(lead, PREVIEW).partition('name="digest" value="')[2].partition('"')[0]
    page = send(lead, PREVIEW, digest=digest)
    here = re.findall(r'href="([^"]+/go)"', page)[0]
    assert "Chọn lý do." in send(front, here)

    page = send(front, here, reason="personal")

    assert "Mặt trận đã gỡ 1 góp ý sau khi công bố." in page
    assert front.get(here).status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.FRONT, Role.FRONT_LEAD)])
def test_nothing_raw_reaches_any_other_role_on_any_page_of_theirs(
    app: Flask, front: FlaskClient, lead: FlaskClient, role: Role
):
    mark_all(front)
    send(lead, PREVIEW, digest=get(lead, PREVIEW).partition('name="digest" value="')[2].partition('"')[0])
    handle = commenting.comment(CANARY).handle
    with write_session() as session:
        worlds.account(session, role)
    client = sign_in(app.test_client(), str(role))
    addresses = {
        *(QUEUE, f"{QUEUE}?xem=open", f"{QUEUE}{handle}", PREVIEW, PUBLISHED, f"{PUBLISHED}?tim={CANARY}"),
        *("/admin/", "/admin/nhat-ky", f"/admin/tim?tim={CANARY}", "/admin/phan-anh/"),
    }

    # The search says the word that was typed once more; any other sight of the comment has «quát» beside it.
    assert [one for one in sorted(addresses) if "quát tôi" in get(client, one)] == []
    assert client.get(QUEUE).status_code == client.get(f"{QUEUE}{handle}").status_code == 403


def test_strange_addresses_answer_like_what_never_was(front: FlaskClient):
    known = address("Lệ phí")

    statuses = [
        front.get(one).status_code
        for one in (f"{QUEUE}{'0' * 32}", f"{QUEUE}abc", f"{PUBLISHED}{'0' * 32}/go", f"{PUBLISHED}x/go")
    ]
    token = token_of(front.get(known).text)
    strange = front.post(f"{known}/xoa", data={"csrf_token": token}).status_code
    assert (statuses, strange) == ([404] * 4, 404)
    for typed in ("", "x", "-1", "9" * 30, "٣"):
        assert "Vừa có người khác xử lý" in send(
            front, f"{known}/de-rieng", known, number=typed, reason="empty"
        )
