"""What pages of a round say is true: its sample, its reports, its questions, what closing does."""

from dataclasses import replace

import pytest
from flask import Flask

from admin.rounds import hamlets
from admin.rounds.hamlets import UnreadableLine
from core.db import write, write_session
from core.domain.access import Role
from core.domain.submission import Channel
from core.models import RoundStratum, SurveyRound
from core.services import questionnaires
from tests.support import asked, interviewing, worlds
from tests.support.clock import Clock
from tests.support.sign_in import sign_in
from tests.support.surveying import (
    HERE,
    PLAN,
    Desk,
    answered,
    began,
    counted,
    night,
    send,
    words,
)
from tests.support.worlds import World


@pytest.fixture
def world(app: Flask) -> World:
    """The office with a manager, a leader, and the Front, who see the commune and all below it."""
    with write_session() as session:
        world = worlds.office(session)
        for role in (Role.MANAGER, Role.FRONT, Role.LEADER):
            worlds.account(session, role, unit_id=World.commune)
    return world


@pytest.fixture
def desk(app: Flask, world: World) -> Desk:
    return lambda role: sign_in(app.test_client(), role)


def test_closing_says_what_becomes_of_late_interviews(desk: Desk) -> None:
    began()

    page = words(desk("manager").get(f"{HERE}/1/ket-thuc").text)

    assert "gửi về sau khi bấm kết thúc không được tính ngay mà để riêng chờ Mặt trận quyết định" in page
    assert "Nếu để đợt tự hết ngày (30/11/2026), phiếu của những ngày đó vẫn được tính khi gửi về" in page
    assert "muộn hơn một ngày" not in page


def test_answers_without_a_hamlet_never_fill_the_sample(desk: Desk) -> None:
    began()
    counted(h1=5, qr=330)
    manager = desk("manager")

    page, closing = (words(manager.get(f"{HERE}/1{tail}").text) for tail in ("", "/ket-thuc"))

    assert "5 / 334" in page
    assert "Đã đủ cỡ mẫu" not in page
    # 145 of hamlet 1, 117 and 67 of the others.
    assert "Còn thiếu 329." in page
    assert "Ngoài mẫu: 330 trả lời không rõ xóm, tổ." in page
    assert "Đã có 5 trên 334 trả lời" in closing
    assert "sai số chọn mẫu sẽ lớn hơn 5%" in closing
    assert "Ngoài mẫu: 330" in closing


def test_a_report_says_that_its_error_is_larger_while_a_hamlet_lacks_answers(
    world: World, desk: Desk, clock: Clock
) -> None:
    began()
    answered(world, 6)
    answered(world, 8, channel=Channel.QR, stratum=None)
    with write_session() as session:
        session.get_one(SurveyRound, 1).sample = 6
        for hamlet, sample in ((1, 4), (2, 2), (3, 0)):
            session.get_one(RoundStratum, (1, hamlet)).sample = sample

    page = words(desk("front").get(f"{HERE}/1/ket-qua").text)

    # Six came as were asked for, but two of hamlet 1 do not stand for the two of hamlet 2: 4 of 6 are done.
    assert "6 / 6 66,7% cỡ mẫu · sai số chọn mẫu lớn hơn 5%" in page
    assert "Ngoài mẫu: 8 trả lời" in page


def test_a_later_report_stands_beside_the_first_one_and_both_are_read(
    world: World, desk: Desk, clock: Clock
) -> None:
    began()
    answered(world, 6, answers={"overall": ("5",)})
    interviewing.close(1)
    night(clock)
    only = words(desk("leader").get(f"{HERE}/1/ket-qua").text)
    answered(world, 6, answers={"overall": ("1",)})
    night(clock)
    leader = desk("leader")

    page = leader.get(f"{HERE}/1/ket-qua").text
    first = words(leader.get(f"{HERE}/1/ket-qua?so=1").text)
    file = leader.get(f"{HERE}/1/ket-qua.csv?so=1").get_data().decode("utf-8-sig")

    assert "Báo cáo số 1. Gồm mọi trả lời nhận đến hết" in only
    assert "Nếu có thêm ít nhất 5 phiếu muộn, một báo cáo mới được lập bên cạnh." in only
    assert "không thay đổi nữa" not in only
    assert "Báo cáo số 2. Gồm mọi trả lời nhận đến hết" in words(page)
    assert "Thay báo cáo số 1." in words(page)
    assert "12 / 334" in words(page)
    assert "?so=1" in page
    assert "Đã có báo cáo số 2 thay báo cáo này" in first
    assert "6 / 334" in first
    assert "báo cáo số 1 của đợt" in file
    assert ",6," in file.split("Cả đợt")[1].splitlines()[0]
    for number in ("3", "0", "x", "truc-tiep"):
        assert leader.get(f"{HERE}/1/ket-qua?so={number}").status_code == 404


