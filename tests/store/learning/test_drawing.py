"""What a refresher asks, and how often somebody played a story: in a lesson once, in each refresher,
and each module its own.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from course.domain.learning.ladder import RuleKey
from course.domain.learning.progress import Reader
from course.domain.learning.refreshing import MissedRule
from course.models import Refresher, RefresherAnswer
from course.store.learning import drawing
from course.store.learning.knowledge import Knowledge
from tests.learning import learner, publish
from tests.refreshed import AGAIN
from tests.staff import COURSE, World, at_noon
from tests.store.learning.test_comparing import answered, enrol

TODAY = date(2026, 3, 12)
READER = Reader("teaching", frozenset({"vo"}))
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
    theirs = [(ada, COURSE, "s1"), (ada, COURSE, "t1")]
    theirs += [(ada, "fiets", "s1")] * 2 + [(bob, COURSE, "s1")] * 3
    for number, (who, course, item) in enumerate(theirs):
        of = {"person_id": who.id, "course": course}
        sent = {"key": f"op-{number}", "day": TODAY, "at": at_noon(TODAY), "outcome": "sent"}
        asks = {"release": world.release, "moments": ["delen/dilemma/s1/"], "open_until": TODAY}
        mail = world.add(Refresher(**of, **sent, **asks, mail_key=f"op-{number}"))
        about = {"module": "delen", "goal": "", **STORY, "item": item, "response": ["a"]}
        marks = {"earned": 0, "possible": 0, "confidence": None, "day": TODAY}
        row = of | about | marks | {"at": at_noon(TODAY), "scheduler": "proef"}
        world.add(RefresherAnswer(refresher_id=mail.id, **row))
    found = drawing._times_seen(ada.id, COURSE, {"s1"})
    assert found == {("delen", "s1"): 2, ("blijft", "s1"): 1}


def test_a_rule_is_asked_from_the_day_on_which_it_is_due_with_a_story(
    session: Any, tmp_path: Path
) -> None:
    """In the words that go with what somebody had wrong of it."""
    release = publish(tmp_path / "modules", opfrissen=AGAIN)
    who, rule = learner(session).person.id, RuleKey("een", "L1")
    known = Knowledge("proef", release, TODAY, {}, (), {rule: MissedRule("t2")})
    due = known.states()[rule].due_on
    assert drawing.draw(known, who, READER, due - timedelta(days=1)) == []
    first, story = drawing.draw(known, who, READER, due)
    assert (first.rule, first.coat.item, first.is_story) == (rule, "r2", False)
    assert (story.rule, story.coat.item, story.is_story) == (RuleKey("een", ""), "S1", True)
