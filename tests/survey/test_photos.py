"""Photos with a report: sent on the last page or added later; a bad one never costs a typed word."""

import re
import tempfile
from html import unescape

import pytest
from PIL import Image
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from core.db import db
from core.domain.complaints.course import Action
from core.models import Complaint, ComplaintPhoto
from core.web import sent_photos
from survey import carried
from tests.support import casework, hostile_photos, pictures
from tests.support.hostile_photos import CONTENT_TYPE, body
from tests.support.pictures import written
from tests.support.proofreader import ProofreadingClient
from tests.support.worlds import World

WHAT = "Phiếu hẹn ghi sai ngày hai lần, xem ảnh chụp phiếu."


def count(table: type[Complaint] | type[ComplaintPhoto]) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def post(
    client: ProofreadingClient, address: str, values: dict[str, str], *files: bytes, name: str = "photo"
) -> TestResponse:
    return client.post(
        address,
        data=body(values, list(files), name=name),
        content_type=CONTENT_TYPE,
        headers={"Accept-Language": "vi"},
    )


def send(client: ProofreadingClient, *files: bytes, **changes: str) -> TestResponse:
    """Send the last page of a report with photos."""
    values = {"what": WHAT, "wish": "Sửa lại phiếu", "token": carried.draw(), "send": "1", **changes}
    return post(client, f"/phan-anh?q={World.many}", values, *files)


def code_on(answer: TestResponse) -> str:
    found = re.search(r'class="vh">((?:[0-9A-Z][ ,]*){10})<', answer.text)
    assert found is not None, answer.text
    return "".join(sign for sign in found[1] if sign.isalnum())


def test_a_report_is_filed_with_its_photos_and_following_tells_how_many(
    world: World, client: ProofreadingClient
):
    answer = send(client, pictures.jpeg_of_a_phone(), written(pictures.picture(), "PNG"))

    assert answer.status_code == 200
    assert (count(Complaint), count(ComplaintPhoto)) == (1, 2)
    followed = client.post("/tra-cuu", data={"code": code_on(answer)}, headers={"Accept-Language": "vi"})
    assert "Ông/Bà đã gửi 2 ảnh." in followed.text
    assert "<img" not in followed.text
    assert followed.text.count('type="file"') == 1


def test_fields_nobody_chose_a_file_in_are_no_photos(world: World, client: ProofreadingClient):
    empty = body({"what": WHAT, "token": carried.draw(), "send": "1"}, [b"", b"", b""])
    nameless = empty.replace(b'filename="anh.jpg"', b'filename=""')

    answer = client.post(f"/phan-anh?q={World.many}", data=nameless, content_type=CONTENT_TYPE)

    assert answer.status_code == 200
    assert (count(Complaint), count(ComplaintPhoto)) == (1, 0)


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ((b"\x00\x00\x00\x18ftypheic" + bytes(64),), "Đây là ảnh HEIC của iPhone"),
        ((hostile_photos.SVG,), "Tệp này không phải ảnh JPEG, PNG hoặc WebP"),
        ((bytes(9 << 20),), "Ảnh lớn hơn 8\N{NO-BREAK SPACE}MB"),
        ((pictures.jpeg(), pictures.jpeg()[:500]), "Ảnh 2: Ảnh bị hỏng"),
        ((b"",), "Tệp này trống"),
        ((pictures.jpeg(),) * 4, "Chỉ gửi được nhiều nhất 3 ảnh"),
    ],
)
def test_a_photo_that_cannot_be_kept_costs_no_word(
    world: World, client: ProofreadingClient, files: tuple[bytes, ...], sentence: str
):
    answer = send(client, *files, where="Quầy 3")

    assert answer.status_code == 422
    page = unescape(answer.text)
    assert f'<li><a href="#photo">{sentence}' in page
    assert all(words in page for words in (WHAT, 'value="Quầy 3"', 'value="Sửa lại phiếu"'))
    assert "xin chọn lại tất cả các ảnh" in page
    assert count(Complaint) == 0


