"""Told by mail: only who asked, only that there is something new, once, whatever the mail server does."""

import logging
import re
import smtplib
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from core import config
from core.config import Config, ConfigurationError, MailConfig
from core.db import db, write, write_session
from core.domain.access import CITIZEN, Role
from core.domain.complaints import receipts
from core.domain.complaints.course import Action
from core.domain.complaints.kinds import Kind
from core.domain.mail_address import is_address
from core.jobs import drain
from core.models import ComplaintKey, ComplaintMail, OutboxItem
from core.queries.complaints import mailing as query
from core.services import data_key, mail_server, outbox
from core.services.complaints import mailing, passing
from core.services.complaints.filing import RECEIPT_PURPOSE
from core.services.complaints.mailing import WishRefused
from tests.support import casework, mailbox, worlds
from tests.support.casework import ANSWER
from tests.support.clock import Clock
from tests.support.databases import Databases, settings_for
from tests.support.mailbox import Mailbox
from tests.support.processes import free_port

#: As long as the names of some wards make it.
OFFICE = "http://langnghe.phuong-nguyen-binh-khiem.thanh-pho-hai-phong.gov.example"
ADDRESS = "ba.lan+phananh@hop-thu.example"
FRONT, LEAD = casework.somebody(Role.FRONT, 1), casework.somebody(Role.FRONT_LEAD, 2)
MANAGER, LEADER = casework.somebody(Role.MANAGER, 3), casework.somebody(Role.LEADER, 4)


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """SQLite: what is asked of the database here is plain; the outbox is tested on both."""
    return sqlite_databases


@pytest.fixture(scope="module")
def server() -> Iterator[Mailbox]:
    """One mail server for all tests of the file."""
    with mailbox.mail_server() as served:
        yield served


@pytest.fixture
def box(server: Mailbox) -> Mailbox:
    """The mail server, empty and friendly."""
    for kept in (server.mails, server.raw, server.recipients, server.to_recipient, server.to_mail):
        kept.clear()
    return server


@pytest.fixture
def settings(database_url: str, clock: Clock, box: Mailbox) -> dict[str, str]:
    return settings_for(
        database_url,
        LANGNGHE_CLOCK=str(clock.file),
        LANGNGHE_PUBLIC_URL=OFFICE,
        **smtp(box.port),
    )


def smtp(port: int) -> dict[str, str]:
    return {
        "LANGNGHE_SMTP_HOST": "127.0.0.1",
        "LANGNGHE_SMTP_PORT": str(port),
        "LANGNGHE_SMTP_SECURITY": "none",
        "LANGNGHE_SMTP_SENDER": "langnghe@xamau.example",
    }


@pytest.fixture
def receipt(app: Flask) -> str:
    """The code of a case at the office."""
    with write_session() as session:
        worlds.office(session)
        for role in (Role.FRONT, Role.FRONT_LEAD, Role.MANAGER, Role.LEADER):
            worlds.account(session, role)
    return casework.letter()


@pytest.fixture
def asked(receipt: str) -> str:
    """The same, whose citizen asked to be told."""
    mailing.ask(plain(receipt), ADDRESS)
    return receipt


def plain(receipt: str) -> str:
    return receipts.normalise(receipt) or ""


def waiting() -> list[OutboxItem]:
    db.session.rollback()
    return list(db.session.scalars(select(OutboxItem)))


def wishes() -> int:
    db.session.rollback()
    return len(list(db.session.scalars(select(ComplaintMail.complaint_id))))


def wish(receipt: str) -> query.Wish | None:
    db.session.rollback()
    return query.wish(CITIZEN, data_key.prints_of(plain(receipt), purpose=RECEIPT_PURPOSE))


def question() -> None:
    casework.move(FRONT, Action.ASK, text="Ông/Bà còn giữ phiếu hẹn không?")


