"""Every page of complaints in a real browser, and how a person comes to it."""

from collections.abc import Callable

from playwright.sync_api import Page
from sqlalchemy import select

from core.db import db
from core.domain.access import Role, Scope
from core.domain.complaints import receipts
from core.domain.complaints.course import Action
from core.domain.complaints.filing import Filing
from core.domain.complaints.kinds import Channel, Kind
from core.models import Complaint
from core.services import data_key
from core.services.complaints import filing, moving
from core.services.complaints.effects import Said
from core.services.complaints.filing import RECEIPT_PURPOSE
from tests.support import pictures
from tests.support.worlds import World
from tests.survey.pages import Door, choose, follow

WHAT = (
    "Tôi phải đi lại ba lần vì thiếu giấy tờ, lần đầu không được hướng dẫn đủ.\n"
    "Lần thứ ba lại được bảo là phiếu hẹn ghi sai ngày."
)
#: What an iPhone writes, as far as anybody looks.
HEIC = b"\x00\x00\x00\x18ftypheic" + bytes(64)
_ANSWER = (
    "Trung tâm đã kiểm tra ba phiếu hướng dẫn. Lần đầu hướng dẫn thiếu giấy xác nhận tình trạng hôn nhân: đó là lỗi "
    "của chúng tôi. Từ ngày 16/11 bảng giấy tờ được dán tại quầy; hồ sơ của Ông/Bà đã trả ngày 18/11."
)


def _somebody(role: Role, account_id: int) -> Scope:
    return Scope(account_id=account_id, role=role, unit_ids=frozenset({World.centre}))


_FRONT = _somebody(Role.FRONT, 7)


def filed(*, contact: bool = False) -> str:
    """File a report about the centre; return its code as it is shown."""
    phone = "0912345678" if contact else ""
    return filing.file(
        Filing(unit_id=World.centre, channel=Channel.WEB, what=WHAT, phone=phone, has_consented=contact)
    )


def move(receipt: str, action: Action, role: Role = Role.FRONT, **said: object) -> None:
    """Let somebody of the staff do something with the case of a code."""
    plain = receipts.normalise(receipt) or ""
    stored = data_key.print_of(plain, purpose=RECEIPT_PURPOSE)
    db.session.rollback()
    number = db.session.scalars(select(Complaint.id).where(Complaint.receipt_print == stored)).one()
    scope = _somebody(role, {Role.FRONT: 7, Role.MANAGER: 9, Role.LEADER: 10}[role])
    moving.move(scope, number, action, Said(**said), actor="thu")  # type: ignore[arg-type]


def answered() -> str:
    receipt = filed()
    move(receipt, Action.TRIAGE, field_id=World.land)
    move(receipt, Action.SUBMIT, Role.MANAGER, text=_ANSWER)
    move(receipt, Action.APPROVE, Role.LEADER)
    move(receipt, Action.RELEASE)
    return receipt


def look(page: Page, door: Door, receipt: str) -> None:
    page.goto(f"{door.url}/tra-cuu")
    page.get_by_label("Mã theo dõi", exact=True).fill(receipt)
    press(page, "Xem tình trạng")


def press(page: Page, name: str) -> None:
    follow(page, page.get_by_role("button", name=name, exact=True))


def fill(page: Page, door: Door) -> None:
    page.goto(f"{door.url}/phan-anh?q={door.world.many}")
    page.get_by_label("Nội dung phản ánh").fill(WHAT)
    page.get_by_label("Ở đâu?").fill("Quầy đất đai")
    page.get_by_label("Ông/Bà mong muốn thế nào?").fill("Hướng dẫn đủ ngay lần đầu")


def _mistakes(page: Page, door: Door) -> None:
    page.goto(f"{door.url}/phan-anh?q={door.world.many}")
    choose(page, "Gọi điện hoặc nhắn tin cho tôi")
    page.get_by_label("Số điện thoại").fill("0912 34 218")
    choose(page, "Tôi đồng ý")
    press(page, "Xem lại trước khi gửi")


def _review(page: Page, door: Door) -> None:
    fill(page, door)
    page.get_by_label("Nội dung phản ánh").fill(f"{WHAT} Căn cước 001203004567.")
    choose(page, "Việc này xảy ra tại quầy")
    page.get_by_label("Lĩnh vực").select_option(label="Đất đai")
    choose(page, "Gọi điện hoặc nhắn tin cho tôi")
    page.get_by_label("Số điện thoại").fill("0912 345 678")
    choose(page, "Tôi đồng ý")
    press(page, "Xem lại trước khi gửi")


