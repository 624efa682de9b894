"""Drawings: shapes and words only."""

from __future__ import annotations

from pathlib import Path

import pytest

from course.text.drawing import read_drawing
from course.text.source import Draft

GOOD = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><circle class="d-fill" cx="5" '
    'cy="5" r="4"/></svg>'
)


def read(tmp_path: Path, text: str) -> tuple[str | None, list[str]]:
    path = tmp_path / "media" / "x.svg"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    draft = Draft("les.md")
    return read_drawing(path, 3, draft), [problem.message for problem in draft.problems]


def test_a_drawing_is_placed_inline_and_hidden_from_screen_readers(tmp_path: Path) -> None:
    svg, problems = read(tmp_path, GOOD)
    assert problems == []
    assert svg is not None
    assert 'aria-hidden="true"' in svg
    assert "<circle" in svg


@pytest.mark.parametrize(
    "bad",
    [
        GOOD.replace("<circle", "<script>x</script><circle"),
        GOOD.replace('r="4"', 'r="4" onclick="x()"'),
        GOOD.replace('class="d-fill"', 'style="fill:red"'),
        GOOD.replace('class="d-fill"', 'class="button"'),
        GOOD.replace("<circle", '<image href="https://elders.example/x.png"/><circle'),
        GOOD.replace(' viewBox="0 0 10 10"', ""),
        '<!DOCTYPE svg [<!ENTITY x "y">]>' + GOOD,
        GOOD.replace("</svg>", ""),
    ],
)
def test_anything_else_is_refused_with_a_reason(tmp_path: Path, bad: str) -> None:
    svg, problems = read(tmp_path, bad)
    assert svg is None
    assert len(problems) == 1


def test_a_missing_drawing_is_a_problem_of_its_lesson(tmp_path: Path) -> None:
    draft = Draft("les.md")
    assert read_drawing(tmp_path / "weg.svg", 7, draft) is None
    assert [(problem.file, problem.line) for problem in draft.problems] == [("les.md", 7)]
