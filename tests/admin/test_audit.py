"""The audit log at the desk: who reads what of it, how it is searched and checked, what is noted of reading."""

import csv
import io
import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.db import write_session
from core.domain.access import Role
from core.models import AuditEntry
from core.services import audit, audit_checks
from tests.services.office_files import rows
from tests.support import worlds
from tests.support.chain import act, forge, long_chain
from tests.support.clock import Clock
from tests.support.counted import satisfied
from tests.support.databases import Databases
from tests.support.published import closed, given, settled
from tests.support.sign_in import sign_in, token_of
from tests.support.worlds import World

LOG = "/admin/nhat-ky"
AUDITORS = [Role.FRONT, Role.FRONT_LEAD, Role.OBSERVER]


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """SQLite only: tests/queries/test_audit.py asks both kinds of database."""
    return sqlite_databases


@pytest.fixture
def world(app: Flask, clock: Clock) -> World:
    with write_session() as session:
        world = worlds.office(session)
        for role in Role:
            worlds.account(session, role, unit_id=world.commune)
    act("counter.add", actor="quan.ly", counter=21, name="Quầy 1", fields=[11])
    act("account.create", actor="quan.tri", login="nguyen.an", role="officer")
    act("field.close", actor="ben.kia", unit_id=World.neighbour, field=17)
    act("correction.accept", actor="mat.tran", correction=1, answers=7, reason="Xếp nhầm ca")
    return world


def told(page: str) -> str:
    """Return the words of the page's entries."""
    body = page.split("<tbody>")[1].split("</tbody>")[0] if "<tbody>" in page else ""
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


