"""The documentation of the format and the parsers say the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from course.content.lesson import read_lesson
from course.content.types import Lesson, LessonKind
from course.content.versioning import from_json, to_json
from course.kinds.registry import ITEM_CLASSES, folder_of
from tests.content.reading import LESSON, ROOT, documented_items, examples, item, parse


@pytest.mark.parametrize("text", examples("item"))
def test_every_documented_item_parses(text: str) -> None:
    assert item(text).key


def test_every_kind_is_documented() -> None:
    assert {found.kind for found in documented_items()} == set(ITEM_CLASSES)


@pytest.mark.parametrize("kind", sorted(ITEM_CLASSES))
def test_the_example_of_a_kind_stands_in_the_documentation(kind: str) -> None:
    text = (ROOT / "course/kinds" / folder_of(kind) / "example.md").read_text("utf-8")
    assert item(text).kind == kind
    assert text in examples("item")


@pytest.mark.parametrize("text", examples("lesson"))
def test_every_documented_lesson_parses(text: str, tmp_path: Path) -> None:
    path = tmp_path / "01-les.md"
    path.write_text(text, "utf-8")
    lesson, draft = read_lesson(path, path.name, "les")
    assert lesson is not None
    assert draft.problems == []


@pytest.mark.parametrize("found", documented_items(), ids=lambda found: f"{found.kind} {found.key}")
def test_an_item_comes_back_from_a_release_unchanged(found: object) -> None:
    # type: ignore[arg-type]
    lesson = Lesson(
        slug="les", title="Les", kind=LessonKind.PAGE, required=True, blocks=(found,), minutes=1
    )
    assert from_json(to_json(lesson), Lesson) == lesson


def test_the_same_lesson_gives_the_same_bytes(tmp_path: Path) -> None:
    path = tmp_path / "01-les.md"
    path.write_text(LESSON, "utf-8")
    assert to_json(read_lesson(path, "les", "les")[0]) == to_json(
        read_lesson(path, "les", "les")[0]
    )


@pytest.mark.parametrize(
    ("broken", "rule", "line"),
    [
        ("::: choice a\nVraag?\n\n- [x] a. Een\n- [x] b. Twee\n:::", "one-right", 1),
        ("::: choice a\nVraag?\n\n- [x] a. Een\n- [ ] a. Twee\n:::", "option-key", 5),
        ("::: choice a\nVraag?\n\n- [?] a. Een\n- [x] b. Twee\n:::", "mark", 4),
        ("::: choice a\nkleur: rood\n\nVraag?\n\n- [x] a. Een\n- [ ] b. Twee\n:::", "attribute", 2),
        ("::: choice a\nlevel: Z\n\nVraag?\n\n- [x] a. Een\n- [ ] b. Twee\n:::", "level", 2),
        ("::: confirm a\nVraag?\n\n- a. Een\n- b. Twee\n\nafter: Zo.\n:::", "entry", 1),
        ("::: confirm a\nVraag?\n\n- a. Een\n:::", "no-after", 1),
        (
            "::: choice a\naudiences: buren\n\nVraag?\n\n- [x] a. Een\n- [ ] b. Twee\n:::",
            "attribute",
            2,
        ),
        ("::: choice\nVraag?\n\n- [x] a. Een\n- [ ] b. Twee\n:::", "item-key", 1),
        ("::: choice a\n- [x] a. Een\n- [ ] b. Twee\n:::", "no-question", 1),
        ("::: choice a\nVraag?\n\n- [x] a. Een\n:::", "few-options", 1),
        ("::: choice a\nVraag?\n\n- [x] a. Een\nlosse regel\n- [ ] b. Twee\n:::", "entry", 5),
        ("::: cloze a\nZin zonder gat.\n\n- [x] 1a. ja\n- [ ] 1b. nee\n:::", "gap", 1),
        (
            "::: best-worst a\nVraag?\n\n- [+] a. Een\n- [ ] b. Twee\n- [ ] c. Drie\n:::",
            "one-right",
            1,
        ),
        (
            "::: categorise a\nbins: een | twee\n\nVraag?\n\n- a. Kaart = drie\n- b. Kaart = "
            "een\n:::",
            "bins",
            6,
        ),
        ("::: match a\nVraag?\n\n- a. Kaart\n- b. Kaart = een\n:::", "pair", 4),
        ("::: plan a\nMaak een plan.\n\n- a. Altijd = nooit\n:::", "pair", 4),
        ("::: number a\nHoeveel?\n:::", "answer", 1),
        ("::: dilemma a\ntitle: T\n\n## een: Een\nTekst\n\n- a. Ga -> weg\n:::", "target", 4),
        ("::: dilemma a\ntitle: T\n\n## een: Een\nTekst\n:::", "no-ending", 4),
        ("::: dilemma a\ntitle: T\n\n## een: Een\nTekst\n\n- a. Ga -> een\n:::", "loop", 4),
        (
            "::: dilemma a\ntitle: T\n\n## een [good]: Een\nTekst\n\n## twee [harm]: "
            "Twee\nTekst\n:::",
            "unreachable",
            7,
        ),
        ("::: dilemma a\ntitle: T\n\n## een [goed]: Een\nTekst\n:::", "ending", 4),
        ("::: choice a\nVraag?\n\n- [x] a. Een\n- [ ] b. Twee\n", "block", 1),
    ],
)
def test_a_mistake_is_named_at_its_line(broken: str, rule: str, line: int) -> None:
    _, problems = parse(broken)
    assert (rule, line) in {(problem.rule, problem.line) for problem in problems}
