"""How a lesson file is built up: a TOML head between `+++` lines, Markdown, `:::` blocks. Only
lines yet, no meaning.

`docs/content-format.md` shows every form with an example.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from course.text.bounds import excess_in
from course.text.html import is_bare, render, render_inline
from course.text.plain import Html
from course.text.portable import foreign_in
from course.text.problems import Problem, Severity

_OPEN = re.compile(r"^::: *([a-z-]+)(?: (.*))?$")
MAX_PROBLEMS = 200  # of one file


@dataclass(frozen=True)
class Line:
    """One line of a file. `number` counts from 1."""

    number: int
    text: str


@dataclass(frozen=True)
class Entry:
    """One `- [x] a. text` line with the feedback below it.

    `mark` is the character in the brackets, or ''.
    """

    line: int
    mark: str
    key: str
    text: str
    feedback: str
    code: str | None
    children: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Note:
    """A labelled paragraph such as `hint: …` after the entries."""

    line: int
    text: str


@dataclass(frozen=True)
class Parts:
    """The inside of a block (or of one scene of a dilemma), taken apart."""

    line: int
    attributes: dict[str, Note]
    stem: str
    entries: tuple[Entry, ...]
    notes: dict[str, Note]


@dataclass(frozen=True)
class RawBlock:
    """A `::: kind argument` block and its lines, without the fences."""

    line: int
    kind: str
    argument: str
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True)
class RawText:
    """Markdown between blocks."""

    line: int
    text: str


@dataclass
class Draft:
    """One file being read: collects its problems, and renders text."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    folder: Path | None = None  # where the file stands, for what it places from media/
    source: str = ""  # the whole file, to find the line of a text again

    def error(self, line: int, rule: str, message: str) -> None:
        """Something that keeps the file from being published."""
        self._add(Problem(self.file, line, rule, message))

    def expect(self, holds: object, line: int, rule: str, message: str) -> None:
        """Something that must hold before the file is published; an error when it does not."""
        if not holds:
            self.error(line, rule, message)

    def warn(self, line: int, rule: str, message: str) -> None:
        """Something the author should look at."""
        self._add(Problem(self.file, line, rule, message, Severity.WARNING))

    def _add(self, problem: Problem) -> None:
        """The first 200 are enough to work on: a file may not make a report without end."""
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(problem)
        elif len(self.problems) == MAX_PROBLEMS:
            message = (
                f"Er is meer dan {MAX_PROBLEMS} keer iets niet goed. Verbeter eerst wat "
                "hierboven staat."
            )
            self.problems.append(Problem(self.file, problem.line, "too-many", message))

    def html(self, text: str) -> Html:
        """Markdown of one or more paragraphs."""
        self._check(text)
        return render(text)

    def inline(self, text: str) -> Html:
        """Markdown of one line."""
        self._check(text)
        return render_inline(text)

    def _check(self, text: str) -> None:
        if is_bare(text):
            return
        excess = excess_in(text)
        if excess is not None:
            self.error(self._line_of(excess.line), "too-much", excess.message)
            return
        lines = text.split("\n")
        for one in foreign_in(text):
            self.error(self._line_of(text, one.below, lines[one.below]), "markdown", one.message)

    def _line_of(self, text: str, below: int = 0, line: str = "") -> int:
        """The line of the file where a text begins, or so many below it.

        When the text was put together from several: where that line itself stands, or 1.
        """
        place = self.source.find(text.strip("\n"))
        below -= len(text) - len(text.lstrip("\n"))
        if place < 0:
            place, below = self.source.find((line or text).strip()), 0
        return self.source.count("\n", 0, place) + 1 + below if place > 0 else 1

    def note(self, parts: Parts, name: str) -> Html:
        """The labelled paragraph of this name as HTML, or an empty string."""
        note = parts.notes.get(name)
        return self.html(note.text) if note else Html("")


def split_head(text: str, draft: Draft) -> tuple[str, tuple[Line, ...]]:
    """The TOML between the `+++` lines, and the numbered lines after it."""
    lines = tuple(Line(number, line) for number, line in enumerate(text.splitlines(), start=1))
    fences = [place for place, line in enumerate(lines) if line.text.strip() == "+++"][:2]
    if fences[:1] != [0]:
        draft.error(
            1, "head", "Begin het bestand met een kop: een regel met +++, dan TOML, dan weer +++."
        )
        return "", lines
    if len(fences) == 1:
        draft.error(1, "head", "De kop is niet afgesloten. Zet een regel met +++ onder de kop.")
        return "", ()
    # the opening fence is an empty line of the head, so that TOML errors name the line of the file
    head = [line.text for line in lines[1 : fences[1]]]
    return "\n".join(["", *head, ""]), lines[fences[1] + 1 :]


def split_blocks(lines: Iterable[Line], draft: Draft) -> list[RawBlock | RawText]:
    """The body in reading order: text and blocks."""
    body = _Body(draft)
    for line in lines:
        if line.text.strip() == ":::":
            body.close(line)
        elif line.text.startswith(":::"):
            body.open(line)
        else:
            body.inside.append(line)
    body.end()
    return body.pieces


class _Body:
    """A body of which a part was read. `inside` are the lines of the block that is open, or else of
    the text between blocks.
    """

    def __init__(self, draft: Draft) -> None:
        self.pieces: list[RawBlock | RawText] = []
        self.inside: list[Line] = []
        self._draft = draft
        self._opened: tuple[int, re.Match[str]] | None = None  # the line of the block that is open

    def open(self, line: Line) -> None:
        """`::: kind argument`"""
        match = _OPEN.match(line.text)
        if match is None:
            message = "Deze regel begint een blok, maar zonder soort: schrijf ::: soort sleutel."
            self._error(line.number, message)
            return
        if self._opened is not None:
            message = f"Dit blok is niet afgesloten: op regel {line.number} begint al een ander."
            self._error(self._opened[0], message)
        else:
            self._keep_text()
        self._opened, self.inside = (line.number, match), []

    def close(self, line: Line) -> None:
        """`:::`"""
        if self._opened is None:
            self._error(line.number, "Hier sluit een blok (:::) dat nergens begint.")
            return
        number, match = self._opened
        argument = (match[2] or "").strip()
        self.pieces.append(RawBlock(number, match[1], argument, tuple(self.inside)))
        self._opened, self.inside = None, []

    def end(self) -> None:
        """The last line was read."""
        if self._opened is None:
            self._keep_text()
            return
        message = "Dit blok is niet afgesloten. Zet er een regel met ::: onder."
        self._error(self._opened[0], message)

    def _keep_text(self) -> None:
        joined = "\n".join(line.text for line in self.inside)
        if joined.strip():
            self.pieces.append(RawText(self.inside[0].number, joined))

    def _error(self, line: int, message: str) -> None:
        self._draft.error(line, "block", message)
