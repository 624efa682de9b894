"""Everything that happened in an enrolment, in its order, and for whom the course was shown."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from course import clock
from course.domain.learning.projection import Happened
from course.models import Meeting
from course.store.learning import history, recording
from tests.builders import add
from tests.learning import Learner, learner, publish
from tests.store.learning.test_deeds import NOW, PAGE, READER, Two

HOUR = timedelta(hours=1)
STORY, PLAN = ("een", "dilemma"), ("een", "plan")


@pytest.fixture
def two(session: Any, tmp_path: Path) -> Two:
    release = publish(tmp_path / "modules")
    return Two(session, release, learner(session), learner(session, "ada@voorbeeld.example"))


def was_trained(two: Two, who: Learner, number: int, *items: str) -> bool:
    """Somebody was at a training about a story, so many hours from now."""
    when = {"day": NOW.date(), "begins": "9.00", "ends": "10.00", "made_at": NOW}
    what = {"title": "Foto’s", "place": "Aula", "capacity": 9, "course": "proef"}
    lesson = {"module": STORY[0], "lesson": STORY[1], "made_by": two.ada.person.id}
    own = {"code": f"code-{number}", "submission": f"training-{number}"}
    meeting = add(two.session, Meeting(**when, **what, **lesson, **own, school_id=who.school.id))
    row = {"meeting_id": meeting.id, "person_id": who.person.id, "items": list(items)}
    noted = {"noted_by": None, "noted_at": NOW + number * HOUR, "enrolment_id": who.enrolment_id}
    return recording.attend(two.place(who, "dilemma"), READER, row | noted, NOW + number * HOUR)


def test_what_happened_is_told_in_the_order_in_which_it_did(two: Two) -> None:
    """Whatever was written down first, and whoever else was there."""
    noor, ada = two.noor, two.ada
    other = two.was_there(ada, NOW)
    mine = two.was_there(noor, NOW + HOUR)
    assert was_trained(two, ada, 1)
    assert was_trained(two, noor, 4, "S1")
    recording.visit(two.place(noor, "plan"), READER, NOW + 3 * HOUR)
    recording.visit(two.place(noor, "dilemma"), READER, NOW + 3 * HOUR)
    for who, presence in ((noor, mine), (ada, other)):
        lesson = two.place(who)
        assert recording.sign_off_lesson(presence, lesson, READER, {"p1"}, NOW + 2 * HOUR)
    two.answer(noor, "b", "een", now=NOW + HOUR)
    found = history.happened([noor.enrolment_id])
    assert found == {
        noor.enrolment_id: [
            Happened(NOW + HOUR, PAGE, settled=("p1",)),
            Happened(NOW + 2 * HOUR, PAGE, attended=("p1",)),
            Happened(NOW + 3 * HOUR, STORY),
            Happened(NOW + 3 * HOUR, PLAN),
            Happened(NOW + 4 * HOUR, STORY, attended=("S1",)),
        ]
    }


def test_who_was_at_a_training_is_noted_once_and_has_done_its_lesson(two: Two) -> None:
    assert was_trained(two, two.noor, 1, "S1")
    assert two.done() == [(two.noor.enrolment_id, "dilemma")]
    (meeting,) = two.session.query(Meeting)
    row = {"meeting_id": meeting.id, "person_id": two.noor.person.id, "items": ["S1"]}
    noted = {"noted_by": None, "noted_at": NOW, "enrolment_id": two.noor.enrolment_id}
    place = two.place(two.noor, "dilemma")
    assert not recording.attend(place, READER, row | noted, NOW)


def test_the_reader_is_by_the_schools_where_this_person_works(session: Any, tmp_path: Path) -> None:
    publish(tmp_path / "modules")
    noor = learner(session)
    learner(session, "ada@voorbeeld.example", sector="po")
    assert history.reader_on(noor.person.id, clock.today()).sectors == {"vo"}
    assert history.reader_on(noor.person.id, date(2000, 1, 1)).sectors == frozenset()
