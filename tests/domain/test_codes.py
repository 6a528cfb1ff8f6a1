"""Short codes: none is one mistyped letter away from another."""

import random

from core.domain.office import codes


def test_a_code_has_ninety_six_neighbours_that_differ_in_one_letter():
    found = list(codes.neighbours("3F7K4N"))

    # Six places, sixteen other letters of the alphabet for each.
    assert len(set(found)) == len(found) == 96
    assert {sum(own != other for own, other in zip("3F7K4N", one, strict=True)) for one in found} == {1}


def test_a_drawn_code_is_two_letters_away_from_every_other():
    chance = random.Random(11)
    drawn: set[str] = set()
    for _number in range(3000):
        code = codes.draw(chance.choice, drawn)
        assert drawn.isdisjoint(codes.neighbours(code))
        drawn.add(code)

    assert len(drawn) == 3000


def test_a_code_one_letter_from_a_given_one_is_drawn_again():
    letters = iter("3F7K4P" + "3F7K9P")

    # 3F7K4P is one letter from 3F7K4N, 3F7K9P two.
    assert codes.draw(lambda _alphabet: next(letters), ["3F7K4N"]) == "3F7K9P"
