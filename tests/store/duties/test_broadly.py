"""One press for many groups: what was told by school is what is given, and who comes later gets it
by rule.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from course.domain.duties.calendars import after_school_weeks
from course.domain.people.roles import Actor, Role
from course.kinds.item import Audience
from course.models import (
    Assignment,
    AuditEntry,
    Duty,
    DutyReason,
    Enrolment,
    Membership,
    Person,
    Progress,
    School,
)
from course.store.dated import DeedMoment
from course.store.duties import assignments, calendars, giving, targets
from course.store.duties.giving import NewAssignment
from course.store.duties.targets import ByWhen, TargetPlace, Targets
from course.store.people import accounts, deeds, merging, organising
from course.store.people.deeds import Workplace
from course.store.people.organising import SchoolFacts
from course.store.proof import bundle
from course.store.submissions import OtherContentsError
from tests.staff import COURSE, World, at_noon

TODAY = date(2026, 3, 12)
DUE = TODAY + timedelta(days=30)
YESTERDAY = TODAY - timedelta(days=1)
TOKEN = "t" * 20


def at(days: int = 0) -> DeedMoment:
    return DeedMoment(at_noon(TODAY + timedelta(days=days)))


class Case:
    """Two schools of one board with two people each, and a school of another."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.here = [world.school("regenboog"), world.school("kompas")]
        self.people = [person for school in self.here for person in world.staff(school, 2)]
        self.away = world.school("ver", world.other_board())
        world.staff(self.away, 2)
        self.trainer = world.actor(Role.TRAINER, board=world.board)

    def wanted(self, *places: TargetPlace, functions: tuple[str, ...] = (), **when: Any) -> Targets:
        chosen = targets.within(places or [TargetPlace(school.id) for school in self.here])
        return Targets(COURSE, chosen, functions, ByWhen(**(when or {"due_on": DUE})))

    def assign(self, wanted: Targets, token: str = TOKEN, days: int = 0) -> Any:
        return giving.assign_broadly(self.trainer, wanted, token, at(days))

    def due(self, person: Person) -> list[date]:
        query = (
            self.world.session.query(DutyReason.due_on)
            .join(Duty, Duty.id == DutyReason.duty_id)
            .filter(Duty.person_id == person.id, DutyReason.ends_on.is_(None))
            .filter(DutyReason.replaced_at.is_(None))
        )
        return [day for (day,) in query.order_by(DutyReason.due_on)]

    def told(self, wanted: Targets) -> list[tuple[int, int, int, int]]:
        found = targets.effects(self.trainer, wanted, TODAY)
        return [(one.new, one.keep, one.sooner, one.done) for one in found]


@pytest.fixture
def case(session: Any) -> Case:
    return Case(World(session, TODAY))


def test_several_schools_at_once_and_the_same_press_again_is_one(case: Case) -> None:
    wanted = case.wanted()
    assert case.told(wanted) == [(2, 0, 0, 0), (2, 0, 0, 0)]
    first, again = case.assign(wanted), case.assign(wanted)
    assert (first.new, again.new, again.ref) == (True, False, first.ref)
    assert case.world.session.query(Assignment).filter_by(batch=TOKEN).count() == 2
    assert [case.due(person) for person in case.people] == [[DUE]] * 4
    others = (
        case.wanted(TargetPlace(case.here[0].id)),
        case.wanted(due_on=DUE + timedelta(days=1)),
        case.wanted(weeks=6),
        case.wanted(functions=(Audience.LEADER,)),
    )
    for other in others:
        with pytest.raises(OtherContentsError):
            case.assign(other)


def test_what_was_given_together_is_found_together_in_scope(case: Case) -> None:
    case.assign(case.wanted())
    other = case.world.actor(Role.TRAINER, case.here[0])
    first = case.world.session.query(Assignment).filter_by(school_id=case.here[0].id).one()

    def together(actor: Actor, *, withdrawn: bool = False) -> int:
        return len(assignments.given_together(actor, first.ref, TODAY, withdrawn=withdrawn))

    assert (together(case.trainer), together(other)) == (2, 1)
    giving.withdraw(case.trainer, first.ref, at(1))
    assert (together(case.trainer), together(case.trainer, withdrawn=True)) == (1, 1)


