"""From a finding back to file and line, so that an author can go there at once."""

from __future__ import annotations

import re
from pathlib import Path

from course.content.check.registry import Finding, Rule
from course.text.problems import Problem

_MARKUP = re.compile(r"\{(?:def|en|de|fr): ([^{}]+)\}|[*`]")
_OPENS = re.compile(r"^::: *[a-z-]+ +(\S+) *$")
QUOTED_WORDS = 4  # enough to tell lines apart, and few enough to stand on one line of the file


class Places:
    """The files of one content folder, read when they are first needed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: dict[str, tuple[str, ...]] = {}

    def problem(self, rule: Rule, module: str, finding: Finding) -> Problem:
        """The finding as a problem at its line."""
        name = self._name(module, finding.lesson)
        line = self._line(name, finding) if finding.lesson or finding.quote else 1
        return Problem(name, line, rule.name, finding.message, rule.severity)

    def _name(self, module: str, lesson: str) -> str:
        if not lesson:
            return f"{module}/module.toml" if module else "courses.toml"
        return next(
            (
                f"{module}/{path.name}"
                for path in (self.folder / module).glob(f"[0-9][0-9]-{lesson}.md")
            ),
            f"{module}/{lesson}.md",
        )

    def _line(self, name: str, finding: Finding) -> int:
        lines = self._lines(name)
        start, end = self._block(lines, finding.item) if finding.item else (0, len(lines))
        wanted = " ".join(finding.quote.split()[:QUOTED_WORDS])
        return next((n + 1 for n in range(start, end) if wanted and wanted in lines[n]), start + 1)

    def _block(self, lines: tuple[str, ...], item: str) -> tuple[int, int]:
        for start, line in enumerate(lines):
            match = _OPENS.match(line)
            if match and match[1] == item:
                end = next(
                    (n for n in range(start, len(lines)) if lines[n].strip() == ":::"), len(lines)
                )
                return start, end
        return 0, len(lines)

    def _lines(self, name: str) -> tuple[str, ...]:
        """The lines as a reader sees their words: without the marks for bold and for terms."""
        if name not in self.files:
            path = self.folder / name
            text = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
            self.files[name] = tuple(
                " ".join(_MARKUP.sub(lambda m: m[1] or "", line).split())
                for line in text.splitlines()
            )
        return self.files[name]
