"""What the course of `test_bytes_of_yesterday.py` may ask, in four texts of it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from course.content.outline import CourseOutline, ItemOutline
from course.content.types import LessonKind
from course.content.versioning import to_json
from course.kinds.choice.item import ChoiceItem
from course.kinds.item import Audience, Option, Sector
from course.models import Release
from course.text.plain import Html
from tests import builders, staff
from tests.staff import World, at_noon
from tests.store.weeks.whole import COURSE, WORD

ASKS, TEST = "vraag", "toets"


def outline() -> CourseOutline:
    """Lessons for everybody, for who leads, and for one kind of school; valid for two months."""
    course = staff.outline()
    first, second = course.modules
    for_leaders = replace(first.lessons[0], slug="leiden", audiences=(Audience.LEADER,))
    for_vo = replace(first.lessons[0], slug="vo", sectors=(Sector.VO,))
    both = replace(second, lessons=(*second.lessons[:1], for_leaders, for_vo))
    modules = (replace(first, lessons=first.lessons[:2]), both)
    return replace(course, slug=COURSE, modules=modules, valid_months=2)


def texts() -> list[CourseOutline]:
    """As it was, with a question and a test, with less, and in a later edition."""
    was = outline()
    first, second = was.modules
    question = ItemOutline("p1", "choice", "Vraag", True, True, False, (), None)
    of_word = replace(question, key="p2", requires=(WORD,))
    in_test = replace(question, key="t1"), replace(question, key="t2")
    asks = replace(first.lessons[0], slug=ASKS, items=(question, of_word))
    test = replace(asks, slug=TEST, kind=LessonKind.TEST, items=in_test)
    lessons = (*second.lessons, asks, test)
    longer = replace(was, title="Langer", modules=(first, replace(second, lessons=lessons)))
    return [was, longer, replace(was, title="Korter", modules=(first,)), replace(longer, edition=2)]


def release_row(text: CourseOutline) -> dict[str, Any]:
    """A text as it is kept."""
    content = to_json(text)
    row = {"course": COURSE, "title": "Bewaard", "edition": text.edition, "renderer": "test"}
    return row | {"hash": hashlib.sha256(content.encode()).hexdigest(), "outline": content}


def publish(world: World, start: date) -> list[str]:
    """The first text is current, the others are there; their hashes."""
    rows = [release_row(text) for text in texts()]
    published = at_noon(start - timedelta(days=9))
    builders.current(world.session, Release(**rows[0], published_at=published))
    for row in rows[1:]:
        world.add(Release(**row, published_at=at_noon(start)))
    return [row["hash"] for row in rows]


ITEM = ChoiceItem(
    key="p1",
    label="Wie deelt?",
    question=Html("Wie deelt?"),
    options=tuple(Option(key, Html(key), Html(key)) for key in "abc"),
    right="a",
)
OF_WORD = replace(ITEM, key="p2")
IN_TEST = {key: replace(ITEM, key=key) for key in ("t1", "t2")}
LESSONS = [(module.slug, lesson.slug) for module in outline().modules for lesson in module.lessons]
