"""A school's list of people: from the bytes of a file to what would change, with every problem by row and column.

Nothing is decided here about writing: `store/importing.py` does that, with the `Plan` that was shown.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from course.kinds.item import Audience
from course.text.names import MAX_LENGTH, fold, fold_email, full_name, is_email, sort_key, sort_name, tidy

MAX_BYTES = 700_000
MAX_ROWS = 10_000
MANY_LEAVING = 10  # per cent of the people of a school; more than this asks to be confirmed


class Column(StrEnum):
    """What a column may hold, by the name that messages use."""

    STAFF_NUMBER = "personeelsnummer"
    FIRST = "voornaam"
    PREFIX = "tussenvoegsel"
    SURNAME = "achternaam"
    NAME = "naam"
    EMAIL = "e-mail"
    TEAM = "team"
    AUDIENCE = "functie"


_HEADERS: dict[str, Column] = {
    **{column.value: column for column in Column},
    **dict.fromkeys(("personeelsnr", "personeelsnr.", "medewerkernummer", "medewerkersnummer"), Column.STAFF_NUMBER),
    **dict.fromkeys(("roepnaam",), Column.FIRST),
    **dict.fromkeys(("tussenvoegsels", "voorvoegsel", "voorvoegsels"), Column.PREFIX),
    **dict.fromkeys(("volledige naam",), Column.NAME),
    **dict.fromkeys(("email", "e-mailadres", "emailadres", "mail", "mailadres"), Column.EMAIL),
    **dict.fromkeys(("afdeling",), Column.TEAM),
    **dict.fromkeys(("functiegroep",), Column.AUDIENCE),
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
    """Something in a file to mend. Row 1 is the header, as in a spreadsheet; row 0 is the file as a whole."""

    row: int
    column: str  # as the file calls it; empty for a whole row
    message: str


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
    """All rows of a file, and everything that is wrong with it."""

    lines: tuple[PersonLine, ...]
    columns: frozenset[Column]
    problems: tuple[RowProblem, ...]


@dataclass(frozen=True)
class Known:
    """Somebody who has an account already, at this school or elsewhere.

    `ours`: the account has no role and works nowhere but at schools of this administrator, who therefore may change its
    name and address. Otherwise a new address would be a way to take over somebody else's rights.
    """

    person_id: int
    name: str
    email_key: str
    audience: Audience
    staff_number: str | None = None
    team: str | None = None
    at_school: bool = False
    ours: bool = False


@dataclass(frozen=True)
class Change:
    """One person of the file who gets something new. `known` None: a new account."""

    line: PersonLine
    known: Known | None
    words: tuple[str, ...] = ()  # what changes, for the preview
    keep_name: bool = False  # the account is not ours to rename


@dataclass(frozen=True)
class Plan:
    """What a file would do to a school. Nothing of it has happened yet."""

    added: tuple[Change, ...] = ()
    changed: tuple[Change, ...] = ()
    unchanged: int = 0
    leaving: tuple[Known, ...] = ()
    new_teams: tuple[str, ...] = ()
    problems: tuple[RowProblem, ...] = ()
    members: int = 0

    @property
    def does_nothing(self) -> bool:
        """Whether everything in the file is so already."""
        return not (self.added or self.changed or self.leaving)

    @property
    def many_leaving(self) -> bool:
        """Whether so many people would leave that somebody should say so twice."""
        return len(self.leaving) * 100 > self.members * MANY_LEAVING

    def without(self, person_id: int) -> Plan:
        """The same plan, in which this person does not leave."""
        return replace(self, leaving=tuple(known for known in self.leaving if known.person_id != person_id))

    @property
    def fingerprint(self) -> str:
        """The same for the same plan, so that what is confirmed is what was shown."""
        parts = [
            *(f"+{change.line.row}:{change.known.person_id if change.known else ''}" for change in self.added),
            *(f"~{change.line.row}:{'|'.join(change.words)}" for change in self.changed),
            *(f"-{known.person_id}" for known in self.leaving),
        ]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def read_people(data: bytes) -> PeopleFile:
    """Every row of a CSV file as the program of the school wrote it, with all problems at once.

    Separators ; , and tab; UTF-8 with or without mark, UTF-16 and Windows-1252. Errors are values, never exceptions.
    """
    if len(data) > MAX_BYTES:
        return _unreadable("Dit bestand is te groot. Gebruik een bestand van hooguit 700 kB.")
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return _unreadable("Dit is een Excel-bestand. Bewaar het in Excel als CSV en kies dat bestand.")
    text = _decoded(data)
    if text is None:
        return _unreadable("Dit bestand kunnen wij niet lezen. Bewaar het opnieuw als CSV en kies dat bestand.")
    try:
        rows = _records(text)
    except csv.Error:
        return _unreadable("Dit bestand is geen goede CSV. Bewaar het opnieuw als CSV en kies dat bestand.")
    if not rows:
        return _unreadable("Dit bestand is leeg. Kies een bestand met een kopregel en een regel per medewerker.")
    number, header = rows[0]
    places, problems = _header(number, header)
    if problems:
        return PeopleFile((), frozenset(), tuple(problems))
    if len(rows) == 1:
        return _unreadable("Onder de kopregel staat nog niemand. Zet elke medewerker op een eigen regel.")
    if len(rows) - 1 > MAX_ROWS:
        return _unreadable("Dit bestand heeft meer dan 10.000 regels. Deel het op in kleinere bestanden.")
    lines: list[PersonLine] = []
    for number, cells in rows[1:]:
        line, found = _line(number, cells, header, places)
        problems += found
        lines += [line] if line is not None else []
    problems += _repeated(lines)
    return PeopleFile(tuple(lines), frozenset(places), tuple(sorted(problems)))


def plan(file: PeopleFile, known: Iterable[Known], teams: Sequence[str], *, complete: bool) -> Plan:
    """What the rows of a file mean for a school.

    A person is matched on staff number within the school, else on mail address. Who is in no row leaves only when the
    list is `complete`. With a problem anywhere the plan holds only problems: nothing is written by halves.

    Source: product.md section 8.
    """
    everybody = list(known)
    members = [one for one in everybody if one.at_school]
    by_number = {one.staff_number: one for one in members if one.staff_number}
    by_email = {one.email_key: one for one in everybody}
    problems, added, changed, seen = list(file.problems), [], [], dict[int, int]()
    unchanged = 0
    for line in file.lines:
        match, wrong = _match(line, by_number, by_email)
        if match is not None and wrong is None and match.person_id in seen:
            wrong = RowProblem(
                line.row, Column.EMAIL.value, f"Deze medewerker staat ook op regel {seen[match.person_id]}."
            )
        if wrong is not None:
            problems.append(wrong)
            continue
        if match is None:
            added.append(Change(line, None))
            continue
        seen[match.person_id] = line.row
        change = _change(line, match, file.columns)
        if not match.at_school:
            added.append(replace(change, keep_name=True))
        elif change.words:
            changed.append(change)
        else:
            unchanged += 1
    if problems:
        return Plan(problems=tuple(sorted(problems)), members=len(members))
    leaving = tuple(one for one in members if one.person_id not in seen) if complete else ()
    return Plan(
        tuple(added), tuple(changed), unchanged, leaving, _new_teams(file.lines, teams), (), members=len(members)
    )


def team_key(name: str) -> str:
    """Two names of teams are the same when only capitals, accents or spaces differ."""
    return fold(tidy(name))


def _unreadable(message: str) -> PeopleFile:
    return PeopleFile((), frozenset(), (RowProblem(0, "", message),))


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
    """Rows with their number in a spreadsheet; rows without anything in them are left out."""
    first, _, rest = text.partition("\n")
    offset = 1
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:  # a hint that Excel writes for itself
        text, offset = rest, 2
        first = rest.partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows = ([tidy(cell) for cell in row] for row in reader)
    return [(number, cells) for number, cells in enumerate(rows, offset) if any(cells)]


def _header(number: int, cells: list[str]) -> tuple[dict[Column, int], list[RowProblem]]:
    """Where each column stands. A column that we do not know is a mistake more often than an extra."""
    places: dict[Column, int] = {}
    problems = []
    for place, cell in enumerate(cells):
        column = _HEADERS.get(fold(cell))
        if column is None and cell:
            message = f"De kolom “{cell[:40]}” kennen wij niet. Haal deze kolom weg of geef hem een andere naam."
            problems.append(RowProblem(number, cell[:40], message))
        elif column is not None and column in places:
            problems.append(RowProblem(number, cell, "Deze kolom staat er twee keer in. Haal er een weg."))
        elif column is not None:
            places[column] = place
    if Column.EMAIL not in places:
        problems.append(RowProblem(number, "", "De kolom “e-mail” ontbreekt. Zet die in de kopregel."))
    if Column.NAME not in places and Column.SURNAME not in places:
        message = "Er is geen kolom met een naam. Zet “naam” of “achternaam” in de kopregel."
        problems.append(RowProblem(number, "", message))
    return places, problems


def _line(
    number: int, cells: list[str], header: list[str], places: Mapping[Column, int]
) -> tuple[PersonLine | None, list[RowProblem]]:
    problems = []
    if any(cells[len(header) :]):
        problems.append(
            RowProblem(number, "", "Deze regel heeft meer vakken dan de kopregel. Haal het vak te veel weg.")
        )

    def cell(column: Column) -> str:
        place = places.get(column)
        return cells[place] if place is not None and place < len(cells) else ""

    def wrong(column: Column, message: str) -> None:
        problems.append(RowProblem(number, header[places[column]], message))

    name, key, at = cell(Column.NAME), "", Column.NAME
    if name:
        key = sort_name(name)
    elif Column.SURNAME in places:
        at = Column.SURNAME
        parts = (cell(Column.FIRST), cell(Column.PREFIX), cell(Column.SURNAME))
        name, key = full_name(*parts), sort_key(*parts)
    if not name:
        wrong(at, "Vul een naam in.")
    elif len(name) > MAX_LENGTH:
        wrong(at, "Deze naam is langer dan 200 tekens. Maak hem korter.")
    email = cell(Column.EMAIL)
    if not email:
        wrong(Column.EMAIL, "Vul een e-mailadres in.")
    elif not is_email(email):
        wrong(Column.EMAIL, f"“{email[:60]}” is geen e-mailadres. Vul het hele adres in.")
    staff_number = cell(Column.STAFF_NUMBER)
    if len(staff_number) > 40:
        wrong(Column.STAFF_NUMBER, "Dit personeelsnummer is langer dan 40 tekens. Controleer het.")
    team = cell(Column.TEAM)
    if len(team) > MAX_LENGTH:
        wrong(Column.TEAM, "Deze naam van een team is langer dan 200 tekens. Maak hem korter.")
    word = cell(Column.AUDIENCE)
    audience = _AUDIENCES.get(fold(word))
    if word and audience is None:
        message = f"“{word[:40]}” kennen wij niet. Kies onderwijzend, ondersteunend, leidinggevende of stagiair."
        wrong(Column.AUDIENCE, message)
    if problems:
        return None, problems
    return PersonLine(number, staff_number or None, name, key, email, team or None, audience), []


def _repeated(lines: Sequence[PersonLine]) -> list[RowProblem]:
    """A mail address or staff number that stands in several rows: all of them are named."""
    emails: dict[str, list[int]] = {}
    numbers: dict[str, list[int]] = {}
    for line in lines:
        emails.setdefault(fold_email(line.email), []).append(line.row)
        if line.staff_number:
            numbers.setdefault(line.staff_number, []).append(line.row)
    return [
        *_twice(emails, Column.EMAIL, "Dit e-mailadres"),
        *_twice(numbers, Column.STAFF_NUMBER, "Dit personeelsnummer"),
    ]


def _twice(found: Mapping[str, list[int]], column: Column, subject: str) -> Iterator[RowProblem]:
    for rows in found.values():
        for row in rows if len(rows) > 1 else ():
            others = [str(other) for other in rows[:6] if other != row][:5]
            more = " en verder" if len(rows) > 6 else ""
            yield RowProblem(row, column.value, f"{subject} staat ook op regel {', '.join(others)}{more}.")


def _match(
    line: PersonLine, by_number: Mapping[str, Known], by_email: Mapping[str, Known]
) -> tuple[Known | None, RowProblem | None]:
    """The account that a row is about, or why that cannot be told."""
    numbered = by_number.get(line.staff_number) if line.staff_number else None
    addressed = by_email.get(fold_email(line.email))
    if numbered is not None and addressed is not None and numbered.person_id != addressed.person_id:
        return None, RowProblem(line.row, Column.EMAIL.value, "Dit e-mailadres hoort al bij een ander account.")
    found = numbered or addressed
    if found is None:
        return None, None
    if numbered is None and line.staff_number and found.at_school and found.staff_number:
        message = "Dit e-mailadres hoort hier al bij een ander personeelsnummer. Controleer het nummer."
        return None, RowProblem(line.row, Column.STAFF_NUMBER.value, message)
    if numbered is not None and addressed is None and not numbered.ours:
        message = "Het adres van dit account mag u niet wijzigen: het hoort ook bij een andere school of rol."
        return None, RowProblem(line.row, Column.EMAIL.value, message)
    return found, None


def _change(line: PersonLine, known: Known, columns: frozenset[Column]) -> Change:
    """What a row changes for somebody who has an account."""
    words = []
    if line.name != known.name and known.ours:
        words.append(f"naam was {known.name}")
    if fold_email(line.email) != known.email_key:
        words.append(f"e-mail was {known.email_key}")
    if line.staff_number and line.staff_number != known.staff_number:
        words.append("personeelsnummer")
    if Column.TEAM in columns and team_key(line.team or "") != team_key(known.team or ""):
        words.append(f"team was {known.team}" if known.team else "team was leeg")
    if line.audience is not None and line.audience != known.audience and known.ours:
        words.append("functie")
    return Change(line, known, tuple(words), keep_name=not known.ours)


def _new_teams(lines: Iterable[PersonLine], teams: Iterable[str]) -> tuple[str, ...]:
    """Names of teams that the school does not have yet, as they are first written."""
    have = {team_key(name) for name in teams}
    new: dict[str, str] = {}
    for line in lines:
        if line.team and team_key(line.team) not in have:
            new.setdefault(team_key(line.team), line.team)
    return tuple(sorted(new.values()))