def test_each_news_is_told_and_nothing_else(asked: str, box: Mailbox):
    told: dict[str, int] = {}

    def then(what: str) -> None:
        drain.drain()
        told[what] = len(box.mails)
        box.mails.clear()

    question()
    then("asked")
    casework.say(asked, Action.REPLY, text="Còn")
    casework.move(FRONT, Action.TRIAGE)
    then("replied, passed on")
    casework.move(LEADER, Action.EXTEND, text="Chờ đo đạc", due_on=date(2026, 12, 18))
    then("extended")
    casework.move(MANAGER, Action.NOTE, text="Gọi phòng Kinh tế")
    casework.move(MANAGER, Action.SUBMIT, text=ANSWER)
    casework.move(LEADER, Action.APPROVE)
    then("noted, submitted, approved")
    casework.move(FRONT, Action.RELEASE)
    then("answered")
    casework.say(asked, Action.CONTEST, text="Chưa")
    answer()
    then("answered again")
    casework.say(asked, Action.CONTEST, text="Vẫn chưa")
    casework.move(LEAD, Action.CONCLUDE, text="Mặt trận đã kiểm tra tại chỗ.")
    then("concluded")

    assert told == {
        "asked": 1,
        "replied, passed on": 0,
        "extended": 1,
        "noted, submitted, approved": 0,
        "answered": 1,
        "answered again": 1,
        "concluded": 1,
    }
    assert (wishes(), waiting()) == (0, []), "Closed and told: the address has served"


def test_what_is_no_petition_is_told_too(asked: str, box: Mailbox):
    casework.move(FRONT, Action.END, kind=Kind.GRIEVANCE, text="Xin gửi đơn khiếu nại.")

    drain.drain()

    assert (len(box.mails), wishes()) == (1, 0)


def test_the_mail_says_that_there_is_something_new_and_no_more(asked: str, box: Mailbox):
    question()
    drain.drain()

    [mail] = box.mails
    text = mail.get_content()
    assert mail["Subject"] == "Xã Mẫu: có tin mới"
    assert box.recipients == [[ADDRESS]]
    assert mail["To"] == ADDRESS
    assert mail["From"] == "langnghe@xamau.example"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert text.startswith("Có tin mới về việc Ông/Bà đã gửi tới Xã Mẫu.")
    assert "There is something new about what you sent to Xã Mẫu." in text
    assert f"{OFFICE}/tra-cuu và" in text
    raw = mail.as_string() + text
    for secret in (plain(asked), asked, "PA-", "phiếu hẹn", "chờ từ", "Trung tâm", "Mặt trận"):
        assert secret not in raw


def test_headers_are_written_so_that_every_server_reads_them(asked: str, box: Mailbox):
    question()
    drain.drain()

    raw = box.raw[0]
    assert b"Subject: =?utf-8?" in raw
    assert f"\nList-Unsubscribe: <{OFFICE}/tra-cuu/thoi-bao/".encode() in raw
    assert raw.isascii()


def test_who_did_not_ask_is_not_written_to(receipt: str, box: Mailbox):
    casework.letter(email="khac@hop-thu.example", has_consented=True)
    casework.move(FRONT, Action.ASK, text="Ở đâu?")

    assert (drain.drain(), box.mails, waiting()) == (0, [], [])


def test_several_news_before_the_worker_comes_are_one_mail(asked: str, box: Mailbox):
    question()
    casework.move(FRONT, Action.ASK, text="Vào ngày nào?")

    drain.drain()

    assert (len(box.mails), waiting()) == (1, [])


def test_the_outbox_holds_the_number_of_the_case_alone(asked: str):
    question()

    [item] = waiting()
    assert item.payload == {"case": casework.newest().hex()}


def test_the_address_lies_sealed_and_apart_from_the_contact(asked: str):
    db.session.rollback()
    row = db.session.scalars(select(ComplaintMail)).one()

    assert ADDRESS.encode() not in row.sealed
    assert query.waiting(CITIZEN, row.complaint_id) is None, "Nothing new yet"


