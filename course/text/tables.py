"""TOML files of a content folder, read with typed getters that report what is wrong at the line
where it stands.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from course.text.problems import Problem

MAX_BYTES = 1024 * 1024
MAX_PROBLEMS = 1_000  # of one content folder
MAX_DOTS = 60  # on one line
LONGEST = 20_000  # characters of one text
LARGEST = 9_999
_WORD = re.compile(r"[\w-]+")


@dataclass(frozen=True)
class TextFile:
    """A file and its text, to say on which line a word stands."""

    name: str
    text: str

    def problem(self, rule: str, message: str, word: str = "") -> Problem:
        """A problem at the first line that holds `word`, whole when it is one; at line 1 when none
        does.
        """
        return Problem(self.name, self._line_of(word), rule, message)

    def _line_of(self, word: str) -> int:
        """Looked up, not searched for: a large file may have a thousand problems."""
        if _WORD.fullmatch(word):
            return self._lines.get(word, 1)
        return self.text.count("\n", 0, max(0, self.text.find(word))) + 1

    @cached_property
    def _lines(self) -> dict[str, int]:
        """The first line of every word."""
        lines: dict[str, int] = {}
        for number, line in enumerate(self.text.split("\n"), start=1):
            for word in _WORD.findall(line):
                lines.setdefault(word, number)
        return lines


def open_text(path: Path, folder: Path) -> TextFile:
    """The file with its text; empty when it is not there or too large."""
    text = path.read_text(encoding="utf-8", errors="replace") if _is_readable(path) else ""
    return TextFile(path.relative_to(folder).as_posix(), "\n".join(text.splitlines()))


def _is_readable(path: Path) -> bool:
    return path.is_file() and path.stat().st_size <= MAX_BYTES


@dataclass(frozen=True)
class Table:
    """One TOML table.

    Getters return a harmless value after reporting a problem, so that reading goes on.
    """

    file: TextFile
    row: dict[str, Any]
    problems: list[Problem]

    def report(self, rule: str, message: str, word: str = "") -> None:
        """Add a problem at the line of `word`. After a thousand there is enough to mend first."""
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(self.file.problem(rule, message, word))

    def text(self, key: str, longest: int = LONGEST) -> str:
        """A text that must be there, of at most so many characters."""
        value = self.row.get(key)
        if not isinstance(value, str) or not value.strip():
            self.report("missing", f"‘{key}’ ontbreekt of is leeg.", key)
            return ""
        if len(value) > longest:
            self.report(
                "too-much", f"‘{key}’ heeft meer dan {longest} tekens. Maak de tekst korter.", key
            )
            return ""
        return value.strip()

    def number(self, key: str, default: int) -> int:
        """A whole number from 0 up to and including 9999."""
        value = self.row.get(key, default)
        if type(value) is int and 0 <= value <= LARGEST:
            return value
        self.report("number", f"‘{key}’ is een heel getal van 0 tot en met {LARGEST}.", key)
        return default

    def words(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty when it is not there."""
        return tuple(self._list(key, str, f'‘{key}’ is een rij teksten: {key} = ["…"].'))

    def tables(self, key: str) -> list[Table]:
        """A list of tables, `[[key]]`."""
        rows = self._list(key, dict, f"‘{key}’ is een rij tabellen: [[{key}]].")
        return [Table(self.file, row, self.problems) for row in rows]

    def _list(self, key: str, kind: type, message: str) -> list[Any]:
        value = self.row.get(key, [])
        if isinstance(value, list) and all(isinstance(one, kind) for one in value):
            return value
        self.report("list", message, key)
        return []

    def table(self, key: str) -> Table:
        """One table, `[key]`; empty when it is not there."""
        row = self.row.get(key, {})
        if not isinstance(row, dict):
            self.report("table", f"‘{key}’ is een tabel: [{key}].", key)
            row = {}
        return Table(self.file, row, self.problems)

    def named(self) -> Iterator[tuple[str, Table]]:
        """The tables that stand in this one, each with its key."""
        return ((key, self.table(key)) for key in self.row)


def open_table(
    path: Path, folder: Path, problems: list[Problem], *, needed: bool = False
) -> Table | None:
    """A TOML file, or None when it is not there or cannot be read.

    A missing file is a problem only when `needed`.
    """
    if not path.exists() and not needed:
        return None
    file = open_text(path, folder)
    read = _read(path, file.name)
    if isinstance(read, Problem):
        problems.append(read)
        return None
    return Table(file, read, problems)


def _read(path: Path, name: str) -> dict[str, Any] | Problem:
    if not path.exists():
        return Problem(name, 0, "missing", "Dit bestand is er niet.")
    if not _is_readable(path):
        message = "Dit is geen bestand van hooguit 1 MB. Maak het kleiner."
        return Problem(name, 0, "too-large", message)
    try:
        read = read_toml(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        return Problem(name, 0, "encoding", "Dit bestand is geen UTF-8. Sla het op als UTF-8.")
    if isinstance(read, BadToml):
        return Problem(name, read.line, "toml", f"Dit is geen goede TOML: {read.message}.")
    return read


@dataclass(frozen=True)
class BadToml:
    """Why a text is no TOML that we read, and on which line."""

    line: int
    message: str


def read_toml(text: str) -> dict[str, Any] | BadToml:
    """The tables of a TOML text.

    The library takes the square of the dots in a key, runs out of stack on what is nested deep, and
    lets Python's own refusal of a very long number through. All three are an author's mistake like
    any other.
    """
    for number, line in enumerate(text.splitlines(), start=1):
        if line.count(".") > MAX_DOTS:
            return BadToml(
                number, f"deze regel heeft meer dan {MAX_DOTS} punten; maak er kortere regels van"
            )
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return BadToml(_error_line(error), str(error))
    except RecursionError:
        return BadToml(1, "er staan te veel haken in elkaar")
    except ValueError:
        return BadToml(_longest_number(text), "dit getal of deze datum kan niet")


def _error_line(error: tomllib.TOMLDecodeError) -> int:
    """The line that the TOML library names in its message; 1 when it names none."""
    found = re.search(r"line (\d+)", str(error))
    return int(found[1]) if found else 1


def _longest_number(text: str) -> int:
    """The line with the most digits: the one that Python would not read."""
    digits = [sum(map(str.isdigit, line)) for line in text.splitlines()]
    return digits.index(max(digits)) + 1
