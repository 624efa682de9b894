"""A newer file of school holidays: from bytes to school years, with every problem by row.

Two forms: the open data of the ministry (JSON), and a table of our own (CSV) with a row for each
holiday of each region.
"""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from course.domain.duties.holiday_years import HOLIDAYS, Holiday, HolidayYear, Region
from course.text.days import written_day

HEADER = ("schooljaar", "vakantie", "regio", "eerste dag", "laatste dag")
MAX_BYTES = 200_000
MOST_ROWS = 500
LONGEST = 60  # days of a holiday; the summer has 44
# of the form, whatever stands where something else should
_UNREADABLE = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    StopIteration,
    OverflowError,
    RecursionError,
    csv.Error,
)
_BEGINS = {f"{year}-{year + 1}": year for year in range(2000, 2201)}  # by school year
_REGIONS = {"heel nederland": list(Region), **{region.value: [region] for region in Region}}
_AMSTERDAM = ZoneInfo("Europe/Amsterdam")
_DAY = timedelta(days=1)
_FORMS = ("%Y-%m-%d", "%d-%m-%Y")
Days = dict[tuple[str, Region], dict[str, Holiday]]  # of a year in a region, by the holiday


class CalendarFault(StrEnum):
    """What is wrong with a file, or with one of its rows."""

    TOO_LARGE = "too-large"
    UNREADABLE = "unreadable"
    HEADER = "header"
    EMPTY = "empty"
    YEAR = "year"  # a school year is two years in a row: 2029-2030
    HOLIDAY = "holiday"  # of which we do not know the name
    REGION = "region"
    DATE = "date"
    ORDER = "order"  # the last day comes before the first, or much later
    OUTSIDE = "outside"  # the days are not in that school year
    TWICE = "twice"
    MISSING = "missing"  # a hole: a region without one of its holidays
    OVERLAP = "overlap"  # holidays of a year follow each other
    GAP = "gap"  # a year is left out between what was known and this


@dataclass(frozen=True)
class CalendarProblem:
    """One thing that is wrong. Row 0 is about the file; `where` names what it is about."""

    row: int
    fault: CalendarFault
    where: str = ""


@dataclass(frozen=True)
class HolidayLine:
    """One holiday in one region, or in all, as it was written."""

    row: int
    year: str
    name: str
    region: str
    first: str
    last: str


@dataclass(frozen=True)
class HolidayFile:
    """School years, or all that is wrong."""

    years: tuple[HolidayYear, ...] = ()
    problems: tuple[CalendarProblem, ...] = ()


def read_holidays(
    data: bytes, known: Sequence[HolidayYear], source: str, seen_on: date
) -> HolidayFile:
    """The years of a file. Errors are values; with one, no year is taken.

    `known`: the years that are there, so that none is left out between them and the new ones.
    """
    lines = _lines(data)
    if isinstance(lines, CalendarFault):
        return HolidayFile(problems=(CalendarProblem(0, lines),))
    days, problems = _by_region(lines)
    names = sorted({year for year, _ in days})
    problems += _holes(names, days)
    problems += _gaps(names, known)
    if problems:
        return HolidayFile(problems=tuple(problems))
    made: list[HolidayYear] = []
    for name in names:
        begins = _first_day(name, [*known, *made])
        holidays = {region: tuple(_in_order(days[name, region])) for region in Region}
        made.append(HolidayYear(name, begins, holidays, source, seen_on))
    return HolidayFile(tuple(made))


def _lines(data: bytes) -> list[HolidayLine] | CalendarFault:
    if len(data) > MAX_BYTES:
        return CalendarFault.TOO_LARGE
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    if not text.strip():
        return CalendarFault.EMPTY
    try:
        found = _of_json(text) if text.lstrip()[0] in "[{" else _of_table(text)
    except _UNREADABLE:
        return CalendarFault.UNREADABLE
    if found is None:
        return CalendarFault.HEADER
    if len(found) > MOST_ROWS:
        return CalendarFault.TOO_LARGE
    return found or CalendarFault.EMPTY


def _of_table(text: str) -> list[HolidayLine] | None:
    """Rows under our own header; None when that is not there."""
    separator = ";" if ";" in text.lstrip().splitlines()[0] else ","
    read = csv.reader(io.StringIO(text), delimiter=separator)
    header = next(filter(any, read))
    if tuple(cell.strip().lower() for cell in header) != HEADER:
        return None
    empty = [""] * len(HEADER)
    found: list[HolidayLine] = []
    for row in filter(any, read):
        cells = [*map(str.strip, row), *empty]
        found.append(HolidayLine(read.line_num, *cells[: len(HEADER)]))
    return found