def test_what_is_told_counts_who_has_it_and_who_is_done(case: Case) -> None:
    case.assign(case.wanted(TargetPlace(case.here[0].id)))
    case.world.progress(case.people[1], 5, TODAY - timedelta(days=4), TODAY)
    by_school = dict(
        zip(
            [one.school for one in targets.effects(case.trainer, case.wanted(), TODAY)],
            case.told(case.wanted(due_on=DUE - timedelta(days=1))),
            strict=True,
        )
    )
    assert by_school[case.here[0].name] == (0, 0, 1, 1)
    assert by_school[case.here[1].name] == (2, 0, 0, 0)
    assert case.told(case.wanted(due_on=DUE))[0][1] + case.told(case.wanted(due_on=DUE))[1][1] == 1


def test_who_began_is_not_done_and_a_completion_counts_through_its_last_day(case: Case) -> None:
    busy, done = case.people[:2]
    case.world.progress(busy, 2, TODAY - timedelta(days=3))
    case.world.progress(done, 5, TODAY - timedelta(days=9), TODAY - timedelta(days=4))
    theirs = case.world.session.query(Enrolment.id).filter_by(person_id=done.id)
    progress = case.world.session.query(Progress).filter_by(enrolment_id=theirs.scalar()).one()
    here = case.wanted(TargetPlace(case.here[0].id))
    for until, told in ((None, (1, 0, 0, 1)), (TODAY, (1, 0, 0, 1)), (YESTERDAY, (2, 0, 0, 0))):
        progress.valid_until = until
        assert case.told(here) == [told]


def test_another_school_is_out_of_reach(case: Case) -> None:
    assert case.assign(case.wanted(TargetPlace(case.here[0].id), TargetPlace(case.away.id))) is None
    assert case.world.session.query(Assignment).filter_by(batch=TOKEN).count() == 0


def test_only_these_functions_also_who_gets_that_function_later(case: Case) -> None:
    case.assign(case.wanted(functions=("leader",)))
    assert [case.due(person) for person in case.people] == [[], [], [], []]
    accounts.change_function({case.people[0].id: Audience.LEADER}, at(1))
    assert len(case.due(case.people[0])) == 1
    accounts.change_function({case.people[0].id: Audience.SUPPORT}, at(2))
    assert case.due(case.people[0]) == []


def test_what_went_up_in_another_is_no_target(case: Case) -> None:
    gone, into = case.here
    team, other = case.world.team(gone, "Bovenbouw"), case.world.team(into, "Middenbouw")
    after = case.world.team(into, "Onderbouw")
    assert [one.schools for one in targets.boards_to_choose(case.trainer, TODAY)] == [2]
    merging.merge_schools(gone.id, into.id, at())
    merging.merge_teams(into.id, other.id, after.id, at())
    (board,) = targets.boards_to_choose(case.trainer, TODAY)
    assert board.schools == 1
    places = targets.schools_of_boards([board.id], TODAY)
    assert [place.school_id for place in places] == [into.id]
    found = targets.effects(case.trainer, case.wanted(*places), TODAY)
    assert [(one.school, one.new) for one in found] == [(into.name, 4)]
    for name in (team.name, other.name, f"{team.name}, {gone.name}"):
        assert targets.by_name(case.trainer, name, TODAY) == []
    assert len(targets.by_name(case.trainer, after.name, TODAY)) == 1
    deeds.join(gone.id, [Workplace(case.world.person("Terug").id)], at(1))
    (again,) = targets.boards_to_choose(case.trainer, TODAY + timedelta(days=1))
    assert again.schools == 2


def test_a_school_that_comes_to_the_board_later_gets_it_once(case: Case) -> None:
    boards = [board.id for board in targets.boards_to_choose(case.trainer, TODAY)]
    assert boards == [case.world.board.id]
    case.assign(case.wanted(*targets.schools_of_boards(boards, TODAY)))
    new = case.world.school("nieuw")
    for number in (1, 2):
        person = case.world.person(f"Nieuw {number}")
        deeds.join(new.id, [Workplace(person.id)], at(5))
        assert len(case.due(person)) == 1
    assert case.world.session.query(Assignment).filter_by(batch=TOKEN).count() == 3
    one = case.world.session.query(Assignment).filter_by(school_id=new.id).one()
    giving.withdraw(case.trainer, one.ref, at(6))
    late = case.world.person("Later")
    deeds.join(new.id, [Workplace(late.id)], at(7))
    assert case.due(late) == []


