"""Personal data in comments: found however people write it, and nothing else is spoilt."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.services.personal_data import mask

PHONE = "[đã che số điện thoại]"
IDENTITY = "[đã che số căn cước]"
EMAIL = "[đã che thư điện tử]"


@pytest.mark.parametrize(
    "written",
    [
        "0912345678",
        "0912 345 678",
        "0912.345.678",
        "0912-345-678",
        "0912–345–678",
        "0912 - 345 - 678",
        "0912_345_678",
        "0912/345/678",
        "0912,345,678",
        "0912.34.56.78",
        "09 12 34 56 78",
        "091 234 5678",
        "09123 45678",
        "0912  345  678",
        "0912\u00a0345\u00a0678",
        "0912\u200b345\u200b678",
        "0912\n345678",
        "0 9 1 2 3 4 5 6 7 8",
        "０９１２３４５６７８",
        "O912345678",
        "(0912) 345 678",
        "+84912345678",
        "+84 912 345 678",
        "+84-912-345-678",
        "+84 (0) 912 345 678",
        "(+84) 912345678",
        "84912345678",
        "84 912 345 678",
        "(84)912345678",
        "0084912345678",
        "00 84 912 345 678",
        "0903000000",
        "0983.000.000",
        "024 3825 1234",
        "(024) 3825 1234",
        "02438251234",
        "0258.3.825.123",
        "0236 3 822 222",
        "+84 24 3825 1234",
        "01634567890",
        "+1 650 253 0000",
    ],
)
def test_a_phone_number_is_covered_however_it_is_written(written: str):
    assert mask(f"Xin gọi {written} giúp tôi").text == f"Xin gọi {PHONE} giúp tôi"


@pytest.mark.parametrize(
    "written",
    [
        "001203004567",
        "001 203 004 567",
        "001.203.004.567",
        "001-203-004-567",
        "0012 0300 4567",
        "001 2030 04567",
        "024203004567",
        "036095000000",
        "079203001234",
    ],
)
def test_an_identity_number_of_twelve_digits_is_covered(written: str):
    assert mask(f"Căn cước {written}").text == f"Căn cước {IDENTITY}"


@pytest.mark.parametrize(
    "written", ["123456789", "012345678", "123 456 789", "012 345 678", "1234.56.789", "271-234-567"]
)
def test_an_older_identity_number_of_nine_digits_is_covered(written: str):
    assert mask(f"CMND {written}").text == f"CMND {IDENTITY}"


@pytest.mark.parametrize(
    "written",
    [
        "a@b.vn",
        "ten.ho+1@gmail.com",
        "ÁNH@gmail.com",
        "x@sub.domain.gov.vn",
        "nguyen(at)gmail.com",
        "nguyen [at] gmail.com",
        "a @ gmail . com",
        "0912345678@gmail.com",
    ],
)
def test_an_e_mail_address_is_covered(written: str):
    assert mask(f"Thư {written}").text == f"Thư {EMAIL}"


@pytest.mark.parametrize(
    ("written", "covered"),
    [
        ("sđt:0912345678nhé", f"sđt:{PHONE}nhé"),
        ("quầy 3 0912345678", f"quầy 3 {PHONE}"),
        ("0912345678 3 lần", f"{PHONE} 3 lần"),
        ("0912345678, 0987654321", f"{PHONE}, {PHONE}"),
        ("0912345678 0987654321", f"{PHONE} {PHONE}"),
        ("ngày 21/11/2026 0912345678", f"ngày 21/11/2026 {PHONE}"),
        ("CCCD 001203004567, CMND 123456789", f"CCCD {IDENTITY}, CMND {IDENTITY}"),
        ("123456789 001203004567", f"{IDENTITY} {IDENTITY}"),
        ("Tôi là a@b.vn. Xin cảm ơn", f"Tôi là {EMAIL}. Xin cảm ơn"),
        ("số căn cước001203004567", f"số căn cước{IDENTITY}"),
    ],
)
def test_what_stands_around_stays(written: str, covered: str):
    assert mask(written).text == covered


@pytest.mark.parametrize(
    "text",
    [
        "Chờ từ 08/10/2026 đến 21/11/2026 mới xong",
        "ngày 21-11-2026 lúc 09:30",
        "03/11/2026-05/11/2026",
        "21.11.2026 21.11.2027",
        "2026-11-21",
        "năm 2024, 2025, 2026",
        "2024 2025 2026",
        "07:30–11:30",
        "từ 7h30 đến 11h30 ngày 20.11.2026",
    ],
)
def test_days_and_hours_stay(text: str):
    assert mask(text).text == text


@pytest.mark.parametrize(
    "text",
    [
        "1.500.000",
        "Phải nộp thêm 1.500.000 đồng",
        "12.500.000.000đ",
        "1 500 000 000",
        "150000000",
        "1.234.567.890 đồng",
        "123.456.789 đồng",
        "phí 150.000đ, 200.000đ, 300.000đ",
        "250.000 x 3 = 750.000",
        "2,5 triệu",
    ],
)
def test_sums_of_money_stay(text: str):
    assert mask(text).text == text


@pytest.mark.parametrize(
    "text",
    [
        "hồ sơ 000.00.15.H41-230601-0012",
        "H12.34-261121-0034",
        "H05-230601-0012",
        "G12-261121-0001",
        "thửa đất số 123, tờ bản đồ số 45",
        "số 154-KH/HU",
        "QĐ 1001/QĐ-BNV, Nghị định 61/2018/NĐ-CP",
        "số thứ tự 0123",
        "Diện tích 120,5 m2; 1.234,5 m2",
        "03 bộ, 05 bản, 07 ngày",
        "1, 2, 3, 4, 5, 6, 7, 8, 9, 10",
        "mã 7K4M-2R9H",
    ],
)
def test_numbers_of_files_documents_and_land_stay(text: str):
    assert mask(text).text == text


def test_each_kind_that_was_found_is_named_once():
    masked = mask("a@b.vn hoặc 0912345678 hoặc 0987654321, căn cước 001203004567")

    assert masked.kinds == ("email", "phone", "identity")


def test_a_harmless_comment_names_no_kind():
    assert mask("Cán bộ niềm nở, cảm ơn.").kinds == ()


@given(st.text(max_size=400))
def test_covering_twice_is_covering_once(text: str):
    once = mask(text).text

    assert mask(once).text == once


@pytest.mark.parametrize("piece", ["0", "0 ", "09 ", "1.", "1 ", "84 ", "a@", "a.", "(", "0-", "đồng 1"])
def test_no_comment_keeps_the_server_busy(piece: str):
    text = (piece * 2000)[:2000]

    started = time.process_time()
    mask(text)

    assert time.process_time() - started < 0.25