def _of_json(text: str) -> list[HolidayLine]:
    """The open data of the ministry: years, each with holidays, each with regions."""
    read = json.loads(text)
    found: list[HolidayLine] = []
    for year in read if isinstance(read, list) else [read]:
        for content in year["content"]:
            for holiday in content["vacations"]:
                found += _regions_of(holiday, "".join(content["schoolyear"].split()), len(found))
    return found


def _regions_of(holiday: Mapping[str, Any], year: str, before: int) -> Iterator[HolidayLine]:
    for number, region in enumerate(holiday["regions"], before + 1):
        first, last = _local_day(region["startdate"]), _local_day(region["enddate"])
        name = region["region"].strip()
        yield HolidayLine(number, year, holiday["type"].strip(), name, first, last)


def _local_day(instant: str) -> str:
    """The day in Amsterdam of an instant in UTC: they write midnight there."""
    return datetime.fromisoformat(instant).astimezone(_AMSTERDAM).date().isoformat()


def _by_region(lines: Iterable[HolidayLine]) -> tuple[Days, list[CalendarProblem]]:
    days: Days = defaultdict(dict)
    problems = []
    for line in lines:
        read = _read(line)
        if isinstance(read, CalendarFault):
            problems.append(CalendarProblem(line.row, read))
            continue
        for region in _regions(line.region):
            there = days[line.year, region]
            if read.name in there:
                problems.append(CalendarProblem(line.row, CalendarFault.TWICE))
            there[read.name] = read
    return days, problems


def _read(line: HolidayLine) -> Holiday | CalendarFault:
    """One row as a holiday, or the first thing that is wrong with it."""
    name = line.name.lower().removesuffix("vakantie").removesuffix("s").strip()
    begins = _BEGINS.get(line.year)
    if begins is None:
        return CalendarFault.YEAR
    if name not in HOLIDAYS:
        return CalendarFault.HOLIDAY
    if not _regions(line.region):
        return CalendarFault.REGION
    first, last = written_day(line.first, _FORMS), written_day(line.last, _FORMS)
    if first is None or last is None:
        return CalendarFault.DATE
    if not first <= last <= first + LONGEST * _DAY:
        return CalendarFault.ORDER
    if not date(begins, 8, 1) <= first <= last < date(begins + 1, 10, 1):
        return CalendarFault.OUTSIDE
    return Holiday(first, last, name)


def _regions(name: str) -> list[Region]:
    return _REGIONS.get(name.strip().lower(), [])


def _holes(names: Iterable[str], days: Days) -> list[CalendarProblem]:
    """Every region has each holiday of a year, one after the other."""
    found = []
    for year in names:
        for region in Region:
            where = f"{year}, {region.value}"
            for fault, name in _out_of_order(days.get((year, region), {})):
                found.append(CalendarProblem(0, fault, f"{where}, {name}"))
    return found


def _out_of_order(there: Mapping[str, Holiday]) -> Iterator[tuple[CalendarFault, str]]:
    """Which holidays of a year in a region are missing, and which begin before the last ended."""
    for name in HOLIDAYS:
        if name not in there:
            yield CalendarFault.MISSING, name
    for before, after in pairwise(_in_order(there)):
        if after.first <= before.last:
            yield CalendarFault.OVERLAP, after.name


def _gaps(names: Iterable[str], known: Iterable[HolidayYear]) -> list[CalendarProblem]:
    """Years that are left out between those that are known and those of the file."""
    there = sorted({*names, *(year.name for year in known)})
    found = []
    for earlier, later in pairwise(there):
        for begins in range(_BEGINS[earlier] + 1, _BEGINS[later]):
            found.append(CalendarProblem(0, CalendarFault.GAP, f"{begins}-{begins + 1}"))
    return found


def _first_day(name: str, others: Sequence[HolidayYear]) -> date:
    """The day from which a year counts: the day after the first summer before it that ends."""
    begins = _BEGINS[name]
    by_name = {year.name: year for year in others}
    before = by_name.get(f"{begins - 1}-{begins}")
    if before is not None:
        return min(map(before.last, Region)) + _DAY
    if name in by_name:
        return by_name[name].first
    return date(begins, 8, 1)


def _in_order(there: Mapping[str, Holiday]) -> Iterable[Holiday]:
    return filter(None, map(there.get, HOLIDAYS))
