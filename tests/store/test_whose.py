"""Whose row it is: what happens at one school, lesson or person leaves every other one as it
was.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from course.domain.duties.states import DutyState
from course.models import (
    Assignment,
    Duty,
    DutyReason,
    Enrolment,
    Membership,
)
from course.store.dated import DeedMoment
from course.store.duties import assignments, giving
from course.store.duties.settling import settle
from course.store.people import deeds
from course.store.people.deeds import Workplace
from course.store.submissions import OtherContentsError
from tests import builders
from tests.builders import joiner_due
from tests.staff import COURSE
from tests.store.two_schools import (
    AT_NOON,
    DUE,
    NOW,
    OTHER_COURSE,
    TODAY,
    YESTERDAY,
    TwoSchools,
    at,
)


def test_an_assignment_is_a_reason_at_its_own_school_and_course_only(two: TwoSchools) -> None:
    two.give_there("daar")
    two.give("ander", course=OTHER_COURSE)
    two.give("hier")
    for person in (two.ada, two.bob):
        assert two.reasons(person, two.here) == [("hier", None)]
        assert two.reasons(person, two.there) == [("daar", None)]
        assert two.reasons(person, two.here, OTHER_COURSE) == [("ander", None)]
        assert two.reasons(person, two.there, OTHER_COURSE) == []


def test_an_assignment_to_one_person_is_nobody_elses(two: TwoSchools) -> None:
    two.give("team", team_id=two.team.id)
    two.give("ada", person_id=two.ada.id)
    assert two.reasons(two.ada, two.here) == [("ada", None), ("team", None)]
    assert two.reasons(two.bob, two.here) == [("team", None)]


def test_joiners_get_what_stands_at_this_school_and_nothing_else(two: TwoSchools) -> None:
    two.give_there("daar")
    two.give("school")
    two.give("team", team_id=two.team.id)
    two.give("ada", person_id=two.ada.id)
    withdrawn = two.give("weg")
    giving.withdraw(two.trainer, withdrawn, at(1))
    cas, dirk = two.world.person("Cas Bos"), two.world.person("Dirk Bos")
    for person in (cas, dirk):
        two.world.works(person, two.here)
        two.world.works(person, two.there)
    settle(two.here.id, at(1), [cas.id])
    assert two.reasons(cas, two.here) == [("school", None)]
    assert two.reasons(cas, two.there) == []
    assert two.reasons(dirk, two.here) == []
    settle(two.here.id, at(1))
    assert two.reasons(dirk, two.here) == [("school", None)]
    assert two.reasons(two.bob, two.here) == [("school", None), ("team", None), ("weg", TODAY)]
    assert two.world.session.query(Enrolment).filter_by(person_id=dirk.id).count() == 1


def test_joiners_of_two_teams_and_two_courses_each_get_their_own(two: TwoSchools) -> None:
    upper = two.world.team(two.here, "Bovenbouw")
    two.give("onder", team_id=two.team.id)
    two.give("boven", team_id=upper.id)
    two.give("ander", course=OTHER_COURSE)
    cas = two.world.person("Cas Bos")
    two.world.works(cas, two.here, upper)
    settle(two.here.id, AT_NOON)
    assert two.reasons(cas, two.here) == [("boven", None)]
    assert two.reasons(cas, two.here, OTHER_COURSE) == [("ander", None)]
    found = {
        row.course: row for row in two.world.session.query(Enrolment).filter_by(person_id=cas.id)
    }
    assert set(found) == {COURSE, OTHER_COURSE}
    assert {row.cycle for row in found.values()} == {1}
    assert found[COURSE].release == two.world.release, "the newest one, of this course"


def test_a_day_that_was_set_does_not_move_when_others_join(two: TwoSchools) -> None:
    soon = TODAY + timedelta(days=3)
    two.give("kort", due_on=soon)
    two.world.works(two.world.person(), two.here)
    settle(two.here.id, AT_NOON)
    days = two.world.session.query(DutyReason.due_on).join(Duty, Duty.id == DutyReason.duty_id)
    assert days.filter(Duty.person_id == two.ada.id).all() == [(soon,)]


def test_a_team_of_another_school_is_no_target(two: TwoSchools) -> None:
    theirs = two.world.team(two.there, "Onderbouw")
    draft = two.draft(two.here, "x", team_id=theirs.id)
    assert giving.assign(two.trainer, draft, NOW, TODAY) is None


def test_the_same_form_again_is_the_same_assignment(two: TwoSchools) -> None:
    first, second = two.give("een"), two.give("twee")
    assert (two.give("een"), two.give("twee")) == (first, second)
    with pytest.raises(OtherContentsError):
        two.give("een", due_on=DUE + timedelta(days=1))


def test_who_left_and_who_comes_later_get_nothing(two: TwoSchools) -> None:
    gone, coming = two.world.person(), two.world.person()
    two.world.works(gone, two.here, ends_on=YESTERDAY)
    two.world.works(coming, two.here, starts_on=TODAY + timedelta(days=1))
    two.give("school")
    settle(two.here.id, AT_NOON)
    assert two.reasons(gone, two.here) == two.reasons(coming, two.here) == []


def test_joiners_get_four_weeks_and_never_more_than_there_is(two: TwoSchools) -> None:
    two.give("ver")
    two.give("kort", due_on=TODAY + timedelta(days=3))
    joiner = two.world.person()
    two.world.works(joiner, two.here)
    settle(two.here.id, AT_NOON, [joiner.id])
    days = two.world.session.query(DutyReason.due_on).join(Duty, Duty.id == DutyReason.duty_id)
    assert {day for (day,) in days.filter(Duty.person_id == joiner.id)} == {
        DUE,
        joiner_due(TODAY),
    }


def test_one_leaver_ends_their_own_duties_at_this_school_only(two: TwoSchools) -> None:
    two.give("hier")
    two.give_there("daar")
    earlier = two.give("eerder")
    giving.withdraw(two.trainer, earlier, at(1))
    deeds.leave(two.here.id, [two.ada.id], at(3))
    assert two.reasons(two.ada, two.here) == [
        ("eerder", TODAY),
        ("hier", TODAY + timedelta(days=2)),
    ]
    assert two.reasons(two.ada, two.there) == [("daar", None)]
    assert two.reasons(two.bob, two.here)[1] == ("hier", None)


def test_who_comes_back_here_does_not_come_back_there(two: TwoSchools) -> None:
    two.give("hier")
    two.give_there("daar")
    withdrawn = two.give("weg")
    giving.withdraw(two.trainer, withdrawn, at(1))
    for school in (two.here, two.there):
        deeds.leave(school.id, [two.ada.id, two.bob.id], at(1))
    deeds.join(two.here.id, [Workplace(two.ada.id, two.team.id)], at(40))
    assert two.reasons(two.ada, two.here) == [("hier", TODAY), ("hier", None), ("weg", TODAY)]
    assert two.reasons(two.ada, two.there) == [("daar", TODAY)]
    assert two.reasons(two.bob, two.here) == [("hier", TODAY), ("weg", TODAY)]


def test_withdrawing_ends_one_assignment(two: TwoSchools) -> None:
    first, _second = two.give("een"), two.give("twee")
    two.give_there("daar")
    deeds.leave(two.here.id, [two.bob.id], at(2))
    ended = TODAY + timedelta(days=4)
    assert giving.withdraw(two.trainer, first, at(5))
    assert two.reasons(two.ada, two.here) == [("een", ended), ("twee", None)]
    assert two.reasons(two.bob, two.here)[0] == ("een", TODAY + timedelta(days=1)), (
        "what ended keeps its day"
    )
    assert two.reasons(two.ada, two.there) == [("daar", None)]
    rows = two.world.session.query(Assignment.submission, Assignment.withdrawn_by).order_by(
        Assignment.submission
    )
    assert rows.all() == [("daar", None), ("een", two.trainer.id), ("twee", None)]


def test_already_due_is_about_the_same_target_here(two: TwoSchools) -> None:
    whole = two.draft(two.here, "x")
    two.give_there("daar", due_on=DUE - timedelta(days=9))
    two.give("ander", course=OTHER_COURSE, due_on=DUE - timedelta(days=8))
    two.give("team", team_id=two.team.id, due_on=DUE - timedelta(days=7))
    two.give("ada", person_id=two.ada.id, due_on=DUE - timedelta(days=6))
    withdrawn = two.give("weg", due_on=DUE - timedelta(days=5))
    giving.withdraw(two.trainer, withdrawn, DeedMoment(NOW))
    assert giving.already_due(two.trainer, whole) is None
    two.give("laat")
    two.give("vroeg", due_on=DUE - timedelta(days=1))
    assert giving.already_due(two.trainer, whole) == DUE - timedelta(days=1)
    assert giving.already_due(two.other_trainer, whole) is None
    assert giving.already_due(two.trainer, replace(whole, team_id=two.team.id)) == DUE - timedelta(
        days=7
    )
    assert giving.already_due(two.trainer, replace(whole, person_id=two.bob.id)) is None


def test_a_school_elsewhere_takes_nobody_from_here(two: TwoSchools) -> None:
    stranger = two.world.person()
    two.world.works(stranger, two.there)
    past = two.world.person()
    two.world.works(past, two.here, ends_on=YESTERDAY)
    for person in (stranger, past):
        draft = two.draft(two.here, "x", person_id=person.id)
        assert giving.assign(two.trainer, draft, NOW, TODAY) is None


def test_people_of_an_assignment_are_those_who_work_there_with_their_own_progress(
    two: TwoSchools,
) -> None:
    ref = two.give("hier")
    two.give_there("daar")
    two.world.progress(two.ada, 2, TODAY)
    row = assignments.assignment(two.trainer, ref, TODAY)
    assert row is not None
    assert row.counts == {DutyState.BUSY: 1, DutyState.NOT_STARTED: 1}
    found = assignments.assigned_people(row.id, TODAY)
    assert [(one.name, one.done, one.total) for one in found] == [
        ("Ada Bos", 2, 5),
        ("Bob Bos", 0, None),
    ]
    assert [one.name for one in assignments.assigned_people(row.id, TODAY, limit=1, offset=1)] == [
        "Bob Bos"
    ]
    links = two.world.session.query(Membership).filter_by(
        person_id=two.ada.id, school_id=two.here.id
    )
    builders.rewrite(two.world.session, links.one(), ends_on=YESTERDAY)
    assert [one.name for one in assignments.assigned_people(row.id, TODAY)] == ["Bob Bos"]


def test_the_lists_of_assignments_are_of_the_own_schools_and_complete(two: TwoSchools) -> None:
    refs = [
        two.give(token, due_on=DUE - timedelta(days=place)) for place, token in enumerate("abc")
    ]
    two.give_there("daar")
    page = assignments.assignments(two.trainer, TODAY, limit=2)
    assert ([row.ref for row in page.rows], page.total) == ([refs[2], refs[1]], 3)
    assert [
        row.ref for row in assignments.assignments(two.trainer, TODAY, limit=2, offset=2).rows
    ] == [refs[0]]
    assert {row.people for row in page.rows} == {2}
    for ref, hours in ((refs[0], 0), (refs[1], 1)):
        giving.withdraw(two.trainer, ref, DeedMoment(NOW + timedelta(hours=hours)))
    gone = assignments.assignments(two.trainer, TODAY, withdrawn=True)
    assert ([row.ref for row in gone.rows], gone.total) == ([refs[1], refs[0]], 2)
    assert [row.ref for row in assignments.assignments(two.trainer, TODAY).rows] == [refs[2]]


def test_an_assignment_names_its_own_target_and_maker(two: TwoSchools) -> None:
    two.world.team(two.here, "Bovenbouw")
    refs = [
        two.give("school"),
        two.give("team", team_id=two.team.id),
        two.give("ada", person_id=two.ada.id),
    ]
    rows = [assignments.assignment(two.trainer, ref, TODAY) for ref in refs]
    found = [(row.ref, row.team, row.person, row.made_by) for row in rows if row is not None]
    maker = two.trainer.name
    assert found == [
        (refs[0], None, None, maker),
        (refs[1], "Onderbouw", None, maker),
        (refs[2], None, "Ada Bos", maker),
    ]
    assert [row.people for row in rows if row is not None] == [2, 2, 1]
    empty = assignments.assignments(two.other_trainer, TODAY)
    assert (empty.rows, empty.total) == ((), 0)


def test_people_of_an_assignment_stand_in_their_own_team_while_it_holds_for_them(
    two: TwoSchools,
) -> None:
    upper = two.world.team(two.here, "Bovenbouw")
    cas = two.world.person("Cas Bos")
    two.world.works(cas, two.here, upper)
    ref = two.give("hier")
    row = assignments.assignment(two.trainer, ref, TODAY)
    assert row is not None
    found = {one.name: one.team for one in assignments.assigned_people(row.id, TODAY)}
    assert found == {"Ada Bos": "Onderbouw", "Bob Bos": "Onderbouw", "Cas Bos": "Bovenbouw"}
    deeds.leave(two.here.id, [cas.id], AT_NOON)
    assert [one.name for one in assignments.assigned_people(row.id, TODAY)] == [
        "Ada Bos",
        "Bob Bos",
    ]
