"""A course with one lesson for each documented item, so that every kind is met."""

from __future__ import annotations

from course import clock
from course.content.types import Course, Lesson, LessonKind, MasteryRule, Module
from course.kinds.dilemma.item import DilemmaItem
from course.models import db
from course.store.learning import enrolling
from course.text.plain import NO_TEXT
from tests import builders
from tests.browser import walking
from tests.browser.conftest import Live
from tests.content.reading import documented_items

PROOF = "proef"  # a course with a lesson for each documented item
PROOF_ITEMS = {
    f"{item.kind}-{item.key.lower().replace('.', '-')}": item for item in documented_items()
}


def publish_proof(live: Live) -> None:
    """A course with one lesson for each documented item, and Noor in it."""
    lessons = tuple(
        Lesson(
            slug=slug,
            title=f"Proef: {item.kind}",
            kind=LessonKind.DILEMMA if isinstance(item, DilemmaItem) else LessonKind.EXERCISE,
            required=True,
            blocks=(item,),
            minutes=1,
        )
        for slug, item in PROOF_ITEMS.items()
    )
    module = Module(
        slug="een",
        title="Alle soorten",
        motto="Van elke soort een",
        minutes=5,
        goals=(),
        excludes=(),
        mastery=MasteryRule(),
        lessons=lessons,
    )
    with live.app.app_context():
        now = clock.now()
        builders.publish(
            Course(slug=PROOF, title="Proefcursus", intro=NO_TEXT, modules=(module,)), now
        )
        assert enrolling.enrol(walking.person_id("noor"), PROOF, now)
        db.session.commit()
