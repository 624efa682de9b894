"""A newer file of holidays: read whole, or refused with all that is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.domain.duties.holiday_file import CalendarFault, HolidayFile, read_holidays
from course.domain.duties.holiday_years import Holiday, Region, shipped

SEEN = date(2027, 3, 1)
YEAR = """schooljaar;vakantie;regio;eerste dag;laatste dag
2029-2030;herfst;noord;2029-10-20;2029-10-28
2029-2030;herfst;midden;20-10-2029;28-10-2029
2029-2030;herfst;zuid;2029-10-13;2029-10-21
2029-2030;kerst;heel Nederland;2029-12-22;2030-01-06
2029-2030;Voorjaarsvakantie;noord;2030-02-16;2030-02-24
2029-2030;voorjaar;midden;2030-02-23;2030-03-03
2029-2030;voorjaar;zuid;2030-02-23;2030-03-03
2029-2030;mei;heel nederland;2030-04-27;2030-05-05
2029-2030;zomer;noord;2030-07-20;2030-09-01
2029-2030;zomer;midden;2030-07-13;2030-08-25
2029-2030;zomer;zuid;2030-07-06;2030-08-18
"""


def read(text: str) -> HolidayFile:
    return read_holidays(text.encode(), shipped(), "een proef", SEEN)


def test_a_year_as_a_table() -> None:
    found = read("\ufeff" + YEAR)
    assert found.problems == ()
    (year,) = found.years
    assert (year.name, year.first, year.source, year.seen_on) == (
        "2029-2030",
        date(2029, 8, 20),  # the day after the first summer that ends
        "een proef",
        SEEN,
    )
    assert year.of(Region.NORTH)[0] == Holiday(date(2029, 10, 20), date(2029, 10, 28))
    assert year.of(Region.SOUTH)[1].name == "kerst"
    assert read(YEAR.replace(";", ",")).years == found.years


def as_json(*, region: str = "noord") -> str:
    """As the open data writes it: midnight in Amsterdam, in UTC."""
    rows = [row.split(";") for row in YEAR.splitlines()[1:]]
    holidays = [
        {
            "type": row[1],
            "regions": [
                {
                    "region": region if row[2] == "noord" else row[2],
                    "startdate": "2029-10-19T22:00:00.000Z",
                    "enddate": "2029-10-27T22:00:00.000Z",
                }
            ],
        }
        for row in rows[:2]
    ]
    return json.dumps([{"content": [{"schoolyear": " 2029-2030 ", "vacations": holidays}]}])


def test_days_of_the_open_data_are_days_in_amsterdam() -> None:
    found = read(as_json())
    kinds = {problem.fault for problem in found.problems}
    assert kinds == {CalendarFault.MISSING}, "its rows are read; the rest is not there"
    assert "2029-2030, noord, herfst" not in [problem.where for problem in found.problems]
    assert [one.fault for one in read(as_json(region="oost")).problems][:1] == [
        CalendarFault.REGION
    ]


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("2029-2030;kerst", "2029-2031;kerst", CalendarFault.YEAR),
        ("2029-2030;kerst", "schooljaar;kerst", CalendarFault.YEAR),
        ("herfst;noord", "najaar;noord", CalendarFault.HOLIDAY),
        ("herfst;noord", "herfst;oost", CalendarFault.REGION),
        ("2029-10-20;2029-10-28", "20 oktober;2029-10-28", CalendarFault.DATE),
        ("2029-10-20;2029-10-28", "2029-10-20", CalendarFault.DATE),
        ("2029-10-20;2029-10-28", "2029-10-28;2029-10-20", CalendarFault.ORDER),
        ("2029-10-20;2029-10-28", "2029-10-20;2030-10-28", CalendarFault.ORDER),
        ("2029-10-20;2029-10-28", "2028-10-20;2028-10-28", CalendarFault.OUTSIDE),
        ("herfst;midden", "herfst;noord", CalendarFault.TWICE),
        ("2030-04-27;2030-05-05", "2030-02-20;2030-02-22", CalendarFault.OVERLAP),
        ("2030-04-27;2030-05-05", "2030-03-03;2030-03-10", CalendarFault.OVERLAP),  # one day of two
        ("2029-10-20;2029-10-28", "2029-07-31;2029-08-05", CalendarFault.OUTSIDE),
        ("2030-07-20;2030-09-01", "2030-08-20;2030-10-01", CalendarFault.OUTSIDE),
        ("2029-2030;mei;heel nederland;2030-04-27;2030-05-05\n", "", CalendarFault.MISSING),
        ("2029-2030", "2030-2031", CalendarFault.OUTSIDE),
    ],
)
def test_what_is_wrong_is_named_and_no_year_is_taken(
    before: str, after: str, fault: CalendarFault
) -> None:
    found = read(YEAR.replace(before, after))
    assert fault in {problem.fault for problem in found.problems}
    assert found.years == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("2029-10-20;2029-10-28", "2029-08-01;2029-08-05"),
        ("2030-07-20;2030-09-01", "2030-08-20;2030-09-30"),
        ("2030-04-27;2030-05-05", "2030-03-04;2030-03-10"),
    ],
)
def test_the_first_and_the_last_day_that_a_year_may_have(before: str, after: str) -> None:
    found = read(YEAR.replace(before, after))
    assert found.problems == ()
    assert len(found.years) == 1


def test_a_year_that_is_left_out_is_a_hole() -> None:
    later = YEAR.replace("2030-", "2031-").replace("2029-", "2030-").replace("-2030;", "-2031;")
    found = read(later.replace("20-10-2029", "20-10-2030").replace("28-10-2029", "28-10-2030"))
    assert [(one.fault, one.where) for one in found.problems] == [(CalendarFault.GAP, "2029-2030")]


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", CalendarFault.EMPTY),
        (b" \n", CalendarFault.EMPTY),
        (b"naam;mail\nA;b@c.nl\n", CalendarFault.HEADER),
        (b"[{", CalendarFault.UNREADABLE),
        (b'{"content": 3}', CalendarFault.UNREADABLE),
        (b"[]", CalendarFault.EMPTY),
        (b'""', CalendarFault.UNREADABLE),
        (YEAR.splitlines()[0].encode(), CalendarFault.EMPTY),
        (b"x" * 200_001, CalendarFault.TOO_LARGE),
        (b"\xff\xfe\x00", CalendarFault.HEADER),
    ],
)
def test_what_is_no_calendar_is_refused(data: bytes, fault: CalendarFault) -> None:
    assert [one.fault for one in read_holidays(data, shipped(), "x", SEEN).problems] == [fault]


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    assert read_holidays(data, shipped(), "x", SEEN).problems


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to everything in it."""
    yield path
    inside = {dict: dict.items, list: enumerate}.get(type(value), lambda _: ())
    for key, one in inside(value):
        yield from places(one, (*path, key))


def with_odd(value: Any, path: tuple[Any, ...], odd: Any) -> Any:
    """The same with something else in one place."""
    if not path:
        return odd
    copy = value.copy()
    copy[path[0]] = with_odd(value[path[0]], path[1:], odd)
    return copy


ODD = (
    *(None, True, 5, 1e400, "", "x", [], ["x"], {}, {"x": "y"}, [[]]),
    *("9999-12-31T23:59:59Z", "0001-01-01T00:00:00+23:59", "2029-10-19T22:00:00+99:99"),
)


def test_anything_in_any_place_of_the_open_data_is_a_problem_in_words() -> None:
    whole = json.loads(as_json())
    for path in places(whole):
        for odd in ODD:
            data = json.dumps(with_odd(whole, path, odd)).encode()
            assert read_holidays(data, shipped(), "x", SEEN).problems, (path, odd)
