"""Codes from names, names without marks, initials."""

import pytest

from core.domain.naming import code, fold, initials


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("Hộ tịch", "ho-tich"),
        ("Đất đai – Xây dựng – Đầu tư", "dat-dai-xay-dung-dau-tu"),
        ("Quầy 3", "quay-3"),
        ("  Trần  Thị.Bình ", "tran-thi-binh"),
        ("???", "khac-gi-do"),
    ],
)
def test_a_code_is_the_name_without_marks_and_spaces(name: str, made: str):
    assert code(name, (), longest=40, otherwise="khac-gi-do") == made


def test_a_code_that_is_taken_gets_a_number_and_never_grows_too_long():
    taken = {"quay-tiep-nhan-ho-so", "quay-tiep-nhan-ho-2"}

    assert code("Quầy tiếp nhận hồ sơ", taken, longest=20, otherwise="quay") == "quay-tiep-nhan-ho-3"


def test_names_compare_alike_however_their_marks_are_written():
    assert fold("Đất  ĐAI") == fold("Đa\u0302\u0301t đai") == "dat dai"


@pytest.mark.parametrize(
    ("name", "shown"), [("Nguyễn Văn An", "NA"), ("Công chức A.", "CA"), ("Ân", "Â"), ("", "")]
)
def test_initials_stand_for_first_and_given_name(name: str, shown: str):
    assert initials(name) == shown
