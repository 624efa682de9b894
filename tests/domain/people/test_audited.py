"""What the audit trail may say about a deed: codes, and nothing that names somebody."""

from __future__ import annotations

import pytest

from course.domain.people import audited
from course.domain.people.audited import Audited, unfit


@pytest.mark.parametrize(
    ("value", "fits"),
    [
        ("onderwijzend", True),
        ("2026-11-29T09:00+01:00", True),
        ("", True),
        (12, True),
        ("x" * 100, True),
        ("x" * 101, False),
        ("Noor Berg", False),
        ("noor@voorbeeld.example", False),
        ("Is ziek, zegt zij.", False),
    ],
)
def test_a_detail_is_a_code(value: str | int, fits: bool) -> None:
    assert unfit({"school": "boom", "role": value}) == ("" if fits else "role")


def test_the_first_that_is_no_code_is_named() -> None:
    assert unfit({}) == ""
    assert unfit({"a": "een naam", "b": "nog een naam"}) == "a"


def test_two_deeds_are_about_a_role() -> None:
    """Which of them is said beside the role."""
    assert not any(unfit({"deed": deed.value}) for deed in Audited), "a deed is a code as well"
    told = [deed for deed in Audited if deed in audited.ROLES_TOLD]
    assert told == [Audited.ROLE_GRANTED, Audited.ROLE_ENDED]
