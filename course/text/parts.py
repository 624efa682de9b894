"""The inside of a block, taken apart: attributes, a question, entries and labelled paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from course.text.source import Draft, Entry, Line, Note, Parts

_ENTRY = re.compile(r"^( *)- (?:\[(.)\] )?([a-z0-9]+)\. +(.+)$")
_FEEDBACK = re.compile(r"^ +> ?(.*)$")
_ATTRIBUTE = re.compile(r"^([a-z][a-z0-9-]*): *(.*)$")
_NOTE = re.compile(r"^(hint|refute|after|example|expert|low|high|lesson|instead): *(.*)$")
_CODE = re.compile(r"\{([A-Z]\d+)\}$")
_NOWHERE = (
    "Deze regel hoort nergens bij. Uitleg bij een keuze begint met twee spaties en >, "
    "een keuze met ‘- [ ] a. ’, een hint met ‘hint: ’."
)


def read_parts(lines: tuple[Line, ...], first_line: int, draft: Draft) -> Parts:
    """Attributes, question, entries and labelled paragraphs of a block.

    Attributes are `name: value` lines at the top, up to the first line that is not one.
    """
    inside = _Inside(draft)
    rest = 0
    while rest < len(lines) and inside.take_attribute(lines[rest]):
        rest += 1
    for line in lines[rest:]:
        inside.take(line)
    return Parts(
        line=first_line,
        attributes=inside.attributes,
        stem="\n".join(inside.stem).strip(),
        entries=tuple(entry.close() for entry in inside.entries),
        notes={name: _joined(block) for name, block in inside.notes.items()},
    )


def _joined(block: list[Line]) -> Note:
    return Note(block[0].number, "\n".join(line.text for line in block).strip())


class _Inside:
    """The inside of a block of which a part was read."""

    def __init__(self, draft: Draft) -> None:
        self.attributes: dict[str, Note] = {}
        self.stem: list[str] = []
        self.entries: list[_Open] = []
        self.notes: dict[str, list[Line]] = {}
        self._draft = draft
        self._note: list[Line] | None = None  # the paragraph to which the next line may belong

    def take_attribute(self, line: Line) -> bool:
        """Whether a line at the top was one."""
        match = _ATTRIBUTE.match(line.text)
        if match is None:
            return False
        if match[1] in self.attributes:
            self._draft.error(line.number, "attribute", f"‘{match[1]}’ staat er twee keer.")
        self.attributes[match[1]] = Note(line.number, match[2].strip())
        return True

    def take(self, line: Line) -> None:
        """One of the lines below the attributes."""
        if match := _ENTRY.match(line.text):
            self._begin_entry(line.number, match)
        elif match := _NOTE.match(line.text):
            self._begin_note(line.number, match)
        elif self._note is not None:
            self._note.append(line)
        elif self.entries:
            self._add_to_entry(line)
        else:
            self.stem.append(line.text)

    def _begin_entry(self, number: int, match: re.Match[str]) -> None:
        indent, mark, key, text = match.groups()
        siblings = self.entries
        if indent and self.entries:
            siblings = self.entries[-1].children
        siblings.append(_Open(number, mark or "", key, [text]))
        self._note = None

    def _begin_note(self, number: int, match: re.Match[str]) -> None:
        self._note = self.notes.setdefault(match[1], [])
        if self._note:
            self._draft.error(number, "note", f"‘{match[1]}:’ staat er twee keer.")
        self._note.append(Line(number, match[2]))

    def _add_to_entry(self, line: Line) -> None:
        entry, words = self.entries[-1].innermost(line.text), line.text.strip()
        if match := _FEEDBACK.match(line.text):
            entry.feedback.append(match[1])
        elif words and line.text.startswith(" "):
            entry.text.append(words)
        elif words:
            self._draft.error(line.number, "entry", _NOWHERE)


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
        code = None
        if found := _CODE.search(text):
            text, code = text[: found.start()].rstrip(), found[1]
        return Entry(
            line=self.line,
            mark=self.mark.strip(),
            key=self.key,
            text=text,
            feedback="\n".join(self.feedback).strip(),
            code=code,
            children=tuple(child.close() for child in self.children),
        )
