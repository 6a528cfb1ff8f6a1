"""Searching: what is typed with or without marks, in either Unicode form, finds the beginnings of words."""

import unicodedata

import pytest

from core.domain.searching import LONGEST, asked, fits, marked, words_of


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("Đất đai – Xây dựng", " dat dai xay dung"),
        ("Bộ phận «Một cửa»", " bo phan mot cua"),
        ("nguyen.van_an", " nguyen van an"),
        ("3F7K4N", " 3f7k4n"),
        ("  \n", ""),
        ("–", ""),
    ],
)
def test_a_name_is_stored_as_its_words_without_marks(name: str, stored: str):
    assert words_of(name) == stored


def test_both_unicode_forms_ask_for_the_same():
    typed = "Thủ tục ĐẤT đai"

    assert asked(unicodedata.normalize("NFC", typed)) == ("thu", "tuc", "dat", "dai")
    assert asked(unicodedata.normalize("NFD", typed)) == ("thu", "tuc", "dat", "dai")


def test_a_word_is_asked_for_once_and_no_more_than_six():
    assert asked("an An ÀN") == ("an",)
    assert asked("a b c d e f g h") == ("a", "b", "c", "d", "e", "f")
    assert asked("đ" * 500) == ("d" * LONGEST,)


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [
        ("thu tuc dat dai", True),
        ("dai dat", True),
        ("da tu", True),
        ("đất", True),
        ("ai", False),
        ("dat dao", False),
    ],
)
def test_every_word_must_begin_a_word_of_the_name(typed: str, is_found: bool):
    assert fits("Thủ tục đất đai", asked(typed)) is is_found


def test_the_letters_that_were_hit_are_marked_in_the_name_as_it_is_written():
    assert marked("Thủ tục Đất đai", asked("dat thu")) == (
        ("Thủ", True),
        (" tục ", False),
        ("Đất", True),
        (" đai", False),
    )
    assert marked("Đăng ký", asked("da")) == (("Đă", True), ("ng ký", False))
    assert marked("Quầy 3", asked("xyz")) == (("Quầy 3", False),)


def test_a_name_in_the_other_form_is_marked_and_shown_in_nfc():
    assert marked(unicodedata.normalize("NFD", "Đất đai"), asked("dat")) == (("Đất", True), (" đai", False))
