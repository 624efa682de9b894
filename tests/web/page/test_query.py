"""Days as people type them, addresses that are the same for the same list, and pages of it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.web.page.formats import long_date
from course.web.page.query import address, day_from_query, page_from_query, paging, parse_day

DAY = date(2026, 3, 12)


@pytest.mark.parametrize(
    "text",
    [
        "12-3-2026",
        "12-03-2026",
        "12/3/2026",
        "12.3.2026",
        " 12 maart 2026 ",
        "12 mrt 2026",
        "2026-03-12",
    ],
)
def test_a_day_in_every_spelling(text: str) -> None:
    assert parse_day(text) == DAY


@pytest.mark.parametrize(
    "text",
    [
        "",
        "gisteren",
        "31-2-2026",
        "2026-13-01",
        "12-3-26",
        "12 foo 2026",
        "0-0-0000",
        "12-3-2026-1",
        "١٢-٣-٢٠٢٦x",
    ],
)
def test_not_a_day(text: str) -> None:
    assert parse_day(text) is None


@given(st.dates(date(1900, 1, 1), date(2999, 1, 1)))
def test_what_we_write_we_read(day: date) -> None:
    assert parse_day(long_date(day)) == day
    assert parse_day(day.isoformat()) == day


@given(st.text(max_size=40))
def test_any_text_is_a_day_or_not(text: str) -> None:
    assert parse_day(text) is None or isinstance(parse_day(text), date)
    assert page_from_query(text) >= 1


def test_empty_is_the_default_and_late_is_an_error() -> None:
    assert day_from_query(" ", "dag", DAY) == (DAY, ())
    day, errors = day_from_query("13-3-2026", "dag", DAY, latest=DAY)
    assert day == DAY
    assert [error.field for error in errors] == ["dag"]


def test_same_list_same_address() -> None:
    assert address("/a", {"b": "", "c": "x y"}) == "/a?c=x+y"
    assert address("/a", {"b": ""}) == "/a"
    assert address("/a", {"c": "1"}, c="", d="é") == "/a?d=%C3%A9"


def test_page_past_the_end_is_the_last() -> None:
    last = paging("/a", {}, 9, 51, "mensen")
    assert (last.current, last.total, last.next_url, last.previous_url) == (
        3,
        3,
        "",
        "/a?bladzijde=2",
    )
    assert last.words == "41 tot en met 51 van 51 mensen"
    assert paging("/a", {}, 2, 51, "mensen").previous_url == "/a"
    assert paging("/a", {}, 1, 0, "mensen").total == 1
