"""A school's list of people: from the bytes of a file to rows, with every problem by row
and column.

What the rows mean for a school is for `roster_plan.py` to say.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice

from course.kinds.item import Audience
from course.text.names import (
    MAX_LENGTH,
    fold,
    fold_email,
    full_name,
    is_email,
    sort_key,
    sort_name,
    tidy,
)

MAX_BYTES = 700_000

MAX_ROWS = 10_000

MAX_PROBLEMS = 200  # that are told; the rest is counted

MAX_CELL = 1_000  # characters that are looked at; no column may hold as many


class ListColumn(StrEnum):
    """What a column may hold, by the name that messages use."""

    STAFF_NUMBER = "personeelsnummer"
    FIRST = "voornaam"
    PREFIX = "tussenvoegsel"
    SURNAME = "achternaam"
    NAME = "naam"
    EMAIL = "e-mail"
    TEAM = "team"
    AUDIENCE = "functie"


_HEADERS: dict[str, ListColumn] = {
    **{column.value: column for column in ListColumn},
    **dict.fromkeys(
        ("personeelsnr", "personeelsnr.", "medewerkernummer", "medewerkersnummer"),
        ListColumn.STAFF_NUMBER,
    ),
    **dict.fromkeys(("roepnaam",), ListColumn.FIRST),
    **dict.fromkeys(("tussenvoegsels", "voorvoegsel", "voorvoegsels"), ListColumn.PREFIX),
    **dict.fromkeys(("volledige naam",), ListColumn.NAME),
    **dict.fromkeys(("email", "e-mailadres", "emailadres", "mail", "mailadres"), ListColumn.EMAIL),
    **dict.fromkeys(("afdeling",), ListColumn.TEAM),
    **dict.fromkeys(("functiegroep",), ListColumn.AUDIENCE),
}

_AUDIENCES: dict[str, Audience] = {
    "onderwijzend": Audience.TEACHING,
    "ondersteunend": Audience.SUPPORT,
    "leidinggevende": Audience.LEADER,
    "leidinggevend": Audience.LEADER,
    "stagiair": Audience.INTERN,
    "stagiaire": Audience.INTERN,
}

_SEPARATORS = (";", ",", "\t")


@dataclass(frozen=True, order=True)
class RowProblem:
    """Something in a file to mend.

    Row 1 is the header, as in a spreadsheet; row 0 is the file as a whole.
    """

    row: int
    column: str  # as the file calls it; empty for a whole row
    message: str


@dataclass
class Problems:
    """What is wrong, in order of row: the first 200, and how many there are in all."""

    told: list[RowProblem] = field(default_factory=list)
    count: int = 0

    def add(self, problem: RowProblem) -> None:
        """One more. Past the limit it is only counted, so that no file makes an endless page."""
        self.count += 1
        if len(self.told) < MAX_PROBLEMS:
            self.told.append(problem)

    def in_order(self) -> tuple[RowProblem, ...]:
        """Those that are told."""
        return tuple(sorted(self.told))


@dataclass(frozen=True)
class PersonLine:
    """One row of the file that could be read. Empty fields are None."""

    row: int
    staff_number: str | None
    name: str
    sort_name: str
    email: str
    team: str | None
    audience: Audience | None


@dataclass(frozen=True)
class PeopleFile:
    """All rows of a file, and what is wrong with it: the first problems, and how many there are in
    all.
    """

    lines: tuple[PersonLine, ...]
    columns: frozenset[ListColumn]
    problems: tuple[RowProblem, ...]
    problem_count: int = 0


def read_people(data: bytes) -> PeopleFile:
    """Every row of a CSV file as the program of the school wrote it, with all problems at once, up
    to 200.

    Separators ; , and tab; UTF-8 with or without mark, UTF-16 and Windows-1252. Errors are values,
    never exceptions.
    """
    if len(data) > MAX_BYTES:
        return _unreadable("Dit bestand is te groot. Gebruik een bestand van hooguit 700 kB.")
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return _unreadable(
            "Dit is een Excel-bestand. Bewaar het in Excel als CSV en kies dat bestand."
        )
    text = _decoded(data)
    if text is None:
        return _unreadable(
            "Dit bestand kunnen wij niet lezen. Bewaar het opnieuw als CSV en kies dat bestand."
        )
    try:
        rows = _records(text)
    except csv.Error:
        return _unreadable(
            "Dit bestand is geen goede CSV. Bewaar het opnieuw als CSV en kies dat bestand."
        )
    if not rows:
        return _unreadable(
            "Dit bestand is leeg. Kies een bestand met een kopregel en een regel per medewerker."
        )
    number, header = rows[0]
    problems = Problems()
    places = _header(number, header, problems)
    if problems.count:
        return PeopleFile((), frozenset(), tuple(problems.told), problems.count)
    if len(rows) == 1:
        return _unreadable(
            "Onder de kopregel staat nog niemand. Zet elke medewerker op een eigen regel."
        )
    if len(rows) - 1 > MAX_ROWS:
        return _unreadable(
            "Dit bestand heeft meer dan 10.000 regels. Deel het op in kleinere bestanden."
        )
    lines: list[PersonLine] = []
    for number, cells in rows[1:]:
        line, found = _line(number, cells, header, places)
        for problem in found:
            problems.add(problem)
        lines += [line] if line is not None else []
    for problem in _repeated(lines):
        problems.add(problem)
    return PeopleFile(tuple(lines), frozenset(places), problems.in_order(), problems.count)


def _unreadable(message: str) -> PeopleFile:
    return PeopleFile((), frozenset(), (RowProblem(0, "", message),), 1)


def _decoded(data: bytes) -> str | None:
    """The text of a file. Windows-1252 comes last, because almost anything can be read as that."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif data[:200].count(0) > len(data[:200]) // 4:
        encodings = ["utf-16-le" if data[1:2] == b"\0" else "utf-16-be"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None


def _records(text: str) -> list[tuple[int, list[str]]]:
    """Rows with their number in a spreadsheet; rows without anything in them are left out.

    Reading stops one row after the most that a file may hold: what comes then changes nothing any
    more.
    """
    first, _, rest = text.partition("\n")
    offset = 1
    if (
        first.strip().lower().startswith("sep=") and len(first.strip()) == 5
    ):  # a hint that Excel writes for itself
        text, offset = rest, 2
        first = rest.partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows = ([tidy(cell[:MAX_CELL]) for cell in row] for row in reader)
    filled = ((number, cells) for number, cells in enumerate(rows, offset) if any(cells))
    return list(islice(filled, MAX_ROWS + 2))


def _header(number: int, cells: list[str], problems: Problems) -> dict[ListColumn, int]:
    """Where each column stands.

    A column that we do not know is a mistake more often than an extra.
    """
    places: dict[ListColumn, int] = {}
    for place, cell in enumerate(cells):
        column = _HEADERS.get(fold(cell))
        if column is None and cell:
            message = (
                f"De kolom “{cell[:40]}” kennen wij niet. Haal deze kolom weg of geef hem een "
                "andere naam."
            )
            problems.add(RowProblem(number, cell[:40], message))
        elif column is not None and column in places:
            problems.add(
                RowProblem(number, cell, "Deze kolom staat er twee keer in. Haal er een weg.")
            )
        elif column is not None:
            places[column] = place
    if ListColumn.EMAIL not in places:
        problems.add(RowProblem(number, "", "De kolom “e-mail” ontbreekt. Zet die in de kopregel."))
    if ListColumn.NAME not in places and ListColumn.SURNAME not in places:
        message = "Er is geen kolom met een naam. Zet “naam” of “achternaam” in de kopregel."
        problems.add(RowProblem(number, "", message))
    return places


def _line(
    number: int, cells: list[str], header: list[str], places: Mapping[ListColumn, int]
) -> tuple[PersonLine | None, list[RowProblem]]:
    problems = []
    if any(cells[len(header) :]):
        problems.append(
            RowProblem(
                number,
                "",
                "Deze regel heeft meer vakken dan de kopregel. Haal het vak te veel weg.",
            )
        )

    def cell(column: ListColumn) -> str:
        place = places.get(column)
        return cells[place] if place is not None and place < len(cells) else ""

    def wrong(column: ListColumn, message: str) -> None:
        problems.append(RowProblem(number, header[places[column]], message))

    name, key, at = cell(ListColumn.NAME), "", ListColumn.NAME
    if name:
        key = sort_name(name)
    elif ListColumn.SURNAME in places:
        at = ListColumn.SURNAME
        parts = (cell(ListColumn.FIRST), cell(ListColumn.PREFIX), cell(ListColumn.SURNAME))
        name, key = full_name(*parts), sort_key(*parts)
    if not name:
        wrong(at, "Vul een naam in.")
    elif len(name) > MAX_LENGTH:
        wrong(at, "Deze naam is langer dan 200 tekens. Maak hem korter.")
    email = cell(ListColumn.EMAIL)
    if not email:
        wrong(ListColumn.EMAIL, "Vul een e-mailadres in.")
    elif not is_email(email):
        wrong(ListColumn.EMAIL, f"“{email[:60]}” is geen e-mailadres. Vul het hele adres in.")
    staff_number = cell(ListColumn.STAFF_NUMBER)
    if len(staff_number) > 40:
        wrong(
            ListColumn.STAFF_NUMBER, "Dit personeelsnummer is langer dan 40 tekens. Controleer het."
        )
    team = cell(ListColumn.TEAM)
    if len(team) > MAX_LENGTH:
        wrong(ListColumn.TEAM, "Deze naam van een team is langer dan 200 tekens. Maak hem korter.")
    word = cell(ListColumn.AUDIENCE)
    audience = _AUDIENCES.get(fold(word))
    if word and audience is None:
        message = (
            f"“{word[:40]}” kennen wij niet. Kies onderwijzend, ondersteunend, leidinggevende of "
            "stagiair."
        )
        wrong(ListColumn.AUDIENCE, message)
    if problems:
        return None, problems
    return PersonLine(number, staff_number or None, name, key, email, team or None, audience), []


def _repeated(lines: Sequence[PersonLine]) -> Iterator[RowProblem]:
    """A mail address or staff number that stands in several rows: all of them are named."""
    emails: dict[str, list[int]] = {}
    numbers: dict[str, list[int]] = {}
    for line in lines:
        emails.setdefault(fold_email(line.email), []).append(line.row)
        if line.staff_number:
            numbers.setdefault(line.staff_number, []).append(line.row)
    yield from _twice(emails, ListColumn.EMAIL, "Dit e-mailadres")
    yield from _twice(numbers, ListColumn.STAFF_NUMBER, "Dit personeelsnummer")


def _twice(
    found: Mapping[str, list[int]], column: ListColumn, subject: str
) -> Iterator[RowProblem]:
    for rows in found.values():
        for row in rows if len(rows) > 1 else ():
            others = [str(other) for other in rows[:6] if other != row][:5]
            more = " en verder" if len(rows) > 6 else ""
            yield RowProblem(
                row, column.value, f"{subject} staat ook op regel {', '.join(others)}{more}."
            )
