"""Days that the whole country knows: Easter and what is counted from it, and the fixed ones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType

_DAY = timedelta(days=1)
_KINGS_DAY, _LIBERATION_DAY = (4, 27), (5, 5)
_SUNDAY = 6


def easter(year: int) -> date:
    """Easter Sunday.

    Units:  years of the Gregorian calendar, 1583 up to 9999.
    Source: the method of Meeus, Jones and Butcher, for any such year.
    """
    golden = year % 19
    century, in_century = divmod(year, 100)
    leap_centuries, skipped = divmod(century, 4)
    moon_shift = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - moon_shift + 15) % 30
    leaps, after_leap = divmod(in_century, 4)
    weekday = (32 + 2 * skipped + 2 * leaps - epact - after_leap) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@cache
def public_holidays(year: int) -> Mapping[date, str]:
    """Days on which every school is closed, by their Dutch names as keys.

    Source: Algemene termijnenwet, artikel 3; King's Day is a day earlier when it falls on a Sunday.
    """
    sunday, kings_day = easter(year), date(year, *_KINGS_DAY)
    if kings_day.weekday() == _SUNDAY:
        kings_day -= _DAY
    return MappingProxyType(
        {
            date(year, 1, 1): "nieuwjaarsdag",
            sunday + _DAY: "tweede-paasdag",
            kings_day: "koningsdag",
            sunday + 39 * _DAY: "hemelvaartsdag",
            sunday + 50 * _DAY: "tweede-pinksterdag",
            date(year, 12, 25): "eerste-kerstdag",
            date(year, 12, 26): "tweede-kerstdag",
        }
    )


@cache
def days_around(year: int) -> Mapping[date, str]:
    """Days on which many schools are closed and others are not: a school says so itself.

    They are school days here. Who chooses a due day on one is warned, and no mail goes out.
    """
    sunday = easter(year)
    return MappingProxyType(
        {
            sunday - 2 * _DAY: "goede-vrijdag",
            date(year, *_LIBERATION_DAY): "bevrijdingsdag",
            sunday + 40 * _DAY: "dag-na-hemelvaart",
        }
    )
