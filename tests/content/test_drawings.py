"""The drawings in `modules/`: safe, used, put into words, and drawn with classes that the style
sheet knows.
"""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from course.text.drawing import read_drawing
from course.text.source import Draft

ROOT = Path(__file__).resolve().parent.parent.parent
DRAWINGS = sorted((ROOT / "modules").glob("*/media/*.svg"))
STYLES = (ROOT / "static" / "css" / "components" / "drawing.css").read_text("utf-8")
# a line is what a shape without a fill already is
KNOWN = set(re.findall(r"\.(d-[a-z0-9-]+)", STYLES)) | {"d-line"}
USE = re.compile(r"^(?:::: figure |drawing: )(\S+\.svg)\s*\nalt: (.+)$", re.MULTILINE)
PHOTO = re.compile(r"^ +- photo\. (\S+\.svg) = (.+)$", re.MULTILINE)
SHORTEST_ALT = 20  # letters: less is a name, not a description
SMALLEST_WORDS = 13  # px on a phone of 360 px, where a drawing is 304 px wide
PHONE = 304


def uses() -> dict[Path, list[str]]:
    """What every lesson says is to be seen, by the drawing it names."""
    found: dict[Path, list[str]] = {}
    for lesson in sorted((ROOT / "modules").glob("*/*.md")):
        text = lesson.read_text("utf-8")
        for name, alt in (*USE.findall(text), *PHOTO.findall(text)):
            found.setdefault(lesson.parent / "media" / name, []).append(alt)
    return found


USES = uses()


def name_of(path: Path) -> str:
    return f"{path.parent.parent.name}/{path.name}"


def test_there_are_drawings() -> None:
    assert len(DRAWINGS) >= 10


@pytest.mark.parametrize("path", DRAWINGS, ids=name_of)
def test_a_drawing_passes_the_check_of_its_format(path: Path) -> None:
    draft = Draft(name_of(path))
    assert read_drawing(path, 1, draft) is not None
    assert draft.problems == []


@pytest.mark.parametrize("path", DRAWINGS, ids=name_of)
def test_a_drawing_is_used_and_described(path: Path) -> None:
    described = USES.get(path, [])
    assert described, f"no lesson uses {name_of(path)}"
    assert all(len(alt.strip()) >= SHORTEST_ALT for alt in described)


@pytest.mark.parametrize("path", DRAWINGS, ids=name_of)
def test_every_class_of_a_drawing_has_a_look(path: Path) -> None:
    named = {
        name
        for classes in re.findall(r'class="([^"]*)"', path.read_text("utf-8"))
        for name in classes.split()
    }
    assert named <= KNOWN, f"drawing.css does not know {', '.join(sorted(named - KNOWN))}"


def test_words_in_a_figure_are_readable_on_a_phone() -> None:
    size = re.search(r"\.drawing text \{[^}]*font-size: (\d+)px", STYLES)
    assert size is not None
    figures = [path for path in DRAWINGS if "::: figure " + path.name in _lessons_of(path)]
    assert figures
    for path in figures:
        width = float(ET.parse(path).getroot().attrib["viewBox"].split()[2])
        assert int(size[1]) * PHONE / width >= SMALLEST_WORDS, name_of(path)


def _lessons_of(path: Path) -> str:
    return "\n".join(lesson.read_text("utf-8") for lesson in path.parent.parent.glob("*.md"))
