"""What pages of a round say is true: its sample, its reports, its questions, what closing does."""

import csv
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from admin.rounds import hamlets
from admin.rounds.hamlets import UnreadableLine
from core.db import write, write_session
from core.domain.access import Role
from core.domain.submission import Channel
from core.models import ROUND_REPORT, RoundStratum, SurveyRound
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

TODAY = date(2026, 11, 21)


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

    assert "gửi về sau khi đóng đợt không được tính ngay mà để riêng chờ Mặt trận quyết định" in page
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
    assert "4 / 6 66,7% cỡ mẫu · sai số chọn mẫu lớn hơn 5%" in page
    assert "Ngoài mẫu: 8 trả lời không rõ xóm, tổ. Vượt phần của xóm, tổ: 2 trả lời." in page
    # The round's own page says the same.
    assert "4 / 6" in words(desk("manager").get(f"{HERE}/1").text)


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
    assert (
        "Khi có thêm ít nhất 5 phiếu muộn cùng một cách trả lời, một báo cáo mới được lập bên cạnh." in only
    )
    assert "không thay đổi nữa" not in only
    assert "Báo cáo số 2. Gồm trả lời nhận đến hết" in words(page)
    assert "Thay báo cáo số 1. Số liệu nào chỉ có dưới 5 phiếu muộn thì giữ như báo cáo trước." in words(page)
    assert "6 / 334" in words(page)
    assert "Báo cáo này gồm 12 phiếu; phiếu muộn không đếm theo xóm, tổ" in words(page)
    assert "?so=1" in page
    assert "Đã có báo cáo số 2 thay báo cáo này" in first
    assert "6 / 334" in first
    assert "báo cáo số 1 của đợt" in file
    assert ",6," in file.split("Cả đợt")[1].splitlines()[0]
    for number in ("3", "0", "x", "truc-tiep"):
        assert leader.get(f"{HERE}/1/ket-qua?so={number}").status_code == 404


def test_every_report_says_how_far_the_round_was_with_the_first_one(
    world: World, desk: Desk, clock: Clock
) -> None:
    began(ends=TODAY)
    with write_session() as session:
        session.get_one(SurveyRound, 1).sample = 6
        for hamlet, sample in ((1, 6), (2, 0), (3, 0)):
            session.get_one(RoundStratum, (1, hamlet)).sample = sample
    answered(world, 6)
    night(clock, 3)
    before = [words(desk("leader").get(f"{HERE}/1/ket-qua").text)]
    # Three come late; then forty paper forms of no hamlet.
    answered(world, 3)
    before.append(words(desk("leader").get(f"{HERE}/1/ket-qua").text))
    answered(world, 40, channel=Channel.PAPER, stratum=None)
    night(clock)
    leader = desk("leader")

    first, second = (leader.get(f"{HERE}/1/ket-qua?so={number}") for number in (1, 2))
    files = [leader.get(f"{HERE}/1/ket-qua.csv?so={n}").get_data().decode("utf-8-sig") for n in (1, 2)]

    for page in (*before, words(first.text), words(second.text)):
        assert "6 / 6 100,0% cỡ mẫu" in page
        assert "Ngoài mẫu" not in page
        assert page.count("Là số phiếu nhận được đến lúc lập báo cáo số 1.") == 2
    assert "Chưa có trong báo cáo này" not in before[0]
    assert "Chưa có trong báo cáo này: 3 trả lời." in before[1]
    # The three by phone wait; of the forty no hamlet is counted.
    assert "Báo cáo này gồm 46 phiếu; phiếu muộn không đếm theo xóm, tổ" in words(second.text)
    assert "phiếu muộn không đếm" not in words(first.text)
    assert "Chưa có trong báo cáo này: 3 trả lời." in words(second.text)
    assert "Trong đó có 40 phiếu giấy được tính sau báo cáo số 1" in words(second.text)
    assert "được tính sau báo cáo" not in words(first.text)
    lines = [list(csv.reader(file.splitlines())) for file in files]
    assert [[line[3] for line in each[-4:]] for each in lines] == [
        ["6", "0", "0", "0"],
        ["6", "0", "0", "0"],
    ]
    assert all("Là số phiếu nhận được đến lúc lập báo cáo số 1." in file for file in files)
    assert "Phiếu giấy được tính sau báo cáo số 1,40" in files[1]
    assert "Phiếu giấy được tính sau" not in files[0]


