"""A whole number as people write it, and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.text.numbers import half_up, own_units, percent, percents, whole_number


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
            ("een", 1),  # it is an article only before a word that is not counted
        ],
        *[
            ("１３ jaar", 13),  # as wide as a Chinese sign
            ("13\u202fjaar", 13),
            ("der\u00adtien", 13),
            ("(13)", 13),
            ("‘13’", 13),
            ("13,", 13),
            ("= 13 jaar!", 13),
            ("13 ?", 13),
            ("± 13", 13),
            ("+/- 13", 13),
            ("plm. 13", 13),
            ("c.a. 13", 13),
            ("≥ 13", 13),
            ("min. 13 jaar", 13),
            ("13 plus", 13),
            ("13-jarigen", 13),
            ("13 jarige", 13),
        ],
        *[
            ("–5", -5),
            ("1’000", 1000),
            ("20,--", 20),
            ("20,=", 20),
            ("20,00", 20),
            ("1,000", None),  # one to who reads Dutch, a thousand to who reads English
            ("1,234", None),
            ("min 5", None),  # below zero, or no less
        ],
        *[
            ("drieendertig", 33),
            ("éénentwintig", 21),
            ("vijf en twintig", 25),
            ("een-en-twintig jaar", 21),
            ("honderd", 100),
            ("twee honderd", 200),
            ("honderdtwintig", 120),
            ("vijftienhonderd", 1500),
            ("tweeduizend en een", 2001),
            ("duizend", 1000),
            ("anderhalf", None),
            ("½", None),
            ("honderd" + "-" * 50_000 + "x", None),
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
            ("een foto", None),
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
    ("typed", "unit", "number"),
    [
        ("72h", "uur", 72),
        ("1 week", "weken", 1),
        ("2 weken", "week", 2),
        ("3 wkn", "weken", 3),
        ("1 minuut", "minuten", 1),
        ("een persoon", "personen", 1),
        ("3x", "keer", 3),
        ("driemaal", "keer", None),
        ("drie foto's", "foto", 3),
        ("80 percent", "%", 80),
        ("20 eurocent", "euro", None),
        ("5 miljoen", "minuten", None),
    ],
)
def test_one_and_several_are_the_same_unit(typed: str, unit: str, number: int | None) -> None:
    assert whole_number(typed, (unit,)) == number


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
        ("een foto", ()),
    ],
)
def test_a_text_that_is_a_number_has_its_own_unit(text: str, units: tuple[str, ...]) -> None:
    assert own_units(text) == units


@pytest.mark.parametrize(
    ("part", "total", "share"),
    [
        (0, 300, 0),
        (1, 300, 1),  # never none from one
        (199, 200, 99),  # never all before all
        (200, 200, 100),
        (1, 8, 13),  # ,5 goes up
        (41, 69, 59),
        (1, 1, 100),
    ],
)
def test_a_share_is_all_only_when_it_is_all(part: int, total: int, share: int) -> None:
    assert percent(part, total) == share


@given(st.lists(st.integers(0, 400), min_size=1, max_size=8))
def test_parts_of_a_whole_add_up_and_none_is_lost(parts: list[int]) -> None:
    total = sum(parts)
    shares = percents(parts, total)
    assert sum(shares) == (100 if total else 0)
    assert [share > 0 for share in shares] == [part > 0 for part in parts]


@pytest.mark.parametrize(
    ("parts", "total", "shares"),
    [
        ([1, 4, 1], 6, [17, 67, 16]),  # not 17 + 67 + 17
        ([1, 299], 300, [1, 99]),
        ([1, 1, 298], 300, [1, 1, 98]),
        ([2, 2], 3, [67, 67]),  # several answers each: no parts of one whole
        ([0, 0], 0, [0, 0]),
    ],
)
def test_shares_of_parts(parts: list[int], total: int, shares: list[int]) -> None:
    assert percents(parts, total) == shares


@pytest.mark.parametrize(("number", "whole"), [(0.5, 1), (1.5, 2), (2.5, 3), (2.4, 2), (94.5, 95)])
def test_a_half_goes_up(number: float, whole: int) -> None:
    assert half_up(number) == whole
