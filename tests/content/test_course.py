"""Our own course: nothing to mend, every goal asked, every theme of the assignment taught."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from flask.testing import FlaskCliRunner

from course import clock
from course.config import ROOT
from course.content.check import check_folder
from course.content.check.banks import times_asked
from course.content.counting import count_module, total
from course.content.outline import outline_of
from course.content.reviewing import reviews
from course.content.types import Catalog, Course, Module
from course.domain.learning.progress import Reader, minutes_left, module_states
from course.domain.proof.learned import study_minutes
from course.kinds.item import Audience
from tests.content.made_lessons import PAGE, folder
from tests.content.reading import LESSON, write_folder

THEMES = ROOT / "docs" / "themes.md"


@cache
def catalog() -> Catalog:
    """Our modules with everything the linter has to say; read once, as nothing here changes
    them.
    """
    return check_folder(ROOT / "modules")


def our_course() -> Course:
    course = catalog().course("sociale-media")
    assert course is not None
    return course


def test_the_linter_has_nothing_to_say() -> None:
    assert [str(problem) for problem in catalog().problems] == []


def test_the_facts_are_whole_sentences() -> None:
    """No piece of the notes that they came from."""
    pieces = re.compile(r"\. [a-z]|[a-z]\.\d|zie hoofdstuk|zie ook|[^.]$|\.\.$")
    course = our_course()
    texts = [one.text for one in (*course.facts, *course.sources)]
    assert len(texts) > 400
    assert [
        text for text in texts if pieces.search(re.sub(r"(art|lid|o\.a|z\.j|nr)\. ", "", text))
    ] == []


def test_every_goal_is_asked_at_least_twice() -> None:
    asked = {
        goal.key: times_asked(module)[goal.key]
        for module in our_course().modules
        for goal in module.goals
    }
    assert len(asked) >= 33
    assert {goal: count for goal, count in asked.items() if count < 2} == {}


def test_the_course_holds_what_its_plan_asks() -> None:
    counts = [count_module(module) for module in our_course().modules]
    whole = total(counts)
    # the final case is a story and nothing else
    taught = [count for count in counts if count.pages]
    assert (len(taught), len(counts)) == (8, 9)
    assert whole.where["test"] == 94
    assert (whole.dilemmas >= 24, whole.key_items, whole.where["refresher"] >= 54) == (
        True,
        27,
        True,
    )
    assert all(count.pages >= 3 and count.sheets == 1 and count.dilemmas >= 3 for count in taught)


@pytest.mark.parametrize("work", list(Audience))
def test_minutes_agree_before_and_after(work: Audience) -> None:
    """What a module promises, what a reader sees of it, and the hours on the certificate."""
    outline = outline_of(our_course())
    states = module_states(outline, (), Reader(work, frozenset({"vo"})))
    asked = [state for state in states if state.required]
    assert [state.minutes > state.module.minutes for state in asked] == [False] * 8
    assert max(state.module.minutes for state in asked) <= 12, "as the first page of it says"
    lessons = [(state.module.slug, one.slug) for state in states for one in state.lessons]
    assert study_minutes(outline, lessons) == minutes_left(states)


ROW = re.compile(
    r"^\| (?P<theme>[^|]+) \| (?P<lessons>[^|]+) \| (?P<items>[^|]+) \|$", re.MULTILINE
)


def themes() -> Iterator[tuple[str, list[str], list[str]]]:
    """Theme, lessons (module/lesson) and item keys of each row of the table."""
    for match in ROW.finditer(THEMES.read_text("utf-8")):
        lessons, items = (re.findall(r"`([^`]+)`", match[part]) for part in ("lessons", "items"))
        if lessons:
            yield match["theme"].strip(), lessons, items


def lesson_items(module: Module) -> Iterator[tuple[str, str]]:
    """Every lesson of a module as module/lesson, with each of its item keys, and once with ''."""
    for lesson in module.lessons:
        yield f"{module.slug}/{lesson.slug}", ""
        yield from ((f"{module.slug}/{lesson.slug}", item.key) for item in lesson.items)


def test_every_theme_is_taught_and_asked_where_the_document_says() -> None:
    there = {pair for module in our_course().modules for pair in lesson_items(module)}
    lessons, keys = {lesson for lesson, _ in there}, {key for _, key in there}
    rows = list(themes())
    assert len(rows) == len({theme for theme, _, _ in rows}) >= 18
    for theme, named, items in rows:
        assert items, theme
        assert set(named) <= lessons, theme
        assert set(items) <= keys, theme
        modules = {lesson.split("/")[0] for lesson in named}
        assert {lesson.split("/")[0] for lesson, key in there if key in items} <= modules, theme


def test_every_module_teaches_a_theme() -> None:
    named = {lesson.split("/")[0] for _, lessons, _ in themes() for lesson in lessons}
    assert named == {module.slug for module in our_course().modules}


def test_counts_add_up(tmp_path: Path) -> None:
    module = (
        check_folder(write_folder(tmp_path / "modules", een=LESSON, twee=LESSON))
        .courses[0]
        .modules[0]
    )
    one = count_module(module)
    assert (one.pages, one.items, one.kinds, one.where) == (
        2,
        2,
        Counter(choice=2),
        Counter(page=2),
    )
    # text, question, two options and what is said about them
    assert one.words == 2 * (3 + 2 + 1 + 1 + 6 + 6)
    both = total([one, one])
    assert (both.pages, both.items, both.minutes) == (4, 4, 2 * module.minutes)
    assert one.pages == 2  # adding up leaves the parts alone


def test_the_counts_command_prints_each_module_and_the_total(
    runner: FlaskCliRunner, tmp_path: Path
) -> None:
    modules = str(write_folder(tmp_path / "modules"))
    rows = [
        json.loads(line)
        for line in runner.invoke(args=["content", "counts", "--json", modules]).output.splitlines()
    ]
    assert [(row["module"], row["items"]) for row in rows] == [("een", 1), ("totaal", 1)]
    assert "proef · een" in runner.invoke(args=["content", "counts", modules]).output


CHECKED = PAGE.replace('["L1"]\n', '["L1"]\nfacts = ["F1"]\nchecked = 2026-03-01\n')


@pytest.mark.parametrize(
    ("today", "due"), [(date(2027, 2, 28), 0), (date(2027, 3, 1), 1), (date(2028, 1, 1), 1)]
)
def test_a_fact_is_due_after_a_year(today: date, due: int, tmp_path: Path) -> None:
    course = check_folder(folder(tmp_path / "modules", {"les": CHECKED})).courses[0]
    (row,) = reviews(course, today)
    assert (row.fact.key, len(row.uses), len(row.due)) == ("F1", 1, due)


def test_a_fact_that_was_never_checked_is_due(tmp_path: Path) -> None:
    text = CHECKED.replace("checked = 2026-03-01\n", "")
    (row,) = reviews(
        check_folder(folder(tmp_path / "modules", {"les": text})).courses[0], date(2020, 1, 1)
    )
    assert row.due == row.uses


def test_strict_review_fails_when_something_is_due(runner: FlaskCliRunner, tmp_path: Path) -> None:
    args = [
        "content",
        "review",
        str(folder(tmp_path / "modules", {"les": CHECKED})),
        "--strict",
        "--day",
    ]
    before, after = (runner.invoke(args=[*args, day]) for day in ("2026-12-31", "2027-12-31"))
    assert (before.exit_code, after.exit_code) == (0, 1)
    assert "een/les: nagekeken op 2026-03-01 · kijk opnieuw na" in after.output


def test_reviewing_looks_at_today_by_itself(
    runner: FlaskCliRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2027, 3, 1))
    result = runner.invoke(
        args=["content", "review", str(folder(tmp_path / "modules", {"les": CHECKED})), "--strict"]
    )
    assert result.exit_code == 1


def test_a_fact_that_is_marked_is_listed_before_a_lesson_states_it(
    runner: FlaskCliRunner, tmp_path: Path
) -> None:
    path = folder(tmp_path / "modules", {"les": CHECKED})
    facts = (path / "facts.toml").read_text("utf-8")
    row = '[facts."F9"]\ntext = "Dit moet nog worden nagekeken."\nreview = true\nsources = ["S1"]\n'
    (path / "facts.toml").write_text(facts + "\n" + row, "utf-8")
    result = runner.invoke(args=["content", "review", str(path)])
    assert "F9 Dit moet nog worden nagekeken.\n  in geen les" in result.output