@pytest.mark.parametrize("role", AUDITORS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_front_and_observer_read_what_was_done_in_their_units(
    world: World, client: FlaskClient, role: Role, language: str
) -> None:
    sign_in(client, str(role))

    page = client.get(f"{LOG}?lang={language}")

    entries = told(page.text)
    assert page.status_code == 200
    assert "quan.ly" in entries
    assert "nguyen.an" in entries
    assert "ben.kia" not in entries


def test_acts_are_named_in_vietnamese_and_no_code_shows(world: World, client: FlaskClient) -> None:
    sign_in(client, "front")

    entries = told(client.get(LOG).text)

    assert "Thêm quầy" in entries
    assert "tên: Quầy 1" in entries
    assert "Đăng nhập" in entries
    assert re.findall(r"\b[a-z]+\.(?:add|create|sign_in|accept)\b", entries) == []


def test_an_administrator_reads_of_accounts_and_nothing_else(world: World, client: FlaskClient) -> None:
    act("export.officers", actor="quan.sat", period="2026-Q4")
    sign_in(client, "sysadmin")

    everything = told(client.get(LOG).text)
    asked_for = told(client.get(f"{LOG}?viec=counter.add").text)
    words = told(client.get(f"{LOG}?chu=quay+1").text)

    assert "nguyen.an" in everything
    assert "quan.ly" not in everything + asked_for + words
    assert "quan.sat" not in everything
    assert client.get(f"{LOG}/1").status_code == 404
    assert client.get(f"{LOG}/2").status_code == 200


def test_an_observer_reads_no_figure_that_is_not_published(world: World, client: FlaskClient) -> None:
    sign_in(client, "observer")

    entries = told(client.get(LOG).text)
    one = client.get(f"{LOG}/4").text
    found = told(client.get(f"{LOG}?chu=xep+nham").text)
    file = client.get(f"{LOG}.csv").get_data(as_text=True)

    assert "Chấp nhận sửa ca trực" in entries
    assert "số ý kiến liên quan" not in entries + one
    assert '"answers":7' not in one + file.replace('""', '"')
    assert "Chấp nhận" not in found
    sign_in(client, "front")
    assert "số ý kiến liên quan: 7" in told(client.get(LOG).text)


def test_another_units_entry_does_not_exist(world: World, client: FlaskClient) -> None:
    sign_in(client, "front")

    assert [client.get(f"{LOG}/{number}").status_code for number in (1, 3, 99_999)] == [200, 404, 404]


@pytest.mark.parametrize(
    ("query", "found", "left_out"),
    [
        ("chu=quay", "Quầy 1", "nguyen.an"),
        ("chu=quầy+1", "Quầy 1", "nguyen.an"),
        ("ai=quan.tri", "nguyen.an", "Quầy 1"),
        ("viec=account.create", "nguyen.an", "Quầy 1"),
        ("viec=counter.", "Quầy 1", "nguyen.an"),
        ("don-vi=trung+tam", "Quầy 1", "mục của xã"),
        ("tu=21/11/2026&den=21/11/2026", "Quầy 1", "không có"),
    ],
)
def test_entries_are_found_by_what_is_looked_for(
    world: World, client: FlaskClient, query: str, found: str, left_out: str
) -> None:
    sign_in(client, "front")

    entries = told(client.get(f"{LOG}?{query}").text)

    assert found in entries
    assert left_out not in entries


def test_days_without_entries_and_days_that_cannot_be_read_are_explained(
    world: World, client: FlaskClient
) -> None:
    sign_in(client, "front")

    empty = client.get(f"{LOG}?tu=2026-11-22")
    unreadable = client.get(f"{LOG}?tu=hôm+qua")
    reversed_ = client.get(f"{LOG}?tu=21/11/2026&den=20/11/2026")

    assert "Không có mục nào phù hợp" in empty.text
    assert (unreadable.status_code, reversed_.status_code) == (400, 400)
    assert "Ghi ngày theo dạng ngày/tháng/năm" in unreadable.text
    assert "hôm qua" in unreadable.text


def test_a_page_ends_after_fifty_entries_and_goes_on_by_number(app: Flask, client: FlaskClient) -> None:
    with write_session() as session:
        worlds.office(session)
        worlds.account(session, Role.FRONT)
    long_chain(120)
    sign_in(client, "front")

    first = client.get(LOG).text
    older = re.search(r'href="(/admin/nhat-ky\?truoc=\d+)"', first)
    assert older
    second = client.get(older[1]).text

    numbers = [int(number) for number in re.findall(r'href="/admin/nhat-ky/(\d+)"', first + second)]
    assert numbers == list(range(numbers[0], numbers[0] - 100, -1))


def test_one_entry_shows_its_hash_and_how_to_compute_it(world: World, client: FlaskClient) -> None:
    sign_in(client, "front")

    page = client.get(f"{LOG}/1").text
    (entry,) = (row for row in rows(AuditEntry.number, AuditEntry.hash) if row[0] == 1)

    covered = page.split('<pre class="covered" tabindex="0">')[1].split("</pre>")[0]
    assert entry[1] in page
    assert covered.startswith("[1, 2, &#34;2026-11-21T02:00:00+00:00&#34;, &#34;quan.ly&#34;")
    assert "Mục này khớp" in page


def test_a_changed_entry_is_called_so_on_its_own_page_and_by_the_check(
    world: World, client: FlaskClient
) -> None:
    sign_in(client, "front")
    forge("UPDATE audit_entry SET actor = 'ai.do' WHERE number = 2")

    changed, after = client.get(f"{LOG}/2").text, client.get(f"{LOG}/3").status_code
    page = verify(client)

    assert "Mục này đã bị sửa" in changed
    assert after == 404
    assert "Chuỗi đứt ở mục 2" in page


def verify(client: FlaskClient, **more: str) -> str:
    """Press the button that checks the chain; return the page it leads to."""
    token = token_of(client.get(LOG).text)
    return client.post(f"{LOG}/kiem-tra", data={"csrf_token": token, **more}, follow_redirects=True).text


@pytest.mark.parametrize("role", [*AUDITORS, Role.SYSADMIN])
def test_the_check_says_how_far_the_chain_is_whole_and_is_an_entry_itself(
    world: World, client: FlaskClient, role: Role
) -> None:
    sign_in(client, str(role))
    before = audit.verify()

    assert "chưa lần nào" in client.get(LOG).text
    page = verify(client)

    assert f"nguyên vẹn đến mục {before.entries}" in page
    assert before.head in page
    assert rows(AuditEntry.number, AuditEntry.action)[-1][1] == "audit.verify"
    assert audit.verify().first_break is None


def test_a_long_chain_is_checked_in_stretches(
    world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_checks.check, "__kwdefaults__", {"most": 4})
    sign_in(client, "front")
    entries = audit.verify().entries

    first = verify(client)
    second = verify(client, tiep="1")

    assert f"Đã đọc 4 trên {entries} mục" in first
    assert "chưa lần nào" in first
    assert f"nguyên vẹn đến mục {entries}" in second
    assert "Đã đọc" not in second


def test_a_check_without_our_pages_token_is_refused(world: World, client: FlaskClient) -> None:
    sign_in(client, "front")

    assert client.post(f"{LOG}/kiem-tra").status_code == 400


def test_the_file_holds_what_is_found_and_taking_it_away_is_an_entry(
    world: World, client: FlaskClient
) -> None:
    sign_in(client, "front")

    file = client.get(f"{LOG}.csv?viec=counter.add")

    lines = list(csv.reader(io.StringIO(file.get_data().decode("utf-8-sig"))))
    assert file.headers["Content-Disposition"] == 'attachment; filename="nhat-ky-2026-11-21.csv"'
    assert [line[3:6] for line in lines[1:]] == [["quan.ly", "Thêm quầy", "counter.add"]]
    assert len(lines[0]) == 11
    assert rows(AuditEntry.number, AuditEntry.actor, AuditEntry.action, AuditEntry.facts)[-1][1:] == (
        "front",
        "export.audit",
        '{"action":"counter.add","entries":1}',
    )


def test_a_file_asks_for_a_fresh_second_factor(world: World, client: FlaskClient, clock: Clock) -> None:
    sign_in(client, "front")
    clock.advance(minutes=11)

    answer = client.get(f"{LOG}.csv")

    assert answer.status_code == 303
    assert answer.location.startswith("/admin/xac-thuc-lai")
    assert "export.audit" not in {action for (action,) in rows(AuditEntry.action)}


def test_a_formula_in_the_facts_stays_text(world: World, client: FlaskClient) -> None:
    act("account.create", actor="=1+1", login="x")
    sign_in(client, "front")

    assert "'=1+1" in client.get(f"{LOG}.csv?chu=x").get_data(as_text=True)


@pytest.mark.parametrize("role", [Role.FRONT, Role.LEADER, Role.COUNCIL, Role.OBSERVER])
def test_looking_at_officers_is_noted_once_for_a_sign_in_and_period(
    world: World, client: FlaskClient, clock: Clock, role: Role
) -> None:
    levels = satisfied(18, of=20)
    settled(given(date(2026, 11, 10), levels, officer=levels, officer_id=World.an, tier="B"))
    closed(date(2026, 11, 20))
    sign_in(client, str(role))
    address = "/admin/can-bo?ky=week"

    for _ in range(3):
        client.get(address)
    sign_in(client, str(role))
    client.get(address)
    noted = [row for row in rows(AuditEntry.actor, AuditEntry.action) if row[1] == "view.officers"]

    assert noted == [(str(role), "view.officers")]
    clock.advance(hours=1)
    sign_in(client, str(role))
    client.get(address)
    assert sum(row[1] == "view.officers" for row in rows(AuditEntry.actor, AuditEntry.action)) == 2


EXPORTS = [
    (Role.FRONT, "/admin/tong-quan.csv", "export.results", '{"period":"2026-11"}'),
    (Role.LEADER, "/admin/ket-qua.csv?ky=week", "export.published_results", '{"period":"2026-W46"}'),
    (Role.COUNCIL, "/admin/can-bo.csv?ky=week", "export.officers", '{"period":"2026-W46"}'),
    (Role.MANAGER, "/admin/bang-tinh/hien-tai.xlsx", "export.workbook", "{}"),
]


@pytest.mark.parametrize(("role", "address", "action", "facts"), EXPORTS)
def test_every_file_of_figures_is_noted_each_time(
    world: World, client: FlaskClient, role: Role, address: str, action: str, facts: str
) -> None:
    levels = satisfied(18, of=20)
    settled(given(date(2026, 11, 10), levels, officer=levels, officer_id=World.an, tier="B"))
    closed(date(2026, 11, 20))
    sign_in(client, str(role))

    assert [client.get(address).status_code for _ in range(2)] == [200, 200]

    noted = [row for row in rows(AuditEntry.actor, AuditEntry.action, AuditEntry.facts) if row[1] == action]
    assert noted == [(str(role), action, facts)] * 2


def test_a_file_that_is_not_there_is_not_noted(world: World, client: FlaskClient) -> None:
    sign_in(client, "council")

    assert client.get("/admin/can-bo.csv").status_code == 404
    assert not {action for (action,) in rows(AuditEntry.action) if action.startswith("export.")}
