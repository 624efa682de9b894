"""Addresses: what stands in a query string as typed values, and query strings made of values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence, Sized
from datetime import date
from typing import Protocol, TypeVar
from urllib.parse import urlencode

from flask import request

from course.text.names import tidy
from course.web.page.formats import MONTHS, long_date
from course.web.page.parts import FieldError, Paging

ValueT = TypeVar("ValueT")
ItemT = TypeVar("ItemT")
PAGE_SIZE = 20  # rows: with more, a list of people would outweigh what a page may
_NUMBERS = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
_PAGE = re.compile(r"[0-9]{1,6}")
_ROW = re.compile(r"[0-9]{1,18}")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_WORDS = re.compile(r"(\d{1,2})\s+([a-z]{3,9})\.?\s+(\d{4})")


def parse_day(text: str) -> date | None:
    """A day as people write it: 12-3-2026, 12 maart 2026, 12 mrt 2026 or 2026-03-12.

    None when it is not a day.
    """
    text = " ".join(text.lower().split())
    if found := _NUMBERS.fullmatch(text):
        day, month, year = found.groups()
    elif found := _ISO.fullmatch(text):
        year, month, day = found.groups()
    elif found := _WORDS.fullmatch(text):
        day, word, year = found.groups()
        month = str(_month(word))
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _month(word: str) -> int:
    """1 to 12; 0 for no month. Three letters are enough, and maart is often shortened to mrt."""
    if word == "mrt":
        return MONTHS.index("maart") + 1
    for number, name in enumerate(MONTHS, start=1):
        if name.startswith(word):
            return number
    return 0


def day_from_query(
    text: str, name: str, default: date, latest: date | None = None
) -> tuple[date, tuple[FieldError, ...]]:
    """The day in a field, or the default with what is wrong with it.

    Empty is the default; `latest` still counts.
    """
    if not text.strip():
        return default, ()
    day = parse_day(text)
    if day is None:
        return default, (FieldError(name, "Vul een datum in, bijvoorbeeld 12-3-2026."),)
    if latest is not None and day > latest:
        message = f"Kies een dag tot en met vandaag, {long_date(latest)}."
        return default, (FieldError(name, message),)
    return day, ()


def choice_from_query(
    text: str, name: str, choices: Mapping[str, ValueT], message: str
) -> tuple[ValueT | None, tuple[FieldError, ...]]:
    """The value behind a word in an address, or what is wrong with it. Empty is None."""
    if not text:
        return None, ()
    if text not in choices:
        return None, (FieldError(name, message),)
    return choices[text], ()


def row_from_form(text: str) -> int:
    """The number of a row in a form of ours; 0, which no row has, for anything else."""
    if not _ROW.fullmatch(text):
        return 0
    return int(text)


def page_from_query(text: str) -> int:
    """The number of a page, from 1. Anything else is the first."""
    if not _PAGE.fullmatch(text):
        return 1
    return max(1, int(text))


class _Found(Protocol):
    """A part of a list, and how long the whole list is; 0 when the part is empty."""

    @property
    def rows(self) -> Sized: ...
    @property
    def total(self) -> int: ...


FoundT = TypeVar("FoundT", bound=_Found)


def page_of(text: str, fetch: Callable[..., FoundT]) -> tuple[int, FoundT]:
    """The page of a list that an address asks for, with its number. Past the end it is the last
    one.

    `fetch` takes `offset`, the rows before the page.
    """
    number = page_from_query(text)
    found = fetch(offset=(number - 1) * PAGE_SIZE)
    if number == 1 or len(found.rows):
        return number, found
    number = max(1, -(-fetch(offset=0).total // PAGE_SIZE))
    return number, fetch(offset=(number - 1) * PAGE_SIZE)


def part_of(
    items: Sequence[ItemT],
    path: str,
    name: str,
    noun: str,
    *,
    size: int = PAGE_SIZE,
    shown: int | None = None,
) -> tuple[Sequence[ItemT], Paging]:
    """The page of a short list that an address asks for by `name`, and where that is. `shown`: the
    place of what has to be on it, whatever the address says.
    """
    number = page_from_query(request.args.get(name, ""))
    if shown is not None:
        number = shown // size + 1
    place = paging(path, {}, number, len(items), noun, size=size, name=name)
    start = (place.current - 1) * size
    return items[start : start + size], place


def picked(values: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    """What stands under these names; empty where nothing does."""
    return {name: values.get(name, "") for name in names}


def picked_tidy(values: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    """The same, of what people may have typed."""
    return {name: tidy(found) for name, found in picked(values, names).items()}


def filled(values: Mapping[str, str]) -> dict[str, str]:
    """The values that are not empty."""
    return {name: value for name, value in values.items() if value}


def address(path: str, values: Mapping[str, str], **changes: str) -> str:
    """A path with what is not empty as its query, in one order, so that the same list has one
    address.
    """
    query = filled({**values, **changes})
    if not query:
        return path
    return f"{path}?{urlencode(query)}"


def paging(
    path: str,
    values: Mapping[str, str],
    page: int,
    total: int,
    noun: str,
    *,
    size: int = PAGE_SIZE,
    name: str = "bladzijde",
) -> Paging:
    """Where the reader is in a list of `total` rows, `size` on a page. A page past the end is the
    last one.

    `name` is the word in the address, for a page with more than one list.
    """
    pages = max(1, -(-total // size))
    page = min(page, pages)
    first, last = (page - 1) * size + 1, min(page * size, total)

    def url(number: int) -> str:
        """The address of another page of this list; empty when there is none."""
        if not 1 <= number <= pages:
            return ""
        if number == 1:  # the first page has one address, without a number
            return address(path, values, **{name: ""})
        return address(path, values, **{name: str(number)})

    return Paging(
        current=page,
        total=pages,
        words=f"{first} tot en met {last} van {total} {noun}",
        previous_url=url(page - 1),
        next_url=url(page + 1),
    )
