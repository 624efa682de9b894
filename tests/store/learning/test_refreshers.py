"""Refreshers of one person: which they may open, what was answered first, and when is looked again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from course.content.outline import ItemOutline, ModuleOutline
from course.domain.learning.entry import SURE
from course.domain.learning.ladder import RuleKey
from course.domain.people.audited import Audited
from course.kinds.marking import Score
from course.models import (
    Enrolment,
    Person,
    Refresher,
    RefresherAnswer,
    RefresherPlan,
    Release,
)
from course.store import audit, transaction
from course.store.audit import AuditNote
from course.store.dated import DeedMoment
from course.store.learning import refreshers
from course.store.learning.refreshers import KeptMoment
from course.store.people import deeds
from tests import staff
from tests.meanwhile import meanwhile
from tests.staff import COURSE, World, at_noon
from tests.store.learning.test_comparing import answered, enrol
from tests.store.weeks.texts import release_row

TODAY = date(2026, 3, 12)
DAY = timedelta(days=1)
NOW = at_noon(TODAY)
OTHER = "fiets"
FIRST, STORY = KeptMoment("delen", "les-3", "t1", "L1"), KeptMoment("delen", "les-2", "s1", "")
RULE = RuleKey("delen", "L1")


class Case:
    """Ada and Bob work at a school."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.school = world.school("regenboog")
        self.ada, self.bob = world.staff(self.school, 2)

    def sent(self, who: Person, day: date = TODAY, course: str = COURSE, **more: Any) -> Refresher:
        """A refresher of two questions that was sent and is open for a week."""
        number = self.world.session.query(Refresher).count()
        row = {"person_id": who.id, "course": course, "release": self.world.release}
        kept = {"key": f"op-{number}", "day": day, "at": at_noon(day), "mail_key": f"op-{number}"}
        asked = {"moments": [*map("/".join, (FIRST, STORY))], "open_until": day + 7 * DAY}
        made: Refresher = self.world.add(
            Refresher(**{**row, **kept, **asked, "outcome": "sent", **more})
        )
        return made

    def answer(self, row: Refresher, moment: KeptMoment, earned: int = 1, days: int = 0) -> bool:
        found = refreshers.find(row.ref, TODAY)
        assert found is not None
        at = at_noon(TODAY + days * DAY)
        return refreshers.answer(found, moment, ("a",), Score(earned, 1), SURE, at)

    def plan(self, who: Person, days: int, course: str = COURSE, **origins: int) -> RefresherPlan:
        row = {"person_id": who.id, "course": course, "learned_on": TODAY, "origins": origins}
        made: RefresherPlan = self.world.add(RefresherPlan(**row, look_on=TODAY + days * DAY))
        return made

    def looks(self, *plans: RefresherPlan) -> list[int]:
        """After how many days is looked at each."""
        self.world.session.expire_all()
        return [(one.look_on - TODAY).days for one in plans]


@pytest.fixture
def case(session: Any) -> Case:
    return Case(World(session, TODAY))


def test_the_link_of_a_refresher_opens_it_for_who_works_here(case: Case) -> None:
    row, quiet = case.sent(case.ada), case.sent(case.ada, outcome="quiet", mail_key=None)
    found = refreshers.find(row.ref, TODAY)
    assert found is not None
    assert (found.id, found.person_id, found.moments) == (row.id, case.ada.id, (FIRST, STORY))
    assert FIRST.rule == RULE
    assert refreshers.find(quiet.ref, TODAY) is None
    assert refreshers.find("weg", TODAY) is None
    deeds.leave(case.school.id, [case.bob.id], DeedMoment(NOW))
    assert refreshers.find(row.ref, TODAY) is not None, "a colleague left"
    case.ada.blocked_at = NOW
    case.world.session.flush()
    assert refreshers.find(row.ref, TODAY) is None
    case.ada.blocked_at = None
    deeds.leave(case.school.id, [case.ada.id], DeedMoment(at_noon(TODAY + DAY)))
    assert refreshers.find(row.ref, TODAY) is not None
    assert refreshers.find(row.ref, TODAY + DAY) is None


@pytest.mark.parametrize(
    ("who", "action", "days", "opens"),
    [
        ("ada", Audited.ADDRESS_CHANGED, -1, True),
        ("ada", Audited.ADDRESS_CHANGED, 0, False),
        ("ada", Audited.ADDRESS_CHANGED, 1, False),
        ("ada", Audited.BLOCKED, 1, True),
        ("bob", Audited.ADDRESS_CHANGED, 1, True),
    ],
)
def test_a_link_to_an_address_that_is_no_longer_theirs_opens_nothing(
    case: Case, who: str, action: Audited, days: int, *, opens: bool
) -> None:
    row = case.sent(case.ada)
    person: Person = getattr(case, who)
    audit.note([AuditNote(action, person.id)], DeedMoment(at_noon(TODAY + days * DAY)))
    assert (refreshers.find(row.ref, TODAY) is not None) is opens
    assert (refreshers.waiting(case.ada.id, TODAY) is not None) is opens


