"""A course names the tools of the site that belong to its subject; what it names has to be there."""

from __future__ import annotations

from pathlib import Path

import pytest

from course.content.catalog import TOOLS, read_catalog
from course.content.check import check_folder
from tests.content.reading import COURSES, LESSON, examples, write_folder

CONSENT = next(text for text in examples("item") if text.startswith("::: consent"))
EXERCISE = f'+++\ntitle = "Oefening"\nkind = "exercise"\n+++\n\n{CONSENT}'
LINKED = LESSON.replace("Een korte tekst.", "Open de [foto-inspecteur](/foto-inspecteur).")


def folder(path: Path, tools: str, **lessons: str) -> Path:
    """A content folder whose course says this about tools."""
    write_folder(path, **lessons)
    (path / "courses.toml").write_text(f"{COURSES}{tools}\n", "utf-8")
    return path


@pytest.mark.parametrize(
    ("tools", "lesson", "says"),
    [
        ("", LESSON, ""),
        ('tools = ["foto-inspecteur"]', LESSON, ""),
        ('tools = ["mag-dit"]', EXERCISE, ""),
        ('tools = ["rekenmachine"]', LESSON, "‘rekenmachine’ is geen hulpmiddel van deze site"),
        ('tools = ["mag-dit"]', LESSON, "Die heeft deze cursus niet"),
        ("", EXERCISE, "leidt naar ‘mag-dit’"),
    ],
)
def test_tools_and_exercises_go_together(
    tmp_path: Path, tools: str, lesson: str, says: str
) -> None:
    catalog = read_catalog(folder(tmp_path / "modules", tools, les=lesson))
    found = [problem.message for problem in catalog.problems if problem.rule == "tool"]
    assert len(found) == bool(says)
    assert says in "".join(found)
    if not says:
        assert set(catalog.courses[0].tools) <= set(TOOLS)


@pytest.mark.parametrize(("tools", "dead"), [("", 1), ('tools = ["foto-inspecteur"]', 0)])
def test_a_lesson_links_to_a_tool_only_where_the_course_names_it(
    tmp_path: Path, tools: str, dead: int
) -> None:
    catalog = check_folder(folder(tmp_path / "modules", tools, les=LINKED))
    assert [problem.rule for problem in catalog.problems].count("dead-link") == dead
