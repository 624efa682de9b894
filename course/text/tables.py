"""TOML files of a content folder, read with typed getters that report what is wrong at the line where it stands."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course.text.problems import Problem


@dataclass(frozen=True)
class TextFile:
    """A file and its lines, to say on which one a word stands."""

    name: str
    lines: tuple[str, ...]

    def problem(self, rule: str, message: str, word: str = "") -> Problem:
        """A problem at the first line that holds `word` whole; at line 1 when none does."""
        pattern = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])")
        number = next((n for n, line in enumerate(self.lines, start=1) if word and pattern.search(line)), 1)
        return Problem(self.name, number, rule, message)


def open_text(path: Path, folder: Path) -> TextFile:
    """The file as lines; without lines when it is not there."""
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if path.exists() else []
    return TextFile(path.relative_to(folder).as_posix(), tuple(lines))


@dataclass(frozen=True)
class Table:
    """One TOML table. Getters return a harmless value after reporting a problem, so that reading goes on."""

    file: TextFile
    row: dict[str, Any]
    problems: list[Problem]

    def report(self, rule: str, message: str, word: str = "") -> None:
        """Add a problem at the line of `word`."""
        self.problems.append(self.file.problem(rule, message, word))

    def text(self, key: str) -> str:
        """A text that must be there."""
        value = self.row.get(key)
        if not isinstance(value, str) or not value.strip():
            self.report("missing", f"‘{key}’ ontbreekt of is leeg.", key)
            return ""
        return value.strip()

    def number(self, key: str, default: int) -> int:
        """A whole number of 0 or more."""
        value = self.row.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            self.report("number", f"‘{key}’ is een heel getal van 0 of meer.", key)
            return default
        return value

    def words(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty when it is not there."""
        value = self.row.get(key, [])
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            self.report("list", f'‘{key}’ is een rij teksten: {key} = ["…"].', key)
            return ()
        return tuple(value)

    def tables(self, key: str) -> list[Table]:
        """A list of tables, `[[key]]`."""
        rows = self.row.get(key, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            self.report("list", f"‘{key}’ is een rij tabellen: [[{key}]].", key)
            return []
        return [Table(self.file, row, self.problems) for row in rows]

    def table(self, key: str) -> Table:
        """One table, `[key]`; empty when it is not there."""
        row = self.row.get(key, {})
        if not isinstance(row, dict):
            self.report("table", f"‘{key}’ is een tabel: [{key}].", key)
            row = {}
        return Table(self.file, row, self.problems)


def open_table(path: Path, folder: Path, problems: list[Problem], *, needed: bool = False) -> Table | None:
    """A TOML file, or None when it is not there or cannot be read. A missing file is a problem only when `needed`."""
    file = open_text(path, folder)
    if not path.exists():
        if needed:
            problems.append(Problem(file.name, 0, "missing", "Dit bestand is er niet."))
        return None
    try:
        return Table(file, tomllib.loads(path.read_text(encoding="utf-8")), problems)
    except tomllib.TOMLDecodeError as error:
        problems.append(Problem(file.name, error_line(error), "toml", f"Dit is geen goede TOML: {error}."))
    except UnicodeDecodeError:
        problems.append(Problem(file.name, 0, "encoding", "Dit bestand is geen UTF-8. Sla het op als UTF-8."))
    return None


def error_line(error: tomllib.TOMLDecodeError) -> int:
    """The line that the TOML library names in its message; 1 when it names none."""
    found = re.search(r"line (\d+)", str(error))
    return int(found[1]) if found else 1