def test_the_front_gets_the_closing_report_and_asks_for_live_figures(
    world: World, desk: Desk, clock: Clock
) -> None:
    began()
    answered(world, 6, answers={"overall": ("5",)})
    before = words(desk("front").get(f"{HERE}/1/ket-qua").text)
    interviewing.close(1)
    night(clock)
    front = desk("front")

    page = front.get(f"{HERE}/1/ket-qua").text
    live = words(front.get(f"{HERE}/1/ket-qua?so=truc-tiep").text)

    assert "Số liệu trực tiếp dành cho Mặt trận" in before
    assert "Không hiện số liệu của dưới năm người" not in before
    assert "Báo cáo số 1." in words(page)
    assert "còn thay đổi" not in page
    assert "?so=truc-tiep" in page
    assert "Không hiện số liệu của dưới năm người" in words(page)
    assert "Số liệu trực tiếp dành cho Mặt trận" in live
    csv = [desk(role).get(f"{HERE}/1/ket-qua.csv").get_data() for role in ("front", "leader")]
    assert csv[0] == csv[1]


def test_a_hidden_number_or_choice_has_no_count(world: World, desk: Desk, clock: Clock) -> None:
    version = asked.ask(asked.version())
    began(version=version)
    answered(world, 2, version=version, answers={"overall": ("5",), "waited": ("30",), "returned": ("2",)})
    answered(world, 5, version=version, answers={"overall": ("4",)})
    interviewing.close(1)
    night(clock)

    page = words(desk("leader").get(f"{HERE}/1/ket-qua").text)

    assert "Ông/Bà chờ bao nhiêu phút? không hiện: dưới 5 trả lời" in page
    assert "Hồ sơ có bị trả lại không? không hiện: dưới 5 trả lời" in page


def test_a_round_keeps_the_name_its_questions_had_after_they_are_retired(desk: Desk) -> None:
    own = replace(asked.version(1), code="khao-sat-2026", texts={"vi": "Phiếu của xã"})
    version = asked.ask(own)
    began(version=version)
    with write_session() as session:
        session.get_one(SurveyRound, 1).questionnaire_code = own.code
    manager = desk("manager")
    before = words(manager.get(f"{HERE}/1").text)
    with write() as connection:
        questionnaires.choose(connection, World.commune, own.code, None, account_id=1)

    after = words(manager.get(f"{HERE}/1").text)

    assert "Phiếu của xã, bản 1" in before
    assert "Phiếu của xã, bản 1" in after


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"questionnaire": "khong-co"}, "Đơn vị đã chọn không dùng bộ câu hỏi này. Xin chọn bộ khác."),
        ({"unit_id": "3"}, "Xin chọn một đơn vị thuộc phạm vi của Ông/Bà."),
        ({"unit_id": "hai"}, "Xin chọn một đơn vị thuộc phạm vi của Ông/Bà."),
    ],
)
def test_a_choice_that_is_not_offered_is_refused_in_vietnamese_and_once(
    desk: Desk, changes: dict[str, str], sentence: str
) -> None:
    answer = send(desk("manager"), f"{HERE}/moi", **{**PLAN, **changes})

    assert answer.status_code == 422
    assert "hoice" not in words(answer.text)
    # Once above the form and once at its field.
    assert words(answer.text).count(sentence) == words(
        send(desk("manager"), f"{HERE}/moi", **{**PLAN, "name": ""}).text
    ).count("Xin ghi tên, ví dụ “Đợt khảo sát năm 2026”.")


@pytest.mark.parametrize("line", ["Tổ dân phố 3-4", "Tổ dân phố 3–4", "Xóm 1-420"])
def test_a_dash_within_a_name_is_no_separator(app: Flask, line: str) -> None:
    with app.test_request_context("/?lang=vi"), pytest.raises(UnreadableLine):
        hamlets.read(line)

    [found] = hamlets.read(f"{line} - 420")
    assert (found.name, found.population) == (line, 420)
