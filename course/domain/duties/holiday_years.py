"""School years with the holidays of each region: those that came with the application, and those
of a newer file.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("school_holidays.toml")
HOLIDAYS = ("herfst", "kerst", "voorjaar", "mei", "zomer")  # of every school year, in order


class Region(StrEnum):
    """The three regions among which the holidays are spread, as in `School.region`."""

    NORTH = "noord"
    MIDDLE = "midden"
    SOUTH = "zuid"


@dataclass(frozen=True)
class Holiday:
    """A number of days without school, both ends included. `name` is a key of `HOLIDAYS`, or the
    school's own words.
    """

    first: date
    last: date
    name: str = field(default="", compare=False)

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class HolidayYear:
    """One school year: its five holidays in each region, and who published them when."""

    name: str  # 2026-2027
    first: date
    holidays: Mapping[Region, tuple[Holiday, ...]]
    source: str
    seen_on: date  # the day on which the source said so

    def of(self, region: Region) -> tuple[Holiday, ...]:
        """In order."""
        return self.holidays[region]

    def last(self, region: Region) -> date:
        """The last day about which this year says anything: that of the summer."""
        return max(holiday.last for holiday in self.holidays[region])


@cache
def shipped() -> tuple[HolidayYear, ...]:
    """The school years in the file beside this one, in order."""
    data = tomllib.loads(_FILE.read_text("utf-8"))
    return tuple(
        HolidayYear(
            name=year["name"],
            first=year["first"],
            holidays={region: _of(year["holidays"], region) for region in Region},
            source=year["source"],
            seen_on=year["seen_on"],
        )
        for year in data["years"]
    )


def _of(rows: Iterable[Mapping[str, Any]], region: Region) -> tuple[Holiday, ...]:
    return tuple(Holiday(row[region][0], row[region][1], row["name"]) for row in rows)


def together(
    shipped_years: Iterable[HolidayYear], newer: Iterable[HolidayYear]
) -> tuple[HolidayYear, ...]:
    """All years in order; a year of a newer file goes before the one that came with us."""
    by_name = {year.name: year for year in shipped_years}
    by_name |= {year.name: year for year in newer}
    return tuple(by_name[name] for name in sorted(by_name))
