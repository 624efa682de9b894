"""The open lists of Dutch schools, as DUO publishes them: from bytes to rows.

Two forms: Windows-1252 with `;`, and since 2024 UTF-8 with a mark and `,`. Columns are found by
their heads, in any order; what is not needed is left out. Three lists are told apart: locations,
boards, and the coupling of RIO.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from course.domain.duties.holiday_years import Region
from course.text.names import MAX_LENGTH, tidy
from course.text.packed import BrokenZipError, opened_zip

MAX_BYTES = 20_000_000
MAX_ROWS = 50_000
MOST_PROBLEMS = 50
_SEEN = 10  # lines in which the heads may stand
_BRIN, _LOCATION = re.compile(r"[0-9]{2}[A-Z]{2}"), re.compile(r"[0-9]{2}[A-Z]{2}[0-9]{2}")
_PROVIDER = re.compile(r"[0-9]{3}[A-Z][0-9]{3}")
_BOARD = re.compile(r"[0-9]{1,6}")
# what a head says, with - for a space; of several for one column the first goes before
_HEADS = {
    **dict.fromkeys(("instellingscode", "brin-nummer", "brinnummer", "brin", "oie_code"), "brin"),
    **dict.fromkeys(("vestigingscode", "vestigingsnummer", "brin-vestiging"), "location"),
    **dict.fromkeys(("vestigingsnaam", "naam-vestiging", "instellingsnaam"), "name"),
    "plaatsnaam": "place",
    "provincie": "province",
    "bevoegd-gezag-nummer": "board",
    "bevoegd-gezag-naam": "board_name",
    "onderwijsaanbiederid": "provider",
}
_ALL_EMPTY = dict.fromkeys(_HEADS.values(), "")
# a list that we know has at least the columns of one of these
_LISTS = (
    {"location", "name"},
    {"board", "board_name"},
    {"provider", "location"},
    {"provider", "brin"},
)
# how a key of a list is written, and what belongs to it
_WRITTEN = {
    "board": _BOARD,
    "board_name": re.compile(".*", re.DOTALL),
    "code": re.compile(f"{_BRIN.pattern}|{_LOCATION.pattern}"),
    "provider": _PROVIDER,
}
# Provinces that lie in one holiday region as a whole. Flevoland, Gelderland, Noord-Brabant and
# Utrecht do not, so there a region is chosen and never guessed.
_REGIONS = {
    **dict.fromkeys(("groningen", "friesland", "fryslan", "fryslân", "drenthe"), Region.NORTH),
    **dict.fromkeys(("overijssel", "noord-holland"), Region.NORTH),
    "zuid-holland": Region.MIDDLE,
    **dict.fromkeys(("limburg", "zeeland"), Region.SOUTH),
}


class SchoolListFault(StrEnum):
    """What is wrong with a file, or with one of its rows."""

    TOO_LARGE = "too-large"
    UNREADABLE = "unreadable"
    EMPTY = "empty"
    HEADS = "heads"  # no list that we know
    CODE = "code"
    NAME = "name"
    TWICE = "twice"


@dataclass(frozen=True)
class SchoolListProblem:
    """One thing that is wrong. Row 0 is about the file."""

    row: int
    fault: SchoolListFault


@dataclass(frozen=True)
class ListedPlace:
    """A location of a school in the list. `location` is its code: BRIN and two figures."""

    location: str
    brin: str
    name: str
    place: str
    province: str
    board: str  # the number of its board; empty: not in this list
    provider: str  # OnderwijsaanbiederId of RIO; empty: not in this list


@dataclass(frozen=True)
class SchoolList:
    """What a file held: locations, or the names of boards by number, or RIO's keys by code."""

    places: tuple[ListedPlace, ...] = ()
    boards: Mapping[str, str] | None = None
    providers: Mapping[str, str] | None = None
    problems: tuple[SchoolListProblem, ...] = ()
    left_out: int = 0  # columns that are not needed

    @property
    def count(self) -> int:
        """How many rows it held."""
        return len(self.boards or self.providers or self.places)


def region_of(province: str) -> Region | None:
    """The holiday region of a whole province; None where a province has more than one."""
    return _REGIONS.get(province.strip().lower())


def read_school_list(data: bytes) -> SchoolList:
    """Every row of a list. Errors are values; with one, nothing is taken."""
    text = _text(data)
    if isinstance(text, SchoolListFault):
        return _refused(text)
    try:
        rows = _rows(text)
    except csv.Error:
        return _refused(SchoolListFault.UNREADABLE)
    if not rows:
        return _refused(SchoolListFault.EMPTY)
    for place, (_, row) in enumerate(rows[:_SEEN], start=1):
        if _columns(row):
            return _below(row, rows[place:])
    return _refused(SchoolListFault.HEADS)


def _below(heads: Sequence[str], rows: Sequence[tuple[int, Sequence[str]]]) -> SchoolList:
    """The list that stands below these heads, by which it is told what it is of."""
    if not rows:
        return _refused(SchoolListFault.EMPTY)
    if len(rows) > MAX_ROWS:
        return _refused(SchoolListFault.TOO_LARGE)
    columns = _columns(heads)
    filled = [(number, _named(row, columns)) for number, row in rows]
    left_out = len(heads) - len(columns)
    if "location" in columns and "name" in columns:
        return _locations(filled, left_out)
    if "board_name" in columns:
        return _pairs(filled, "board", "board_name", left_out)
    return _pairs(filled, "code", "provider", left_out)


