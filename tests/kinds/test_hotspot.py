"""The hotspot block: a drawing, and a number in it for every entry."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from course.kinds.hotspot.item import HotspotItem, parse_hotspot
from course.kinds.item import Item
from course.text.source import Draft, Line, RawBlock, split_blocks

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100">'
    '<rect class="d-ground" width="200" height="100"/></svg>'
)
BLOCK = """::: hotspot h
drawing: klas.svg
alt: Een leeg lokaal.

Wat verraadt iets?

- [x] a. Het bord = 200 0 {V5}
  > Namen.
- [ ] b. De plant = 10 100
  > Een plant.
:::"""


def read(
    folder: Path, text: str = BLOCK, svg: str = SVG
) -> tuple[Item | None, set[tuple[str, int]]]:
    (folder / "media").mkdir()
    (folder / "media" / "klas.svg").write_text(svg, "utf-8")
    return parse(Draft("les.md", folder=folder), text)


def parse(draft: Draft, text: str = BLOCK) -> tuple[Item | None, set[tuple[str, int]]]:
    lines = [Line(number, line) for number, line in enumerate(text.splitlines(), start=1)]
    block = cast(RawBlock, split_blocks(lines, draft)[0])
    return parse_hotspot(block, draft), {(problem.rule, problem.line) for problem in draft.problems}


def test_every_entry_gets_its_spot_and_keeps_its_text_and_code(tmp_path: Path) -> None:
    found, problems = read(tmp_path)
    assert problems == set()
    assert isinstance(found, HotspotItem)
    assert (found.width, found.height, found.alt) == (200, 100, "Een leeg lokaal.")
    assert [(option.text, option.misconception) for option in found.options] == [
        ("Het bord", "V5"),
        ("De plant", None),
    ]
    assert [(found.spot(key).x, found.spot(key).y) for key in "ab"] == [(200, 0), (10, 100)]
    assert "<rect" in found.drawing


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ("= 200 0", "= 201 0", ("spot", 7)),
        ("= 10 100", "= 10 101", ("spot", 9)),
        ("= 10 100", "= boven", ("spot", 9)),
        ("De plant = 10 100", "De plant", ("pair", 9)),
        ("- [x] a.", "- [ ] a.", ("one-right", 1)),
        ("alt: Een leeg lokaal.\n", "", ("alt", 1)),
        ("drawing: klas.svg\n", "", ("drawing", 1)),
        ("klas.svg", "weg.svg", ("drawing", 2)),
        ("klas.svg", "../../geheim.svg", ("drawing", 2)),
    ],
)
def test_a_mistake_is_named_at_its_line(
    tmp_path: Path, before: str, after: str, problem: tuple[str, int]
) -> None:
    assert before in BLOCK
    assert problem in read(tmp_path, BLOCK.replace(before, after))[1]


@pytest.mark.parametrize("box", ["10 10 200 100", "0 0 20.5 10", "0 0 0 100"])
def test_a_drawing_must_begin_at_zero_and_measure_in_whole_units(tmp_path: Path, box: str) -> None:
    found, problems = read(tmp_path, svg=SVG.replace("0 0 200 100", box))
    assert found is None
    assert problems == {("drawing", 2)}


def test_without_a_folder_there_is_no_drawing() -> None:
    assert parse(Draft("les.md")) == (None, {("drawing", 1)})