def test_the_same_form_sent_twice_is_one_case_with_its_photos_once(world: World, client: ProofreadingClient):
    token, photo = carried.draw(), pictures.jpeg()
    first = code_on(send(client, photo, token=token))

    assert code_on(send(client, photo, token=token)) == first
    assert code_on(send(client, token=token)) == first
    changed = send(client, pictures.jpeg(200, 300), token=token)

    assert (changed.status_code, code_on(changed)) == (409, first)
    assert "chưa được lưu" in changed.text
    assert (count(Complaint), count(ComplaintPhoto)) == (1, 1)


def test_photos_are_added_later_until_there_are_three(world: World, client: ProofreadingClient):
    token = carried.carry(code_on(send(client)))

    def add(*files: bytes) -> str:
        answer = post(client, "/tra-cuu", {"token": token, "photos": "1"}, *files)
        assert answer.status_code in (200, 422)
        return unescape(answer.text)

    assert "Xin chọn ảnh trước khi gửi" in add()
    assert "Đã thêm 2 ảnh." in add(pictures.jpeg(), pictures.jpeg(300, 300))
    assert "Ảnh này đã có từ trước." in add(pictures.jpeg())
    assert "Chỉ thêm được 1 ảnh nữa" in add(pictures.jpeg(200, 300), pictures.jpeg(200, 200))
    assert "không phải ảnh JPEG" in add(hostile_photos.SVG)
    full = add(pictures.jpeg(200, 300))
    assert "Ông/Bà đã gửi 3 ảnh." in full
    assert 'type="file"' not in full
    assert count(ComplaintPhoto) == 3


def test_no_photo_is_asked_for_once_the_case_is_over(world: World, client: ProofreadingClient):
    code = code_on(send(client))
    casework.say(code, Action.WITHDRAW)

    answer = post(client, "/tra-cuu", {"token": carried.carry(code), "photos": "1"}, pictures.jpeg())

    assert 'type="file"' not in answer.text
    assert count(ComplaintPhoto) == 0


def test_no_byte_of_a_photo_is_written_outside_the_database(
    world: World, client: ProofreadingClient, monkeypatch: pytest.MonkeyPatch
):
    """Form parsers put large files into temporary ones; here they would fail at once."""

    def fail(*_args: object, **_how: object) -> None:
        raise AssertionError("a temporary file was opened")

    for name in ("TemporaryFile", "NamedTemporaryFile", "SpooledTemporaryFile", "mkstemp"):
        monkeypatch.setattr(tempfile, name, fail)
    noise = Image.effect_noise((1500, 1500), 200).convert("RGB")
    large = written(noise, "JPEG", quality=95)
    assert len(large) > 1_000_000

    assert send(client, large).status_code == 200
    assert sent_photos.budget.held == 0


def test_what_is_too_much_for_one_process_is_read_and_forgotten(
    world: World, client: ProofreadingClient, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sent_photos, "MOST_HELD", 100)

    answer = send(client, pictures.jpeg())

    assert answer.status_code == 422
    assert "nhiều người đang gửi ảnh" in unescape(answer.text)
    assert WHAT in answer.text
    assert sent_photos.budget.held == 0


@pytest.mark.parametrize(
    ("broken", "status"),
    [
        (b"", 422),
        (b"no boundary at all", 400),
        (body({"what": "Ch\ufffd", "send": "1"}, []), 400),
        (body({f"field{number}": "x" for number in range(40)}, []), 413),
        (body({"what": "x" * 300_000}, []), 413),
    ],
)
def test_a_form_that_is_none_is_refused_in_words(
    world: World, client: ProofreadingClient, broken: bytes, status: int
):
    answer = client.post(f"/phan-anh?q={World.many}", data=broken, content_type=CONTENT_TYPE)

    assert answer.status_code == status
    assert "<h1" in answer.text
    assert sent_photos.budget.held == 0
