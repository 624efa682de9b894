"""A whole number as people write it, and what is none."""

from __future__ import annotations

import pytest

from course.text.numbers import own_units, whole_number


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        *[
            ("13", 13),
            (" 13 ", 13),
            ("13.", 13),
            ("+13", 13),
            ("-5", -5),
            ("−5", -5),
            ("007", 7),
            ("0", 0),
        ],
        *[
            ("1.000", 1000),
            ("1 000", 1000),
            ("12.345.678", 12_345_678),
            ("20,0", 20),
            ("20,-", 20),
            ("20,–", 20),
        ],
        *[
            ("13 jaar", 13),
            ("13jaar", 13),
            ("13 jr", 13),
            ("13 ja", 13),
            ("13 Jaar.", 13),
            ("jaar 13", 13),
            ("13 jaren", 13),
            ("13 jaar oud", 13),
            ("vanaf 13 jaar", 13),
            ("13 jaar of ouder", 13),
            ("13+", 13),
            ("13.0", 13),
            ("dertien", 13),
            ("Dertien jaar", 13),
            ("drieëndertig", 33),
            ("één", 1),
        ],
        *[
            ("13 maanden", None),
            ("13 of 14", None),
            ("1.5", None),
            ("20,5", None),
            ("1.00", None),
            ("", None),
        ],
        *[
            ("een", None),
            ("²", None),
            ("٣", None),
            ("9" * 10, None),
            ("1.000.000.000", None),
            ("1" + ".000" * 2000, None),  # Python reads no number of so many digits
            ("1e3", None),
            ("13 14", None),
            ("onder 13", None),
            ("dertien of veertien", None),
            ("13.05", None),
            ("--5", None),
        ],
    ],
)
def test_a_number_is_read_with_its_unit(typed: str, number: int | None) -> None:
    assert whole_number(typed, ("jaar",)) == number


@pytest.mark.parametrize("typed", ["€ 20", "20 €", "20 euro"])
def test_a_sign_is_a_unit(typed: str) -> None:
    assert whole_number(typed, ("€", "euro")) == 20
    assert whole_number(typed) is None
    assert whole_number(typed, ("eur",)) == 20


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("72 uur", ("uur",)),
        ("artikel 21", ("artikel",)),
        ("80%", ("procent",)),
        ("13", ()),
        ("2FA", ()),
        ("A4", ()),
        ("toestemming", ()),
    ],
)
def test_a_text_that_is_a_number_has_its_own_unit(text: str, units: tuple[str, ...]) -> None:
    assert own_units(text) == units
