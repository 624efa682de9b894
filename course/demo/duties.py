"""What the trainers assigned in the past weeks, by the same road as a trainer's form takes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from course.demo.days import friday_from, instant, workday_by
from course.demo.people import Staff
from course.demo.schools import JOINERS, LEAVERS, LEFT, MBO, PO, SECOND, SO, THIRD, VO
from course.domain.duties.mending import Mend, Mending
from course.domain.duties.states import ExemptFor
from course.domain.people.roles import Actor
from course.models import Person
from course.store.dated import DeedMoment
from course.store.duties import giving, mending
from course.store.duties.giving import NewAssignment
from course.store.duties.mending import Chosen
from course.store.duties.settling import settle


@dataclass(frozen=True)
class AssignmentPlan:
    """A decision so many days ago, due on the first Friday from so many days after today.

    `to`: a team, or all.
    """

    school: str
    made: int
    due: int
    team: str | None = None
    alone: bool = False  # for the second person of that team only
    withdrawn: int | None = None  # so many days ago


PLANS = (
    AssignmentPlan(PO, made=55, due=-16),  # over: whoever is not done is late
    AssignmentPlan(VO, made=48, due=-12, team="Exacte vakken"),
    AssignmentPlan(VO, made=41, due=17),  # ahead
    AssignmentPlan(MBO, made=46, due=1),  # within a week
    AssignmentPlan(SO, made=50, due=-8, team="Onderbouw", withdrawn=36),
    AssignmentPlan(SO, made=20, due=63),  # far ahead
    AssignmentPlan(VO, made=13, due=9, team="Kunst en sport", alone=True),
)


def assign_all(staff: Staff, course: str, today: date) -> None:
    """Give the course to everybody, let joiners have it and leavers be rid of it."""
    trainers = {VO: staff.person("tarik"), PO: staff.person("tarik")}
    trainers |= dict.fromkeys((MBO, SO), staff.of_team(MBO, "Bedrijfsvoering")[SECOND])
    for number, plan in enumerate(PLANS, start=1):
        _assign(
            staff,
            staff.actor(trainers[plan.school]),
            plan,
            course,
            f"demo-toewijzing-{number}",
            today,
        )
    for school, team in sorted(JOINERS):
        person = staff.of_team(school, team)[SECOND]
        moment = DeedMoment(instant(_first_day(staff, person), 8))
        settle(staff.schools[school].id, moment, [person.id])
    for school, team in sorted(LEAVERS):
        person = staff.of_team(school, team)[SECOND]
        moment = DeedMoment(instant(today - LEFT + timedelta(days=1), 8))
        settle(staff.schools[school].id, moment, [person.id])
    _relieve(staff, course, today)


def _relieve(staff: Staff, course: str, today: date) -> None:
    """One person is paused, and one is exempt. Both have not begun."""
    moment = DeedMoment(instant(workday_by(today - timedelta(days=6)), 10))
    wanted = {
        (VO, "Talen"): Mend(Mending.PAUSE, today + timedelta(days=40)),
        (PO, "Bovenbouw"): Mend(Mending.EXEMPT, None, ExemptFor.SHORT_STAY),
    }
    actor = staff.actor(staff.person("tarik"))
    for key, mend in wanted.items():
        person = staff.of_team(*key)[THIRD]
        chosen = Chosen(school=key[0], course=course, words=person.name)
        found = mending.chosen_duties(actor, chosen, moment.today)
        refs = tuple(one.ref for one in found if one.now.person_id == person.id)
        mending.mend(actor, Chosen(refs=refs), mend, moment)
        staff.relieved.add(person.id)


def _assign(
    staff: Staff, actor: Actor, plan: AssignmentPlan, course: str, token: str, today: date
) -> None:
    made = workday_by(today - timedelta(days=plan.made))
    team_id, person_id = None, None
    if plan.team and plan.alone:
        person_id = staff.of_team(plan.school, plan.team)[SECOND].id
    elif plan.team:
        team_id = staff.teams[plan.school, plan.team].id
    draft = NewAssignment(
        course=course,
        school_id=staff.schools[plan.school].id,
        team_id=team_id,
        person_id=person_id,
        due_on=friday_from(today + timedelta(days=plan.due)),
        submission=token,
    )
    assigned = giving.assign(actor, draft, instant(made, 8, 15), made)
    if assigned is None:
        raise RuntimeError(
            f"{actor.name} may not assign {course} at {plan.school}, or it was never published"
        )
    if plan.withdrawn is not None:
        ended = workday_by(today - timedelta(days=plan.withdrawn))
        giving.withdraw(actor, assigned.ref, DeedMoment(instant(ended, 16)))


def _first_day(staff: Staff, person: Person) -> date:
    return min(row.starts_on for row in staff.links(person.id))
