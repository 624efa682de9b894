"""A training that completes a lesson: for who has that lesson, with what was talked through there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from course.content.outline import ItemOutline, LessonOutline, ModuleOutline
from course.content.types import LessonKind
from course.models import LessonCompletion, MeetingPresence, Person, Release
from course.store.learning import enrolling
from course.store.study_days import attending, meetings
from course.store.study_days.meetings import MeetingFor, MeetingRow
from tests import builders, staff
from tests.staff import World, at_noon
from tests.store.study_days.test_two_meetings import NOW, PLAN, TODAY, Hall, opened
from tests.store.weeks.texts import release_row

COURSE = "samen"
QUESTION = ItemOutline("p1", "choice", "Vraag", True, True, False, (), None)
OF_WORD = replace(QUESTION, key="p2", requires=("naam_fg",))


def publish(world: World) -> None:
    """A course of a module with a page that asks, a test, and a page that asks nothing."""
    outline = staff.outline()
    first = outline.modules[0]

    def lesson(slug: str, kind: LessonKind, *items: ItemOutline) -> LessonOutline:
        return replace(first.lessons[0], slug=slug, kind=kind, items=items)

    in_test = replace(QUESTION, key="t1")
    lessons = (
        lesson("vraag", LessonKind.PAGE, QUESTION, OF_WORD),
        lesson("toets", LessonKind.TEST, in_test),
        lesson("lezen", LessonKind.PAGE),
    )
    module: ModuleOutline = replace(first, slug="een", lessons=lessons)
    text = replace(outline, slug=COURSE, title="Samen", modules=(module,))
    row = release_row(text) | {"course": COURSE}
    builders.current(world.session, Release(**row, published_at=at_noon(builders.LONG_AGO)))


@pytest.fixture
def hall(session: Any) -> Hall:
    found = opened(session)
    publish(found.world)
    return found


def about(hall: Hall, module: str, lesson: str) -> MeetingRow:
    """A training that completes this lesson."""
    whose = MeetingFor(hall.school.id, None, COURSE, module, lesson)
    ref = meetings.plan(hall.trainer, whose, PLAN, f"over-{module}-{lesson}", NOW)
    return meetings.by_ref(ref or "")


def done(hall: Hall, person: Person) -> list[str]:
    query = hall.world.session.query(MeetingPresence.enrolment_id).filter_by(person_id=person.id)
    mine = [one for (one,) in query if one is not None]
    rows = hall.world.session.query(LessonCompletion.lesson)
    return [one for (one,) in rows.filter(LessonCompletion.enrolment_id.in_(mine))]


def talked(hall: Hall, meeting: MeetingRow, person: Person) -> list[str]:
    """What was kept as talked through with them."""
    found = hall.world.session.query(MeetingPresence)
    row = found.filter_by(meeting_id=meeting.id, person_id=person.id).one()
    assert (row.enrolment_id is None) == (row.items == [])
    items: list[str] = row.items
    return items


def test_it_completes_the_lesson_of_who_follows_the_course_once(hall: Hall) -> None:
    ada, bob, _ = hall.people
    assert enrolling.enrol(ada.id, COURSE, NOW)
    meeting = about(hall, "een", "vraag")
    assert attending.note_presence(meeting, [ada.id, bob.id], NOW, TODAY, hall.trainer.id) == 2
    assert attending.note_presence(meeting, [ada.id, bob.id], NOW, TODAY) == 0
    assert (talked(hall, meeting, ada), done(hall, ada)) == (["p1"], ["vraag"])
    assert (talked(hall, meeting, bob), done(hall, bob)) == ([], []), "they follow nothing"


def test_what_a_word_of_the_school_brings_was_talked_through_too(hall: Hall) -> None:
    ada = hall.people[0]
    assert enrolling.enrol(ada.id, COURSE, NOW)
    builders.word(hall.world.session, hall.school, "naam_fg", "De FG")
    meeting = about(hall, "een", "vraag")
    attending.note_presence(meeting, [ada.id], NOW, TODAY)
    assert talked(hall, meeting, ada) == ["p1", "p2"]


@pytest.mark.parametrize(("module", "lesson"), [("een", "toets"), ("een", "weg"), ("weg", "vraag")])
def test_a_test_or_what_is_gone_from_the_text_is_completed_by_no_training(
    hall: Hall, module: str, lesson: str
) -> None:
    ada = hall.people[0]
    assert enrolling.enrol(ada.id, COURSE, NOW)
    meeting = about(hall, module, lesson)
    assert attending.note_presence(meeting, [ada.id], NOW, TODAY) == 1, "they were there"
    assert (talked(hall, meeting, ada), done(hall, ada)) == ([], [])
