"""From a finding back to file and line, so that an author can go there at once."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path

from course.content.check.registry import Flaw, Rule
from course.text.problems import Problem

_MARKUP = re.compile(r"\{(?:def|en|de|fr): ([^{}]+)\}|[*`]")
_OPENS = re.compile(r"^::: *[a-z-]+ +(\S+) *$", re.MULTILINE)
_CLOSES = "\n:::\n"
QUOTED_WORDS = 4  # enough to tell lines apart, and few enough to stand on one line of the file


class _Words:
    """A file as a reader sees its words: without the marks for bold and for terms. Looked through
    as one text, for a page may have thousands of findings.
    """

    def __init__(self, text: str) -> None:
        lines: list[str] = []
        for line in text.splitlines():
            words = _MARKUP.sub(r"\1", line).split()
            lines.append(f"{' '.join(words)}\n")
        self.text = "".join(lines)

    def line_of(self, item: str, quote: str) -> int:
        """The line on which a quote begins, within the block of an item when one is named.

        Where it is not found: the first line of the block, or of the file.
        """
        start, end = self._blocks.get(item, (0, len(self.text)))
        wanted = " ".join(quote.split()[:QUOTED_WORDS])
        place = self.text.find(wanted, start, end)
        return self.text.count("\n", 0, max(place, start)) + 1

    @cached_property
    def _blocks(self) -> dict[str, tuple[int, int]]:
        """Where each block begins and ends, by its key. The first of two with one key counts."""
        blocks: dict[str, tuple[int, int]] = {}
        for opening in _OPENS.finditer(self.text):
            end = self.text.find(_CLOSES, opening.end())
            if end == -1:
                end = len(self.text)
            blocks.setdefault(opening[1], (opening.start(), end))
        return blocks


class Places:
    """The files of one content folder, read when they are first needed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: dict[str, _Words] = {}

    def problem(self, rule: Rule, module: str, finding: Flaw) -> Problem:
        """The finding as a problem at its line."""
        name = self._name(module, finding.lesson)
        line = self._words(name).line_of(finding.item, finding.quote)
        return Problem(name, line, rule.name, finding.message, rule.severity)

    def _name(self, module: str, lesson: str) -> str:
        if not module:
            return "courses.toml"
        if not lesson:
            return f"{module}/module.toml"
        found = [*(self.folder / module).glob(f"[0-9][0-9]-{lesson}.md"), Path(f"{lesson}.md")]
        return f"{module}/{found[0].name}"

    def _words(self, name: str) -> _Words:
        if name not in self.files:
            self.files[name] = _Words(_read(self.folder / name))
        return self.files[name]


def _read(path: Path) -> str:
    if not path.exists():
        return ""
    return path.read_text(encoding="utf-8", errors="replace")
