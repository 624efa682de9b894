"""What can be the number of a norm, and in which order norms stand."""

from __future__ import annotations

import pytest

from course.domain.proof.norms import LONGEST_NORM, by_number, is_norm


@pytest.mark.parametrize("text", ["GO.2", "a", "B-1:3_c", "1" * LONGEST_NORM])
def test_letters_digits_points_and_lines_are_a_number(text: str) -> None:
    assert is_norm(text)


@pytest.mark.parametrize("text", ["", "GO 2", "GO.2\n", "GO/2", "<b>", "1" * (LONGEST_NORM + 1)])
def test_anything_else_or_longer_is_none(text: str) -> None:
    assert not is_norm(text)


def test_numbers_in_norms_are_numbers() -> None:
    norms = ["GO.10", "go.2", "AB.1", "GO.2.1", "3", "12"]
    assert sorted(norms, key=by_number) == ["AB.1", "go.2", "GO.2.1", "GO.10", "3", "12"]
