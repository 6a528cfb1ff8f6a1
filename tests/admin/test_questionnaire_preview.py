"""The preview goes by the survey's own rules, and the tablet's frame by the tablet's; nothing of it is kept."""

import json
import re
from html import unescape

from flask import Flask
from flask.testing import FlaskClient

from core.db import write_session
from core.domain.access import Role
from tests.admin import test_questionnaires as desk
from tests.admin.test_questionnaires import DRAFT, PREVIEW, YES_NO, send
from tests.support import worlds
from tests.support.sign_in import sign_in
from tests.support.worlds import World

manager = desk.manager
TABLET = f"{PREVIEW}/may-tinh-bang"
MINUTES = {"vi": "Chờ mấy phút?", "en": "", "scope": "field", "factor": "", "low": "0", "high": "100"}


def test_a_wrong_answer_to_what_does_not_apply_is_left_out_as_in_the_survey(manager: FlaskClient) -> None:
    send(manager, f"{DRAFT}/them/so", **MINUTES, when=["trips:0"])
    page = manager.get(f"{PREVIEW}/gop-y?t=2").text
    (name,) = re.findall(r'name="(q_cho_may_phut)"', page)

    left_out = manager.post(f"{PREVIEW}/gop-y", data={"token": "2", "q_trips": "1", name: "lâu"})
    asked = manager.post(f"{PREVIEW}/gop-y", data={"token": "2", "q_trips": "0", name: "lâu"})

    assert (left_out.status_code, "/cam-on" in left_out.location) == (303, True)
    assert "Xin ghi một số nguyên từ 0 đến 100" in asked.text
    assert 'href="#q-cho_may_phut"' in asked.text


def test_nobody_is_thanked_for_a_form_without_an_answer(manager: FlaskClient) -> None:
    send(manager, f"{DRAFT}/chung", vi="Nhanh", en="Quick", lead="")

    empty = manager.post(PREVIEW, data={"token": ""})
    given = manager.post(PREVIEW, data={"token": "", "q_trips": "1"})

    assert "Ông/Bà chưa chọn câu nào." in empty.text
    assert given.status_code == 303


def test_skipping_leads_to_the_thanks_whatever_was_typed(manager: FlaskClient) -> None:
    send(manager, f"{DRAFT}/them/so", **MINUTES)

    skipped = manager.post(f"{PREVIEW}/gop-y", data={"token": "2", "q_cho_may_phut": "lâu", "skip": "1"})

    assert (skipped.status_code, "/cam-on" in skipped.location) == (303, True)


def test_the_tablets_frame_starts_the_tablets_screens_with_the_draft_and_with_no_code(
    manager: FlaskClient,
) -> None:
    send(manager, f"{DRAFT}/them/co-khong", **YES_NO)

    answer = manager.get(TABLET)

    assert f'src="{TABLET}?lang=vi"' in manager.get(f"{DRAFT}/xem-thu").text
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert re.findall(r'<script type="module" src="/kiosk/static/\w+/(.+?)"', answer.text) == ["preview.js"]
    found = re.search(r'data-bundle="([^"]+)"', answer.text)
    assert found is not None
    bundle = json.loads(unescape(found[1]))
    assert bundle["questionnaire"]["questions"][-1]["texts"]["vi"] == "Có chỗ ngồi chờ không?"
    assert (bundle["touchpoint"], bundle["questionnaire"]["version"], bundle["code"]) == (0, 0, "XEM-THU")
    assert "server_key" not in bundle
    assert manager.get(f"/q/{bundle['code']}").status_code == 404


def test_a_tablet_takes_no_preview_along(app: Flask) -> None:
    assert "/preview.js" not in app.test_client().get("/kiosk/sw.js").text


def test_the_tablets_preview_is_for_whoever_writes_the_draft(app: Flask, manager: FlaskClient) -> None:
    with write_session() as session:
        worlds.account(session, Role.MANAGER, login="neighbour", unit_id=World.neighbour)
        worlds.account(session, Role.OFFICER)
    assert sign_in(app.test_client(), "neighbour").get(TABLET).status_code == 404
    assert sign_in(app.test_client(), "officer").get(TABLET).status_code == 403
    assert app.test_client().get(TABLET).status_code == 303

    send(manager, f"{DRAFT}/cau/overall/bo")
    unfinished = manager.get(TABLET, follow_redirects=True)
    assert (unfinished.status_code, "Chưa xem thử được bản nháp này" in unfinished.text) == (422, True)
