"""The Vietnamese alphabet: names are looked up by given name, letters before tones."""

import unicodedata

import pytest

from core.domain.alphabet import by_given_name


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("Trần Văn An", "Lê Thị Bình"),
        ("An", "Ân"),
        ("Lê An", "Trần An"),
        ("Dung", "Đức"),
        ("Đức", "Giang"),
        ("Bình", "Bỉnh"),
        ("Hòa", "Hoan"),
        ("Oanh", "Ơn"),
        ("Ú", "Ư"),
        ("Công chức A.", "Công chức B."),
    ],
)
def test_names_stand_in_dictionary_order(earlier: str, later: str) -> None:
    assert by_given_name(earlier) < by_given_name(later)


def test_a_decomposed_name_stands_where_the_composed_one_does() -> None:
    assert by_given_name(unicodedata.normalize("NFD", "Nguyễn Thị Thắm")) == by_given_name("Nguyễn Thị Thắm")


def test_an_empty_name_and_foreign_letters_are_no_trouble() -> None:
    assert by_given_name("") < by_given_name("An") < by_given_name("Øystein")
