"""What databases of today hold keeps reading: a lesson of a release, as version 0.2 wrote it, with
every kind.
"""

from __future__ import annotations

import json
from pathlib import Path

from course.content.types import Lesson
from course.content.versioning import from_json, to_json
from course.kinds.marking import NotGradable
from course.kinds.registry import ITEM_CLASSES, kind_of

TEXT = (Path(__file__).parent / "stored" / "lesson-0.2.json").read_text("utf-8").strip()
LESSON = from_json(TEXT, Lesson)
LATER_KINDS = {"sway"}  # that no release of then can hold


def test_a_stored_lesson_reads_and_is_written_the_same() -> None:
    assert {item.kind for item in LESSON.items} == set(ITEM_CLASSES) - LATER_KINDS
    assert json.loads(to_json(LESSON)) == json.loads(TEXT)
    assert to_json(LESSON) == TEXT


def test_every_item_of_it_is_still_answered_and_marked() -> None:
    for item in LESSON.items:
        kind = kind_of(item)
        response = kind.read(item, kind.examples(item).right)
        assert not isinstance(response, NotGradable)
        score = kind.grade(item, response)
        assert score.is_right or not item.graded
