"""What a file of holidays says row by row, right at the border of what may be."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from course.domain.duties.holiday_file import CalendarFault, HolidayFile, read_holidays
from course.domain.duties.holiday_years import Holiday, HolidayYear, Region, shipped, together

SEEN = date(2027, 3, 1)
HEAD = "schooljaar;vakantie;regio;eerste dag;laatste dag\n"
DAYS = (
    ("herfst", (10, 20), (10, 28)),
    ("kerst", (12, 22), (1, 6)),
    ("voorjaar", (2, 16), (2, 24)),
    ("mei", (4, 27), (5, 5)),
    ("zomer", (7, 20), (9, 1)),
)


def year(begins: int) -> str:
    """A school year with the same holidays everywhere."""
    rows = []
    for name, (month, day), (last_month, last_day) in DAYS:
        first = date(begins + (month < 8), month, day)
        last = date(begins + (last_month < 8 or name == "zomer"), last_month, last_day)
        rows.append(f"{begins}-{begins + 1};{name};heel nederland;{first};{last}\n")
    return "".join(rows)


def read(text: str, *known: HolidayYear) -> HolidayFile:
    return read_holidays(text.encode(), known, "een proef", SEEN)


def faults(text: str, *known: HolidayYear) -> list[tuple[int, CalendarFault, str]]:
    return [(one.row, one.fault, one.where) for one in read(text, *known).problems]


def test_two_years_of_a_file_follow_each_other() -> None:
    found = read(HEAD + year(2031) + year(2030))
    assert found.problems == ()
    assert [(one.name, one.first) for one in found.years] == [
        ("2030-2031", date(2030, 8, 1)),  # nothing is known of a summer before it
        ("2031-2032", date(2031, 9, 2)),
    ]
    assert [holiday.name for holiday in found.years[0].of(Region.NORTH)] == [
        name for name, _, _ in DAYS
    ]


def test_a_year_that_is_known_keeps_its_first_day_or_follows_the_year_before() -> None:
    (known,) = read(HEAD + year(2030)).years
    other = replace(known, first=date(2030, 8, 26))
    assert read(HEAD + year(2030), other).years == (other,)
    (later,) = read(HEAD + year(2031), other).years
    assert read(HEAD + year(2031), other, replace(later, first=SEEN)).years == (later,)


def test_a_year_begins_after_the_first_summer_that_ends() -> None:
    (known,) = read(HEAD + year(2030)).years
    *rest, summer = known.of(Region.SOUTH)
    sooner = {Region.SOUTH: (*rest, replace(summer, last=date(2031, 8, 17)))}
    (found,) = read(HEAD + year(2031), replace(known, holidays={**known.holidays, **sooner})).years
    assert found.first == date(2031, 8, 18)


@pytest.mark.parametrize(
    ("begins", "fault"), [(1999, True), (2000, False), (2200, False), (2201, True)]
)
def test_school_years_of_two_centuries_are_read(begins: int, fault: bool) -> None:
    found = {one for _, one, _ in faults(HEAD + year(begins))}
    assert found == ({CalendarFault.YEAR} if fault else set())


def test_a_problem_names_its_row_as_people_count_them() -> None:
    """Empty rows count, also before the first."""
    rows = year(2030).replace("kerst", "pasen").replace("mei;heel", "mei;half")
    assert faults(HEAD + rows) == [
        (3, CalendarFault.HOLIDAY, ""),
        (5, CalendarFault.REGION, ""),
        *(
            (0, CalendarFault.MISSING, f"2030-2031, {region.value}, {name}")
            for region in Region
            for name in ("kerst", "mei")
        ),
    ]
    assert faults("\n" + HEAD + "\n" + rows)[0] == (5, CalendarFault.HOLIDAY, "")


def test_all_years_that_are_left_out_are_named() -> None:
    (known,) = read(HEAD + year(2026)).years
    gaps = [(0, CalendarFault.GAP, name) for name in ("2027-2028", "2028-2029")]
    assert faults(HEAD + year(2029), known) == gaps
    assert faults(HEAD + year(2029) + year(2026)) == gaps
    assert faults(HEAD + year(2027), known) == []


def test_holidays_that_overlap_are_named_by_the_later_one() -> None:
    rows = HEAD + year(2030).replace("2031-05-05", "2031-07-20").replace("2031-04-27", "2031-06-01")
    assert faults(rows) == [
        (0, CalendarFault.OVERLAP, f"2030-2031, {region.value}, zomer") for region in Region
    ]


@pytest.mark.parametrize(("days", "faulty"), [(60, False), (61, True)])
def test_a_holiday_lasts_sixty_days_at_most(days: int, faulty: bool) -> None:
    last = date(2031, 7, 20) + timedelta(days=days)
    found = faults(HEAD + year(2030).replace("2031-09-01", str(last)))
    assert ((6, CalendarFault.ORDER, "") in found) is faulty


def test_a_holiday_of_one_day_is_one() -> None:
    assert faults(HEAD + year(2030).replace("2030-10-28", "2030-10-20")) == []


@pytest.mark.parametrize(
    ("rows", "fault"), [(500, CalendarFault.YEAR), (501, CalendarFault.TOO_LARGE)]
)
def test_a_file_has_five_hundred_rows_at_most(rows: int, fault: CalendarFault) -> None:
    assert {one for _, one, _ in faults(HEAD + "x;y;z\n" * rows)} == {fault}


@pytest.mark.parametrize(
    ("size", "fault"), [(200_000, CalendarFault.HEADER), (200_001, CalendarFault.TOO_LARGE)]
)
def test_a_file_has_two_hundred_thousand_bytes_at_most(size: int, fault: CalendarFault) -> None:
    text = "\n".join(["x" * 99] * 2000) + "xx"
    assert faults(text[:size]) == [(0, fault, "")]


def test_a_file_of_an_older_spreadsheet_is_read_and_cells_past_the_last_are_not() -> None:
    rows = HEAD + year(2030).replace("\n", ";vastgesteld: één\n")
    found = read_holidays(rows.encode("cp1252"), (), "een proef", SEEN)
    assert found == read(HEAD + year(2030))


def of_ministry(*rows: tuple[str, str, str, str]) -> str:
    """Rows as the ministry writes them: a holiday with its regions."""
    holidays = [
        {
            "type": f" {name} ",
            "regions": [
                {
                    "region": f" {region} ",
                    "startdate": f"{first}T22:00Z",
                    "enddate": f"{last}T22:00Z",
                }
                for region in regions.split("+")
            ],
        }
        for name, regions, first, last in rows
    ]
    return json.dumps({"content": [{"schoolyear": "2030 - 2031", "vacations": holidays}]})


def test_a_row_of_the_ministry_is_counted_over_all_its_holidays() -> None:
    """Its days are those in Amsterdam: ten in the evening of the day before, in summer time."""
    text = of_ministry(
        ("Herfstvakantie", "noord+oost", "2030-10-19", "2030-10-25"),
        ("Kerstvakantie", "noord+west", "2030-12-20", "2031-01-03"),
    )
    wrong = [one for one in faults(text) if one[0]]
    assert wrong == [(2, CalendarFault.REGION, ""), (4, CalendarFault.REGION, "")]
    missing = {where for row, _, where in faults(text) if not row}
    assert "2030-2031, noord, mei" in missing
    assert "2030-2031, noord, herfst" not in missing


def test_one_year_of_the_ministry_alone_is_read_as_well() -> None:
    rows = [
        (name, "heel Nederland", date(2030 + (month < 8), month, day), last)
        for name, (month, day), last in DAYS
    ]
    text = of_ministry(
        *(
            (
                name,
                region,
                str(first - timedelta(days=1)),
                str(date(first.year + (name == "kerst"), *last) - timedelta(days=1)),
            )
            for name, region, first, last in rows
        )
    )
    found = read(text)
    assert found.problems == ()
    # in winter time ten in the evening is eleven here, of the same day
    assert [(one.first, one.last) for one in found.years[0].of(Region.MIDDLE)] == [
        (date(2030, 10, 20), date(2030, 10, 27)),
        (date(2030, 12, 21), date(2031, 1, 5)),
        (date(2031, 2, 15), date(2031, 2, 23)),
        (date(2031, 4, 27), date(2031, 5, 5)),
        (date(2031, 7, 20), date(2031, 9, 1)),
    ]


def test_a_newer_file_goes_before_what_came_with_us() -> None:
    old, newest = shipped()[0], shipped()[-1]
    mended = replace(old, source="nieuwer")
    assert together(shipped(), [mended]) == (mended, *shipped()[1:])
    assert together([newest], [mended]) == (mended, newest)
    assert together([newest], []) == (newest,)


def test_a_holiday_has_its_first_and_its_last_day() -> None:
    holiday = Holiday(date(2030, 10, 20), date(2030, 10, 21))
    inside = [date(2030, 10, day) in holiday for day in (19, 20, 21, 22)]
    assert inside == [False, True, True, False]


def test_a_year_says_something_until_the_end_of_its_summer() -> None:
    assert read(HEAD + year(2030)).years[0].last(Region.SOUTH) == date(2031, 9, 1)