def test_a_school_that_moves_to_the_board_owes_what_that_gave_and_what_it_owed(case: Case) -> None:
    boards = [board.id for board in targets.boards_to_choose(case.trainer, TODAY)]
    case.assign(case.wanted(*targets.schools_of_boards(boards, TODAY)))
    elsewhere = case.world.actor(Role.TRAINER, case.away)
    own = NewAssignment(COURSE, case.away.id, None, None, DUE, "eigen")
    giving.assign(elsewhere, own, at(1).now, at(1).today)
    person = case.world.session.query(Person).join(Membership)
    who = person.filter(Membership.school_id == case.away.id).order_by(Person.id).first()
    assert len(case.due(who)) == 1
    away = case.away
    same = SchoolFacts(away.name, away.board_id, away.sector, away.region)
    moved = replace(same, board_id=case.world.board.id)
    for facts in (same, moved, moved):
        organising.change_school(away.id, facts, at(5))
    assert len(case.due(who)) == 2
    told = case.world.session.query(AuditEntry).filter_by(school_id=away.id)
    assert [row.action for row in told if "school" in row.action] == ["school-moved"]


def test_school_weeks_count_from_today_and_from_joining_and_the_later_day_counts(
    case: Case,
) -> None:
    calendar = calendars.of_school(case.here[0].id)
    case.assign(case.wanted(weeks=6))
    assert case.due(case.people[0]) == [after_school_weeks(TODAY, 6, calendar)]
    joiner = case.world.person("Later")
    deeds.join(case.here[0].id, [Workplace(joiner.id)], at(40))
    joined = TODAY + timedelta(days=40)
    assert case.due(joiner) == [after_school_weeks(joined, 6, calendar)]
    far = TODAY + timedelta(days=300)
    days = targets.due_days(case.wanted(due_on=far, weeks=1), TODAY)
    assert {due for due, _ in days.values()} == {far}


def test_a_day_that_is_off_is_told_with_the_friday_after_and_moved_when_asked(case: Case) -> None:
    new_year = date(2027, 1, 1)
    told = targets.due_days(case.wanted(due_on=new_year), TODAY)
    due, friday = told[case.here[0].id]
    assert due == new_year
    assert friday is not None
    assert (friday.weekday(), friday > new_year) == (4, True)
    moved = targets.due_days(case.wanted(due_on=new_year, shift=True), TODAY)
    assert moved[case.here[0].id] == (friday, None)


def test_names_are_found_in_scope_and_told_apart_by_school(case: Case) -> None:
    for school in (*case.here, case.away):
        case.world.team(school, "Onderbouw")
    found = targets.by_name(case.trainer, "onderbouw", TODAY)
    assert sorted(one.school for one in found) == sorted(one.name for one in case.here)
    (one,) = targets.by_name(case.trainer, f"Onderbouw, {case.here[1].name}", TODAY)
    assert one.place.school_id == case.here[1].id
    person = case.people[0]
    mine = [one.place.person_id for one in targets.by_name(case.trainer, person.name, TODAY)]
    assert person.id in mine


def test_who_is_in_a_school_that_is_chosen_goes_with_it() -> None:
    places = targets.within(
        [TargetPlace(1, team_id=4), TargetPlace(1), TargetPlace(1, board_id=7), TargetPlace(2, 5)]
    )
    assert places == (TargetPlace(1, board_id=7), TargetPlace(2, 5))


def test_a_school_that_comes_later_is_in_no_evidence_of_before(case: Case) -> None:
    """What was given to the whole board is given to it too, which nobody knew on those days."""
    board = case.world.board.id
    case.assign(case.wanted(*(TargetPlace(one.id, board_id=board) for one in case.here)))
    before = bundle.board_on(board, at(1).today)
    facts = SchoolFacts("De Later", board, "po", "midden")
    assert organising.open_school("later", facts)
    later = case.world.session.query(School).filter_by(code="later").one()
    deeds.join(later.id, [Workplace(case.world.person().id)], at(5))
    assert case.world.session.query(Assignment).filter_by(school_id=later.id).count() == 1
    assert bundle.board_on(board, at(1).today) == before