def test_greylisting_is_waited_for(asked: str, box: Mailbox, clock: Clock):
    question()
    box.to_recipient.append("450 4.2.0 Greylisted, come again")
    assert (drain.drain(), len(box.mails)) == (0, 0)
    [item] = waiting()
    assert (item.attempts, item.last_error) == (1, "TryLater")

    clock.advance(seconds=22)
    assert drain.drain() == 0, "Not before three quarters of the pause"
    clock.advance(seconds=16)

    assert (drain.drain(), len(box.mails), waiting()) == (1, 1, [])


def test_a_greylisted_mail_does_not_keep_the_next_from_going(asked: str, box: Mailbox):
    question()
    other = casework.letter(what="Rác tại điểm tập kết thu gom chậm.")
    mailing.ask(plain(other), "ong.ba@khac.example")
    new = next(
        number for number in casework.numbers() if number != bytes.fromhex(waiting()[0].payload["case"])
    )
    casework.move(FRONT, Action.ASK, case=new, text="Ở đâu?")
    box.to_recipient.append("451 4.7.1 Later")

    drain.drain()

    assert box.recipients == [["ong.ba@khac.example"]]


@pytest.mark.parametrize("where", ["recipient", "mail"])
def test_a_refusal_for_good_is_not_tried_again_and_shown_to_who_asked(
    asked: str, box: Mailbox, where: str, caplog: pytest.LogCaptureFixture
):
    question()
    getattr(box, f"to_{where}").append(f"550 5.1.1 No such mailbox {ADDRESS}")

    with caplog.at_level(logging.INFO):
        drain.drain()

    found = wish(asked)
    assert found is not None
    assert found.failed_on is not None
    assert waiting() == []
    assert own_lines(caplog) == ["a mail was refused for good: 550"]

    casework.move(FRONT, Action.ASK, text="Vào ngày nào?")
    drain.drain()
    assert len(box.mails) == 1
    assert wish(asked) == query.Wish(found.since, None), "What arrives clears it"


