"""Small content folders for tests, and the examples of `docs/content-format.md` as items."""

from __future__ import annotations

import re
from pathlib import Path

from course.kinds.item import Item
from course.kinds.registry import parser_of
from course.text.problems import Problem
from course.text.source import Draft, Line, RawBlock, split_blocks

ROOT = Path(__file__).resolve().parent.parent.parent
DOCUMENT = ROOT / "docs" / "content-format.md"
DRAWN = ROOT / "modules" / "blijft"  # its media/ holds the drawing that the documentation names


def examples(kind: str) -> list[str]:
    """Every fenced example of this kind (`item`, `lesson`) in the format's documentation."""
    return re.findall(rf"```{kind}\n(.*?)```", DOCUMENT.read_text("utf-8"), re.DOTALL)


def parse(text: str) -> tuple[Item | None, list[Problem]]:
    """One `:::` block as an item, and what is wrong with it."""
    draft = Draft("proef.md", folder=DRAWN)
    lines = [Line(number, line) for number, line in enumerate(text.strip().splitlines(), start=1)]
    pieces = split_blocks(lines, draft)
    block = next((piece for piece in pieces if isinstance(piece, RawBlock)), None)
    if block is None:
        return None, draft.problems
    parser = parser_of(block.kind)
    assert parser is not None, f"no parser for {block.kind}"
    return parser(block, draft), draft.problems


def item(text: str) -> Item:
    """One `:::` block that has nothing wrong with it."""
    found, problems = parse(text)
    assert found is not None
    assert problems == []
    return found


def documented_items() -> list[Item]:
    """Every item that the documentation shows."""
    return [item(text) for text in examples("item")]


COURSES = """
[[course]]
slug = "proef"
title = "Proefcursus"
intro = "Een cursus om te proeven."
modules = ["een"]
"""

MODULE = """
title = "Module een"
motto = "Eerst denken"
minutes = 5

[[goals]]
key = "L1"
text = "iets uitleggen"
verb = "begrijpen"
"""

LESSON = """+++
title = "Les"
goals = ["L1"]
+++

Een korte tekst.

::: choice een-1
goal: L1

Wat klopt?

- [x] a. Dit
  > Dit klopt. Let er ook op.
- [ ] b. Dat
  > Dat klopt niet. Kijk nog eens.
:::
"""


def write_folder(folder: Path, **lessons: str) -> Path:
    """A content folder with one course and one module.

    Keyword arguments are lessons: `les="…"` is 01-les.md.
    """
    (folder / "een").mkdir(parents=True)
    (folder / "courses.toml").write_text(COURSES, "utf-8")
    (folder / "een" / "module.toml").write_text(MODULE, "utf-8")
    for number, (name, text) in enumerate((lessons or {"les": LESSON}).items(), start=1):
        (folder / "een" / f"{number:02}-{name.replace('_', '-')}.md").write_text(text, "utf-8")
    return folder