def test_a_report_made_before_progress_was_recorded_says_so(world: World, desk: Desk, clock: Clock) -> None:
    began()
    with write_session() as session:
        own = {"round_id": 1, "number": 1, "unit_id": World.centre, "channel": "interview", "tier": "C"}
        session.execute(ROUND_REPORT.insert(), {**own, "part": 0, "through": TODAY, "n": 7})
    counted(h1=9)
    leader = desk("leader")

    page = words(leader.get(f"{HERE}/1/ket-qua").text)
    file = leader.get(f"{HERE}/1/ket-qua.csv").get_data().decode("utf-8-sig")
    of_round = words(leader.get(f"{HERE}/1").text)
    closing = words(desk("manager").get(f"{HERE}/1/ket-thuc").text)

    assert page.count("Báo cáo số 1 không ghi lại số phiếu của từng xóm, tổ.") == 2
    assert "7 / 334" in page
    assert "Báo cáo số 1 không ghi lại số phiếu của từng xóm, tổ." in file
    # Nor does the round's own page say what came by now, which is nine of hamlet 1.
    assert of_round.count("Báo cáo số 1 không ghi lại số phiếu của từng xóm, tổ.") == 2
    assert "Xóm 1" not in of_round
    assert "Đã có 9 trên 334 trả lời. Báo cáo số 1 không ghi lại" in closing


def test_after_the_first_report_only_the_front_reads_how_many_came_from_each_hamlet_since(
    world: World, desk: Desk, clock: Clock
) -> None:
    began(ends=TODAY)
    answered(world, 6)
    night(clock, 3)
    answered(world, 5, stratum=2)
    pages = {
        (role, tail): words(desk(role).get(f"{HERE}/1{tail}").text)
        for role, tail in (("leader", ""), ("manager", ""), ("manager", "/ket-thuc"), ("front", ""))
    }

    live = pages.pop(("front", ""))
    assert "11 / 334" in live
    assert "Xóm Đồng 700 117 5 " in live
    assert "Là số phiếu nhận được đến lúc" not in live
    for (_, tail), page in pages.items():
        assert ("Đã có 6 trên 334" if tail else "6 / 334") in page
        assert "Là số phiếu nhận được đến lúc lập báo cáo số 1." in page
        assert ("Sau đó có thêm 5 phiếu" in page) is not tail
        assert "Xóm Đồng 700 117 0 " in page


def test_a_channel_that_many_came_by_is_not_said_to_be_small(world: World, desk: Desk, clock: Clock) -> None:
    began()
    answered(world, 9, channel=Channel.QR, stratum=None)
    answered(world, 3, channel=Channel.PAPER)
    interviewing.close(1)
    night(clock)
    leader = desk("leader")

    page = words(leader.get(f"{HERE}/1/ket-qua").text)
    file = leader.get(f"{HERE}/1/ket-qua.csv").get_data().decode("utf-8-sig")

    said = "không hiện, để không suy ra được một nhóm nhỏ"
    assert f"Mã QR hoặc liên kết {said}" in page
    assert f"Phiếu giấy {said}" in page
    rows = [row for row in csv.reader(file.splitlines()) if row and row[0] == "Cách trả lời"]
    assert [row[3] for row in rows] == [said, said]
    assert "dưới 5" not in file


def test_a_round_past_its_last_day_takes_paper_until_it_is_closed_by_hand(desk: Desk, clock: Clock) -> None:
    began(ends=TODAY)
    clock.advance(days=3)
    manager = desk("manager")

    over, asked_ = (manager.get(f"{HERE}/1{tail}").text for tail in ("", "/ket-thuc"))
    done = send(manager, f"{HERE}/1/ket-thuc").text
    again = words(manager.get(f"{HERE}/1/ket-thuc").text)

    assert "Đã kết thúc" in words(over)
    assert "lo-moi?dot=1" in over
    assert f"{HERE}/1/ket-thuc" in over
    assert "Ngày cuối là 21/11/2026. Đóng đợt rồi thì không nhập thêm phiếu giấy" in words(asked_)
    assert "Nếu để đợt tự hết ngày" not in words(asked_)
    assert "Đã đóng đợt khảo sát." in words(done)
    assert "Đợt kết thúc ngày 21/11/2026" in words(done)
    # What is closed offers no paper that would not be taken, and is not closed twice.
    assert "lo-moi?dot=1" not in done
    assert f"{HERE}/1/ket-thuc" not in done
    assert "Đợt khảo sát đã đóng từ trước." in again


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
    files = [desk(role).get(f"{HERE}/1/ket-qua.csv").get_data() for role in ("front", "leader")]
    assert files[0] == files[1]


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