def test_a_server_that_is_down_is_asked_once_for_all_that_waits(
    asked: str, app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    question()
    for number in range(3):
        with write() as connection:
            outbox.add(connection, "complaint.mail", {"case": f"{number:032x}"})
    tried = pointed_at(free_port(), app, monkeypatch)

    with caplog.at_level(logging.INFO):
        drain.drain()

    assert tried == ["tried"]
    assert [item.last_error for item in waiting()] == ["ServerAway"] * 4
    assert own_lines(caplog) == ["complaint.mail failed: ServerAway"]


def test_a_server_that_says_nothing_does_not_hold_the_worker(
    asked: str, app: Flask, monkeypatch: pytest.MonkeyPatch
):
    question()
    monkeypatch.setattr(mail_server, "PATIENCE", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        pointed_at(silent.getsockname()[1], app, monkeypatch)

        assert drain.drain() == 0

    assert [item.last_error for item in waiting()] == ["ServerAway"]


def test_after_five_days_it_is_given_up_and_said_so(
    asked: str, app: Flask, clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    """30 s to 32 min, doubling, are 63.5 min; an hour each from then on: the 126th failure passes 120 hours."""
    question()
    pointed_at(free_port(), app, monkeypatch)
    fail_so_often(124)
    drain.drain()
    assert [item.attempts for item in waiting()] == [125]
    clock.advance(hours=2)
    caplog.clear()

    with caplog.at_level(logging.INFO):
        drain.drain()

    assert waiting() == []
    assert own_lines(caplog) == ["complaint.mail failed: ServerAway", "a mail was given up"]
    found = wish(asked)
    assert found is not None
    assert found.failed_on == clock.moment.date()


def test_pauses_are_spread(asked: str, app: Flask, monkeypatch: pytest.MonkeyPatch):
    question()
    for number in range(9):
        with write() as connection:
            outbox.add(connection, "complaint.mail", {"case": f"{number:032x}"})
    pointed_at(free_port(), app, monkeypatch)

    drain.drain()

    moments = {item.not_before for item in waiting()}
    assert len(moments) == 10
    assert max(moments) - min(moments) < timedelta(seconds=15)


def test_a_worker_killed_before_it_forgets_the_piece_sends_nothing_twice(
    asked: str, box: Mailbox, monkeypatch: pytest.MonkeyPatch
):
    question()
    with monkeypatch.context() as patch:
        patch.setattr(outbox, "finish", killed)
        with pytest.raises(SystemExit):
            drain.drain()

    drain.drain()

    assert (len(box.mails), waiting()) == (1, [])


def test_a_worker_killed_right_after_handing_over_sends_the_same_mail_once_more(
    asked: str, box: Mailbox, monkeypatch: pytest.MonkeyPatch
):
    """At least once is what SMTP allows; the same Message-ID lets the mailbox drop the second one."""
    question()
    with monkeypatch.context() as patch:
        patch.setattr(mailing, "_note_told", killed)
        with pytest.raises(SystemExit):
            drain.drain()

    drain.drain()

    assert [mail["Message-ID"] for mail in box.mails] == [box.mails[0]["Message-ID"]] * 2
    assert waiting() == []


def test_a_new_mail_has_a_new_number(asked: str, box: Mailbox):
    question()
    drain.drain()
    casework.move(FRONT, Action.ASK, text="Vào ngày nào?")
    drain.drain()

    assert len({mail["Message-ID"] for mail in box.mails}) == 2


def test_who_takes_the_wish_back_is_not_written_to_any_more(asked: str, box: Mailbox):
    question()

    mailing.stop(plain(asked))

    assert (drain.drain(), box.mails, wishes()) == (1, [], 0)


def test_the_word_in_the_mail_stops_the_mails_without_the_code(asked: str, box: Mailbox):
    question()
    drain.drain()
    found = re.search(r"/tra-cuu/thoi-bao/(\S+)", box.mails[0].get_content())
    assert found is not None
    assert box.mails[0]["List-Unsubscribe"] == f"<{OFFICE}/tra-cuu/thoi-bao/{found[1]}>"

    mailing.stop_by_word("another")
    assert wishes() == 1
    mailing.stop_by_word(found[1])

    assert wishes() == 0


def test_an_erased_case_is_written_about_to_nobody(asked: str, box: Mailbox):
    question()
    with write() as connection:
        connection.execute(delete(ComplaintKey))

    assert (drain.drain(), box.mails, waiting()) == (1, [], [])
    with pytest.raises(WishRefused, match="erased"):
        mailing.ask(plain(asked), ADDRESS)


def test_the_citizens_own_word_and_time_end_the_wish(asked: str, clock: Clock):
    casework.move(FRONT, Action.TRIAGE)
    answer()
    clock.advance(days=40)

    assert passing.run().lapsed == 1
    assert wishes() == 0


def test_whoever_is_answered_with_another_letter_is_told_too(asked: str, box: Mailbox):
    before = casework.numbers()
    other = casework.letter(what="Máy lấy số hỏng từ sáng thứ Hai, chị Tám phải đứng.")
    [main] = casework.numbers() - before
    [merged] = before
    casework.move(FRONT, Action.TRIAGE, case=main)
    casework.move(FRONT, Action.MERGE, case=merged, other_id=main)
    drain.drain()
    box.mails.clear()

    casework.move(MANAGER, Action.SUBMIT, case=main, text=ANSWER)
    casework.move(LEADER, Action.APPROVE, case=main)
    casework.move(FRONT, Action.RELEASE, case=main)
    drain.drain()

    assert len(box.mails) == 1
    assert wishes() == 1
    casework.say(asked, Action.CONFIRM)
    casework.say(other, Action.CONFIRM)
    drain.drain()
    assert (len(box.mails), wishes()) == (1, 0)


def test_a_new_address_replaces_the_one_before(asked: str, box: Mailbox):
    mailing.ask(plain(asked), "moi@hop-thu.example")
    question()
    drain.drain()

    assert box.recipients == [["moi@hop-thu.example"]]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ba.lan",
        "ba.lan@hop-thu",
        "ba lan@hop-thu.example",
        "a@b.example\nBcc: c@d.example",
        "a@b.example\r\nSubject: x",
        "a@b.example,c@d.example",
        "a@b.example c@d.example",
        "<a@b.example>",
        '"a\nb"@c.example',
        "Bà Lan <a@b.example>",
        "a@b..example",
        ".a@b.example",
        "a@-b.example",
        "bà.lan@hop-thu.example",
        f"{'a' * 65}@b.example",
        f"a@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.{'f' * 20}.example",
        "a@b.example\x00",
        "a@b.example\n",
    ],
)
def test_what_is_no_plain_address_is_refused(receipt: str, address: str):
    with pytest.raises(WishRefused, match="address"):
        mailing.ask(plain(receipt), address)


@pytest.mark.parametrize(
    "address", [ADDRESS, "a@b.vn", "o'brien_9@mail.co-quan.gov.vn", f"{'a' * 64}@b.example"]
)
def test_plain_addresses_are_taken(address: str):
    assert is_address(address)


SENDER = {"LANGNGHE_SMTP_HOST": "mail.example", "LANGNGHE_SMTP_SENDER": "langnghe@xamau.example"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"LANGNGHE_SMTP_SENDER": ""},
        {"LANGNGHE_SMTP_SENDER": "Xã Mẫu <a@b.example>"},
        {"LANGNGHE_SMTP_PORT": "x"},
        {"LANGNGHE_SMTP_PORT": "70000"},
        {"LANGNGHE_SMTP_SECURITY": "ssl"},
        {"LANGNGHE_SMTP_USER": "a"},
        {"LANGNGHE_SMTP_USER": "a", "LANGNGHE_SMTP_PASSWORD": "b", "LANGNGHE_SMTP_SECURITY": "none"},
    ],
)
def test_settings_that_cannot_work_are_refused_with_a_sentence(wrong: dict[str, str]):
    with pytest.raises(ConfigurationError, match="LANGNGHE_SMTP"):
        Config.from_env(settings_for("sqlite://", **{**SENDER, **wrong}))