def _wrong_photo(page: Page, door: Door) -> None:
    fill(page, door)
    press(page, "Xem lại trước khi gửi")
    files = page.locator("input[type=file]")
    files.nth(0).set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": pictures.jpeg()})
    files.nth(1).set_input_files({"name": "b.heic", "mimeType": "image/heic", "buffer": HEIC})
    press(page, "Gửi phản ánh")


def _receipt(page: Page, door: Door) -> None:
    fill(page, door)
    press(page, "Xem lại trước khi gửi")
    press(page, "Gửi phản ánh")


def _receipt_of_changed_words(page: Page, door: Door) -> None:
    _receipt(page, door)
    page.go_back()
    press(page, "Sửa lại")
    page.get_by_label("Nội dung phản ánh").fill(f"{WHAT} Thêm một câu.")
    press(page, "Xem lại trước khi gửi")
    press(page, "Gửi phản ánh")


def _new(page: Page, door: Door) -> None:
    look(page, door, filed())


def _handled(page: Page, door: Door) -> None:
    receipt = filed(contact=True)
    move(receipt, Action.TRIAGE, field_id=World.land)
    move(
        receipt,
        Action.ASK,
        text="Chúng tôi đã đề nghị Trung tâm cung cấp phiếu hướng dẫn của cả ba lần. Nếu Ông/Bà còn giữ phiếu hẹn, "
        "xin cho biết ngày ghi trên phiếu.",
    )
    look(page, door, receipt)
    page.get_by_label("Bổ sung thông tin").fill("Phiếu ghi ngày 12/11.")
    press(page, "Gửi bổ sung")
    page.get_by_text("Thêm ảnh", exact=True).click()
    page.locator("input[type=file]").first.set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": pictures.jpeg()}
    )
    press(page, "Gửi ảnh")
    page.get_by_text("Thêm ảnh", exact=True).click()


def _answered(page: Page, door: Door) -> None:
    look(page, door, answered())


def _contested_without_a_reason(page: Page, door: Door) -> None:
    look(page, door, answered())
    press(page, "Chưa thỏa đáng")


def _contested(page: Page, door: Door) -> None:
    look(page, door, answered())
    choose(page, "Không hài lòng")
    page.get_by_label("điều gì chưa thỏa đáng").fill("Bảng giấy tờ chưa có tại quầy 3.")
    press(page, "Chưa thỏa đáng")


def _late(page: Page, door: Door) -> None:
    receipt = filed()
    move(receipt, Action.TRIAGE)
    door.clock.advance(days=26)
    look(page, door, receipt)
    door.clock.advance(days=-26)


def _formal_complaint(page: Page, door: Door) -> None:
    receipt = filed()
    move(
        receipt,
        Action.END,
        kind=Kind.GRIEVANCE,
        text="Việc này là khiếu nại. Xin gửi đơn đến Chủ tịch UBND xã.",
    )
    look(page, door, receipt)


def _withdrawing(page: Page, door: Door) -> None:
    look(page, door, filed())
    page.get_by_text("Rút phản ánh").first.click()
    press(page, "Rút phản ánh")


def _wrong_code(page: Page, door: Door) -> None:
    look(page, door, "7777777777")


def _at(path: str) -> Callable[[Page, Door], None]:
    def go(page: Page, door: Door) -> None:
        page.goto(door.url + path.format(many=door.world.many))

    return go


PAGES: dict[str, Callable[[Page, Door], None]] = {
    "form": _at("/phan-anh?q={many}"),
    "form-with-mistakes": _mistakes,
    "review": _review,
    "review-with-a-wrong-photo": _wrong_photo,
    "receipt": _receipt,
    "receipt-of-changed-words": _receipt_of_changed_words,
    "offices": _at("/phan-anh"),
    "formal": _at("/phan-anh/khieu-nai-to-cao?q={many}"),
    "code": _at("/tra-cuu"),
    "code-wrong": _wrong_code,
    "case-new": _new,
    "case-handled": _handled,
    "case-answered": _answered,
    "case-contested-without-a-reason": _contested_without_a_reason,
    "case-contested": _contested,
    "case-late": _late,
    "case-formal": _formal_complaint,
    "case-withdrawing": _withdrawing,
}
