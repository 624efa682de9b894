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
from course.text.problems import Problem, Severity

_OPEN = re.compile(r"^::: *([a-z-]+)(?: (.*))?$")
_ENTRY = re.compile(r"^( *)- (?:\[(.)\] )?([a-z0-9]+)\. +(.+)$")
_FEEDBACK = re.compile(r"^ +> ?(.*)$")
_ATTRIBUTE = re.compile(r"^([a-z][a-z0-9-]*): *(.*)$")
_NOTE = re.compile(r"^(hint|refute|after|example|expert|low|high|lesson|instead): *(.*)$")
_CODE = re.compile(r"\{([A-Z]\d+)\}$")
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
        self._check_size(text)
        return render(text)

    def inline(self, text: str) -> Html:
        """Markdown of one line."""
        self._check_size(text)
        return render_inline(text)

    def _check_size(self, text: str) -> None:
        if is_bare(text):
            return
        excess = excess_in(text)
        if excess is not None:
            self.error(self._line_of(excess.line), "too-much", excess.message)

    def _line_of(self, text: str) -> int:
        """The line of the file where a text begins; 1 when it was put together from several."""
        place = self.source.find(text.strip())
        return self.source.count("\n", 0, place) + 1 if place > 0 else 1

    def note(self, parts: Parts, name: str) -> Html:
        """The labelled paragraph of this name as HTML, or an empty string."""
        note = parts.notes.get(name)
        return self.html(note.text) if note else Html("")


def split_head(text: str, draft: Draft) -> tuple[str, tuple[Line, ...]]:
    """The TOML between the `+++` lines, and the numbered lines after it."""
    lines = [Line(number, line) for number, line in enumerate(text.splitlines(), start=1)]
    if not lines or lines[0].text.strip() != "+++":
        draft.error(
            1, "head", "Begin het bestand met een kop: een regel met +++, dan TOML, dan weer +++."
        )
        return "", tuple(lines)
    for position, line in enumerate(lines[1:], start=1):
        if line.text.strip() == "+++":
            # the opening fence counts as a line, so that line numbers of TOML errors are those of
            # the file
            return "\n" + "\n".join(head.text for head in lines[1:position]) + "\n", tuple(
                lines[position + 1 :]
            )
    draft.error(1, "head", "De kop is niet afgesloten. Zet een regel met +++ onder de kop.")
    return "", ()


def split_blocks(lines: Iterable[Line], draft: Draft) -> list[RawBlock | RawText]:
    """The body in reading order: text and blocks."""
    pieces: list[RawBlock | RawText] = []
    text: list[Line] = []
    opened: tuple[Line, re.Match[str]] | None = None
    inside: list[Line] = []

    def flush() -> None:
        joined = "\n".join(line.text for line in text)
        if joined.strip():
            pieces.append(RawText(text[0].number, joined))
        text.clear()

    for line in lines:
        if line.text.strip() == ":::":
            if opened is None:
                draft.error(line.number, "block", "Hier sluit een blok (:::) dat nergens begint.")
                continue
            start, match = opened
            pieces.append(RawBlock(start.number, match[1], (match[2] or "").strip(), tuple(inside)))
            opened, inside = None, []
        elif line.text.startswith(":::"):
            match_open = _OPEN.match(line.text)
            if match_open is None:
                draft.error(
                    line.number,
                    "block",
                    "Deze regel begint een blok, maar zonder soort: schrijf ::: soort sleutel.",
                )
            elif opened is not None:
                draft.error(
                    opened[0].number,
                    "block",
                    f"Dit blok is niet afgesloten: op regel {line.number} begint al een ander.",
                )
                opened, inside = (line, match_open), []
            else:
                flush()
                opened = (line, match_open)
        elif opened is not None:
            inside.append(line)
        else:
            text.append(line)
    if opened is not None:
        draft.error(
            opened[0].number,
            "block",
            "Dit blok is niet afgesloten. Zet er een regel met ::: onder.",
        )
    flush()
    return pieces


def read_parts(lines: tuple[Line, ...], first_line: int, draft: Draft) -> Parts:
    """Attributes, question, entries and labelled paragraphs of a block.

    Attributes are `name: value` lines at the top, up to the first line that is not one.
    """
    attributes: dict[str, Note] = {}
    rest = 0
    while rest < len(lines) and (match := _ATTRIBUTE.match(lines[rest].text)):
        if match[1] in attributes:
            draft.error(lines[rest].number, "attribute", f"‘{match[1]}’ staat er twee keer.")
        attributes[match[1]] = Note(lines[rest].number, match[2].strip())
        rest += 1
    stem: list[str] = []
    entries: list[_Open] = []
    notes: dict[str, list[Line]] = {}
    current: list[Line] | None = None
    for line in lines[rest:]:
        if match := _ENTRY.match(line.text):
            current = None
            target = entries[-1].children if match[1] and entries else entries
            target.append(_Open(line.number, match[2] or "", match[3], [match[4]]))
        elif match := _NOTE.match(line.text):
            current = notes.setdefault(match[1], [])
            if current:
                draft.error(line.number, "note", f"‘{match[1]}:’ staat er twee keer.")
            current.append(Line(line.number, match[2]))
        elif current is not None:
            current.append(line)
        elif entries and (match := _FEEDBACK.match(line.text)):
            entries[-1].innermost(line.text).feedback.append(match[1])
        elif entries and line.text.startswith(" ") and line.text.strip():
            entries[-1].innermost(line.text).text.append(line.text.strip())
        elif entries and line.text.strip():
            draft.error(
                line.number,
                "entry",
                "Deze regel hoort nergens bij. Uitleg bij een keuze begint met twee spaties en >, "
                "een keuze met ‘- [ ] a. ’, een hint met ‘hint: ’.",
            )
        elif not entries:
            stem.append(line.text)
    return Parts(
        line=first_line,
        attributes=attributes,
        stem="\n".join(stem).strip(),
        entries=tuple(entry.close() for entry in entries),
        notes={
            name: Note(block[0].number, "\n".join(row.text for row in block).strip())
            for name, block in notes.items()
        },
    )


@dataclass
class _Open:
    """An entry that is still being read."""

    line: int
    mark: str
    key: str
    text: list[str]
    feedback: list[str] = field(default_factory=list)
    children: list[_Open] = field(default_factory=list)

    def innermost(self, line: str) -> _Open:
        """The child that a deeply indented line belongs to, else this entry."""
        deep = len(line) - len(line.lstrip()) >= 4
        return self.children[-1] if deep and self.children else self

    def close(self) -> Entry:
        text = " ".join(self.text).strip()
        code = _CODE.search(text)
        return Entry(
            line=self.line,
            mark=self.mark.strip(),
            key=self.key,
            text=text[: code.start()].rstrip() if code else text,
            feedback="\n".join(self.feedback).strip(),
            code=code[1] if code else None,
            children=tuple(child.close() for child in self.children),
        )