def test_ports_follow_from_the_way_the_server_is_reached():
    ports = {}
    for security in ("", "starttls", "tls", "none"):
        mail = Config.from_env(settings_for("sqlite://", **SENDER, LANGNGHE_SMTP_SECURITY=security)).mail
        assert mail is not None
        ports[security] = mail.port

    assert ports == {"": 587, "starttls": 587, "tls": 465, "none": 25}
    assert Config.from_env(settings_for("sqlite://")).mail is None


def fail_so_often(times: int) -> None:
    """Let the piece that waits have failed before."""
    with write() as connection:
        connection.execute(update(OutboxItem).values(attempts=times))


def killed(*_arguments: object, **_more: object) -> None:
    raise SystemExit


def own_lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return what the product logged; the mail server of the test logs addresses, as servers do."""
    return [line.getMessage() for line in caplog.records if line.name.startswith("langnghe")]


def answer() -> None:
    casework.move(MANAGER, Action.SUBMIT, text=ANSWER)
    casework.move(LEADER, Action.APPROVE)
    casework.move(FRONT, Action.RELEASE)


def pointed_at(port: int, app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let the product speak to another port; return a list that grows with every try."""
    tried: list[str] = []
    connect = mail_server._connect

    def counted(settings: MailConfig) -> smtplib.SMTP:
        tried.append("tried")
        return connect(settings)

    monkeypatch.setattr(mail_server, "_connect", counted)
    own = config.current()
    assert own.mail is not None
    monkeypatch.setitem(app.config, "LANGNGHE", replace(own, mail=replace(own.mail, port=port)))
    return tried
