"""A number that is wrong by a letter is known as such, wherever the letter stands."""

from __future__ import annotations

from itertools import cycle
from random import Random

import pytest

from course.domain.proof.numbers import LENGTH, SIGNS, is_number, new_number, typed_number, written

NUMBERS = [new_number(Random(seed).choice) for seed in range(20)]


def test_a_number_is_one_however_it_is_typed() -> None:
    for number in NUMBERS:
        assert len(number) == LENGTH
        assert is_number(number)
        assert typed_number(f"  {written(number).lower()} ") == number
        assert typed_number(" ".join(number)) == number


def test_sixty_signs_are_read_and_no_more() -> None:
    (number, *_) = NUMBERS
    assert typed_number(number.ljust(60)) == number
    assert typed_number(number.ljust(61)) is None


def test_it_is_written_in_groups_of_four() -> None:
    for number in NUMBERS:
        assert [len(group) for group in written(number).split("-")] == [4] * 5


@pytest.mark.parametrize("place", range(LENGTH))
def test_one_other_letter_is_no_number(place: int) -> None:
    for number in NUMBERS[:3]:
        for sign in set(SIGNS) - {number[place]}:
            assert not is_number(number[:place] + sign + number[place + 1 :])


def test_two_letters_that_changed_places_are_no_number() -> None:
    for number in NUMBERS:
        for at in range(LENGTH - 1):
            swapped = [*number]
            swapped[at], swapped[at + 1] = swapped[at + 1], swapped[at]
            assert is_number("".join(swapped)) == (number[at] == number[at + 1])


@pytest.mark.parametrize(
    "text", ["", "0" * 20, "2" * 19, "2" * 21, "O" * 20, "-" * 61, "\x00" * 20, "é" * 20]
)
def test_anything_else_is_no_number(text: str) -> None:
    assert typed_number(text) is None


def test_the_last_sign_follows_from_the_others() -> None:
    signs = cycle("7Q")
    assert new_number(lambda _: next(signs))[:-1] == ("7Q" * 10)[:-1]
