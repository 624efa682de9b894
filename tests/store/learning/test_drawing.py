"""How often somebody played a story: in a lesson once, in each refresher, and each module its own."""

from __future__ import annotations

from datetime import date
from typing import Any

from course.models import Refresher, RefresherAnswer
from course.store.learning import drawing
from tests.staff import COURSE, World, at_noon
from tests.store.learning.test_comparing import answered, enrol

TODAY = date(2026, 3, 12)
STORY = {"item": "s1", "lesson": "dilemma"}


def test_a_story_of_another_module_course_or_person_is_another_one(session: Any) -> None:
    world = World(session, TODAY)
    ada, bob = world.person(), world.person()
    mine, again = (enrol(world, ada, COURSE, cycle) for cycle in (1, 2))
    for of in (mine, mine, again):
        answered(world, of, "a", module="delen", **STORY)
    answered(world, mine, "a", module="blijft", **STORY)
    answered(world, mine, "a", module="delen", item="s2")
    answered(world, enrol(world, ada, "fiets"), "a", module="ver", **STORY)
    answered(world, enrol(world, bob), "a", module="ver", **STORY)
    for number, (who, course) in enumerate(((ada, COURSE), (ada, "fiets"), (bob, COURSE))):
        of = {"person_id": who.id, "course": course}
        sent = {"key": f"op-{number}", "day": TODAY, "at": at_noon(TODAY), "outcome": "sent"}
        asks = {"release": world.release, "moments": ["delen/dilemma/s1/"], "open_until": TODAY}
        mail = world.add(Refresher(**of, **sent, **asks, mail_key=f"op-{number}"))
        about = {"module": "delen", "goal": "", **STORY, "response": ["a"]}
        marks = {"earned": 0, "possible": 0, "confidence": None, "day": TODAY}
        row = of | about | marks | {"at": at_noon(TODAY), "scheduler": "proef"}
        world.add(RefresherAnswer(refresher_id=mail.id, **row))
    found = drawing._times_seen(ada.id, COURSE, {"s1"})
    assert found == {("delen", "s1"): 2, ("blijft", "s1"): 1}