def _refused(fault: SchoolListFault) -> SchoolList:
    return SchoolList(problems=(SchoolListProblem(0, fault),))


def _text(data: bytes) -> str | SchoolListFault:
    """The text of a file, also of the only one in a ZIP."""
    if data.startswith(b"PK\x03\x04"):
        unpacked = _unzipped(data)
        if unpacked is None:
            return SchoolListFault.UNREADABLE
        data = unpacked
    if len(data) > MAX_BYTES:
        return SchoolListFault.TOO_LARGE
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _unzipped(data: bytes) -> bytes | None:
    """The one file in a ZIP, up to one byte more than is allowed."""
    try:
        with opened_zip(data) as packed:
            names = [name for name in packed.namelist() if name.lower().endswith((".csv", ".txt"))]
            if len(names) != 1:
                return None
            with packed.open(names[0]) as file:
                return file.read(MAX_BYTES + 1)
    except BrokenZipError:
        return None


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """The filled rows with their numbers."""
    first = next(filter(str.strip, text.splitlines()), "")
    separator = max(";,\t|", key=first.count)
    read = csv.reader(io.StringIO(text), delimiter=separator)
    return [(read.line_num, row) for row in read if any(map(str.strip, row))]


def _columns(row: Sequence[str]) -> dict[str, int]:
    """Where the columns stand that we know; empty for a row that is no list's heads."""
    heads = ["-".join(cell.lower().split()) for cell in row]
    found: dict[str, int] = {}
    for head, name in _HEADS.items():
        if head in heads:
            found.setdefault(name, heads.index(head))
    is_known = any(columns <= found.keys() for columns in _LISTS)
    return found if is_known else {}


def _named(row: Sequence[str], columns: Mapping[str, int]) -> dict[str, str]:
    """The cells that we know, by name; one that is not there is empty."""
    found = {name: tidy(row[at])[:MAX_LENGTH] for name, at in columns.items() if at < len(row)}
    code = found.get("location") or found.get("brin", "")
    return {**_ALL_EMPTY, **found, "code": code.upper()}


def _locations(rows: Sequence[tuple[int, Mapping[str, str]]], left_out: int) -> SchoolList:
    found: dict[str, ListedPlace] = {}
    problems: list[SchoolListProblem] = []
    for number, row in rows:
        code = row["location"].upper()
        fault = _fault(code, row["name"], found)
        if fault is not None:
            problems.append(SchoolListProblem(number, fault))
            continue
        found[code] = ListedPlace(
            location=code,
            brin=code[:4],
            name=row["name"],
            place=row["place"].title(),
            province=row["province"],
            board=_only(_BOARD, row["board"]),
            provider=_only(_PROVIDER, row["provider"].upper()),
        )
    if problems:
        return SchoolList(problems=tuple(problems[:MOST_PROBLEMS]))
    return SchoolList(tuple(found.values()), left_out=left_out)


def _only(form: re.Pattern[str], code: str) -> str:
    """A code that is written so; empty for any other."""
    return code if form.fullmatch(code) else ""


def _fault(code: str, name: str, found: Mapping[str, ListedPlace]) -> SchoolListFault | None:
    if not _LOCATION.fullmatch(code):
        return SchoolListFault.CODE
    if not name:
        return SchoolListFault.NAME
    if code in found:
        return SchoolListFault.TWICE
    return None


def _pairs(
    rows: Sequence[tuple[int, Mapping[str, str]]], key: str, value: str, left_out: int
) -> SchoolList:
    """A list of boards, or of RIO's keys."""
    problems = list(_faults(rows, key, value))
    if problems:
        return SchoolList(problems=tuple(problems[:MOST_PROBLEMS]))
    found = {row[key]: row[value] for _, row in rows}
    if key == "board":
        return SchoolList(boards=found, left_out=left_out)
    return SchoolList(
        providers={code: provider.upper() for code, provider in found.items()}, left_out=left_out
    )


def _faults(
    rows: Sequence[tuple[int, Mapping[str, str]]], key: str, value: str
) -> Iterator[SchoolListProblem]:
    for number, row in rows:
        if not (_is_written(key, row[key]) and _is_written(value, row[value])):
            yield SchoolListProblem(number, SchoolListFault.CODE)
        elif not row[value]:
            yield SchoolListProblem(number, SchoolListFault.NAME)


def _is_written(key: str, text: str) -> bool:
    return _WRITTEN[key].fullmatch(text.upper()) is not None


def is_brin(code: str) -> bool:
    """Whether this is written as a BRIN: 12AB."""
    return _BRIN.fullmatch(code.upper()) is not None


def is_location(code: str) -> bool:
    """Whether this is written as the code of a location: 12AB00."""
    return _LOCATION.fullmatch(code.upper()) is not None


def is_provider(code: str) -> bool:
    """Whether this is written as the OnderwijsaanbiederId of RIO: 100A123."""
    return _PROVIDER.fullmatch(code.upper()) is not None
