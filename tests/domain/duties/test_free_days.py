"""Easter, and the days that are counted from it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.domain.duties.free_days import days_around, easter, public_holidays

years = st.integers(1583, 4099)


@pytest.mark.parametrize(
    "sunday",
    [
        date(1818, 3, 22),  # the earliest that can be
        date(1943, 4, 25),  # the latest
        date(1981, 4, 19),  # both exceptions of the table
        date(1954, 4, 18),
        date(2000, 4, 23),
        date(2024, 3, 31),
        date(2027, 3, 28),
        date(2028, 4, 16),
        date(2038, 4, 25),
    ],
)
def test_easter_as_it_was_and_will_be(sunday: date) -> None:
    assert easter(sunday.year) == sunday


@given(years)
def test_easter_is_a_sunday_after_the_first_day_of_spring(year: int) -> None:
    found = easter(year)
    assert found.weekday() == 6
    assert date(year, 3, 22) <= found <= date(year, 4, 25)


def by_other_steps(year: int) -> date:
    """Easter by the method of Oudin, which counts in another way."""
    golden, century = year % 19, year // 100
    moon = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    full = moon - (moon // 28) * (1 - (29 // (moon + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + full + 2 - century + century // 4) % 7
    month = 3 + (full - weekday + 40) // 44
    return date(year, month, full - weekday + 28 - 31 * (month // 4))


def test_two_methods_agree_on_every_easter_there_is() -> None:
    assert [year for year in range(1583, 10_000) if easter(year) != by_other_steps(year)] == []


def test_the_days_of_a_year() -> None:
    assert sorted(public_holidays(2027)) == [
        date(2027, 1, 1),
        date(2027, 3, 29),
        date(2027, 4, 27),
        date(2027, 5, 6),
        date(2027, 5, 17),
        date(2027, 12, 25),
        date(2027, 12, 26),
    ]
    assert sorted(days_around(2027)) == [date(2027, 3, 26), date(2027, 5, 5), date(2027, 5, 7)]


@given(years)
def test_kings_day_is_never_on_a_sunday(year: int) -> None:
    days = {name: day for day, name in public_holidays(year).items()}
    found = days.get(
        "koningsdag", easter(year) + timedelta(days=1)
    )  # Easter Monday may be that day
    assert found.weekday() != 6
    assert found in (date(year, 4, 26), date(year, 4, 27)) or found.weekday() == 0