def test_the_newest_that_is_open_and_not_done_waits(case: Case) -> None:
    old, new = case.sent(case.ada, TODAY - DAY), case.sent(case.ada)
    case.sent(case.bob)
    case.sent(case.ada, TODAY, outcome="quiet", mail_key=None)

    def waits(days: int = 0) -> int | None:
        found = refreshers.waiting(case.ada.id, TODAY + days * DAY)
        return found.id if found else None

    assert old.open_until < new.open_until
    assert (waits(), waits(7), waits(8)) == (new.id, new.id, None)
    assert case.answer(new, FIRST)
    assert waits() == new.id
    assert case.answer(new, STORY)
    assert waits() is None


def test_the_first_answer_to_each_question_of_each_refresher_counts(case: Case) -> None:
    one, other = case.sent(case.ada), case.sent(case.ada)
    assert case.answer(one, FIRST, earned=0)
    assert not case.answer(one, FIRST, earned=1)
    assert case.answer(other, FIRST, earned=1)
    found = refreshers.answers(one.id)
    assert list(found) == ["t1"]
    assert (found["t1"].score, found["t1"].response) == (Score(0, 1), ("a",))
    assert refreshers.answers(other.id)["t1"].earned == 1
    rows = case.world.session.query(RefresherAnswer).filter_by(refresher_id=one.id)
    (row,) = rows
    assert (row.person_id, row.goal, row.lesson, row.day) == (case.ada.id, "L1", "les-3", TODAY)
    assert (row.step_before, row.step_after) == (None, None), "they did not do the course"


def test_after_the_last_answer_is_looked_from_tomorrow_on(case: Case) -> None:
    row = case.sent(case.ada)
    plans = [
        case.plan(case.ada, 30),
        case.plan(case.ada, 30, OTHER),
        case.plan(case.bob, 30),
        case.plan(case.ada, -3, "oud"),
    ]
    assert case.answer(row, FIRST)
    assert case.looks(*plans) == [30, 30, 30, -3]
    assert case.answer(row, STORY)
    assert case.looks(*plans) == [1, 1, 30, -3]


def test_the_last_two_answers_wait_for_each_other(app: Flask, case: Case) -> None:
    """So that the last of them sees that nothing is left."""
    row, plan = case.sent(case.ada), case.plan(case.ada, 90)
    found = refreshers.find(row.ref, TODAY)
    assert found is not None
    transaction.commit()
    transaction.begin(may_write=True)
    with meanwhile(app, lambda: refreshers.answer(found, STORY, ("a",), Score(0, 0), None, NOW)):
        assert refreshers.answer(found, FIRST, ("a",), Score(1, 1), SURE, NOW)
    assert set(refreshers.answers(row.id)) == {FIRST.item, STORY.item}
    assert case.looks(plan) == [1]


def test_the_own_plan_is_of_the_module_that_is_asked_about(case: Case) -> None:
    """Two modules may have a question of the same key; the newest plan counts."""
    outline = staff.outline()
    item = ItemOutline("pl1", "plan", "Plan", False, True, False, (), None)

    def planning(module: ModuleOutline) -> ModuleOutline:
        lesson = replace(module.lessons[0], items=(item,))
        return replace(module, lessons=(lesson, *module.lessons[1:]))

    text = replace(outline, modules=tuple(map(planning, outline.modules)), title="Plannen")
    row = release_row(text) | {"course": COURSE, "title": "Plannen"}
    release = case.world.add(Release(**row, published_at=NOW)).hash
    sent = case.sent(case.ada, release=release)
    found = refreshers.find(sent.ref, TODAY)
    assert found is not None
    mine, theirs = enrol(case.world, case.ada), enrol(case.world, case.bob)

    def plan(of: Enrolment, module: str, *response: str) -> None:
        answered(case.world, of, *response, module=module, item="pl1")

    plan(theirs, "delen", "als een", "dan een")
    plan(mine, "blijft", "als twee", "dan twee")
    assert refreshers.own_plan(found) is None, "another module, and another person"
    plan(mine, "delen", "als drie", "dan drie")
    plan(mine, "delen", "als vier", "dan vier")
    plan(mine, "blijft", "als vijf", "dan vijf")
    plan(enrol(case.world, case.ada, OTHER), "delen", "als zes", "dan zes")
    assert refreshers.own_plan(found) == ("als vier", "dan vier")
    plan(mine, "delen", "half")
    assert refreshers.own_plan(found) is None, "nor is half a plan one"
