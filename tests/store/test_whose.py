"""Whose row it is: what happens at one school, lesson or person leaves every other one as it
was.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from course.domain.duties.states import DutyState
from course.domain.people.roles import Actor, Permission, Role
from course.domain.people.roster_details import ChangedField
from course.domain.people.roster_file import read_people
from course.models import (
    Assignment,
    Duty,
    DutyReason,
    Enrolment,
    Membership,
    Person,
    RoleGrant,
    School,
    SignedInBrowser,
    SignInLink,
    Team,
)
from course.store.dated import DeedMoment
from course.store.duties import assignments, giving
from course.store.duties.giving import NewAssignment
from course.store.duties.settling import settle
from course.store.people import deeds, roster, roster_rows
from course.store.people.deeds import Workplace
from course.store.people.roster_found import Importer
from course.store.scope import schools_for
from course.store.signing_in import accounts, browsers
from course.store.signing_in.accounts import LinkPurpose
from course.store.submissions import OtherContentsError
from tests import builders
from tests.builders import joiner_due
from tests.staff import COURSE, World, at_noon

TODAY = date(2026, 3, 12)
YESTERDAY = TODAY - timedelta(days=1)
NOW = datetime(2026, 3, 12, 10, tzinfo=UTC)
DUE = TODAY + timedelta(days=60)
OTHER_COURSE = "proef"  # published in the town
AT_NOON = DeedMoment(at_noon(TODAY))


def at(days: int) -> DeedMoment:
    """Noon, so many days from today."""
    return DeedMoment(at_noon(TODAY + timedelta(days=days)))


@dataclass
class TwoSchools:
    """Two schools of two boards with a trainer each; Ada and Bob work at both, in a team at the
    first.
    """

    world: World
    here: School
    there: School
    team: Team
    trainer: Actor
    other_trainer: Actor
    ada: Person
    bob: Person

    def draft(self, school: School, token: str, **changes: Any) -> NewAssignment:
        return replace(NewAssignment(COURSE, school.id, None, None, DUE, token), **changes)

    def give(self, token: str, **changes: Any) -> str:
        """An assignment at the first school; returns its ref."""
        made = giving.assign(self.trainer, self.draft(self.here, token, **changes), NOW, TODAY)
        assert made is not None
        return made.ref

    def give_there(self, token: str, **changes: Any) -> str:
        made = giving.assign(
            self.other_trainer, self.draft(self.there, token, **changes), NOW, TODAY
        )
        assert made is not None
        return made.ref

    def reasons(
        self, person: Person, school: School, course: str = COURSE
    ) -> list[tuple[str, date | None]]:
        """Token of the assignment and end of each reason why somebody owes this school the
        course.
        """
        self.world.session.expire_all()
        rows = self.world.session.query(Assignment.submission, DutyReason.ends_on)
        rows = rows.filter(DutyReason.replaced_at.is_(None))
        rows = rows.join(DutyReason, DutyReason.assignment_id == Assignment.id)
        rows = rows.join(Duty, Duty.id == DutyReason.duty_id)
        found = rows.filter(
            Duty.person_id == person.id, Duty.school_id == school.id, Duty.course == course
        )
        return sorted(found, key=lambda row: (row[0], row[1] or date.max))


@pytest.fixture
def two(session: Any) -> TwoSchools:
    world = World(session, TODAY)
    here, there = world.school("regenboog"), world.school("kompas", world.other_board())
    team = world.team(here, "Onderbouw")
    ada, bob = world.person("Ada Bos"), world.person("Bob Bos")
    for person in (ada, bob):
        world.works(person, here, team)
        world.works(person, there)
    trainers = world.actor(Role.TRAINER, here), world.actor(Role.TRAINER, there)
    return TwoSchools(world, here, there, team, *trainers, ada, bob)


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


def send(two: TwoSchools, *rows: str, complete: bool = False, on: date = TODAY) -> None:
    """What the administrator of the first school does with a list."""
    file = read_people("\n".join(["personeelsnummer;naam;e-mail;team", *rows]).encode())
    proposal = roster_rows.propose(Importer(two.here.id, on, None, None), file, complete=complete)
    assert roster.apply(roster_rows.make_ready(proposal, NOW, ends_roles=True))
    two.world.session.expire_all()


def test_one_leaver_keeps_the_others_and_their_own_work_elsewhere(two: TwoSchools) -> None:
    world = two.world
    for person in (two.ada, two.bob):
        for place in (two.here, two.there):
            world.grant(person, Role.TRAINER, place)
        world.grant(person, Role.MANAGER, two.here, ends_on=TODAY - timedelta(days=30))
        browsers.sign_in(person.id, NOW)
        accounts.make_link(person.id, LinkPurpose.SIGN_IN, NOW)
    two.give("hier")
    two.give_there("daar")
    send(two, f";{two.bob.name};{two.bob.email};Onderbouw", complete=True)
    ends = {
        (row.person_id, row.school_id): row.ends_on
        for row in world.session.query(Membership).filter_by(replaced_at=None)
    }
    assert ends[two.ada.id, two.here.id] == YESTERDAY
    assert ends[two.ada.id, two.there.id] is None
    assert ends[two.bob.id, two.here.id] is ends[two.bob.id, two.there.id] is None
    grants = world.session.query(RoleGrant).filter(
        RoleGrant.replaced_at.is_(None), RoleGrant.person_id.in_([two.ada.id, two.bob.id])
    )
    found = {(row.person_id, row.role, row.school_id): row.ends_on for row in grants}
    assert found.pop((two.ada.id, "trainer", two.here.id)) == YESTERDAY
    assert found.pop((two.ada.id, "manager", two.here.id)) == TODAY - timedelta(days=30)
    assert found.pop((two.bob.id, "manager", two.here.id)) == TODAY - timedelta(days=30)
    assert set(found.values()) == {None}
    assert two.reasons(two.ada, two.here) == [], "given today and gone today"
    assert two.reasons(two.ada, two.there) == [("daar", None)]
    assert two.reasons(two.bob, two.here) == [("hier", None)]
    assert [row.person_id for row in world.session.query(SignedInBrowser)] == [two.bob.id]
    links = {row.person_id: row.used_at for row in world.session.query(SignInLink)}
    assert links == {two.ada.id: NOW, two.bob.id: None}


def test_a_team_of_the_same_name_elsewhere_is_another_team(two: TwoSchools) -> None:
    two.world.team(two.there, "Onderbouw")
    two.world.team(two.there, "Bovenbouw")
    send(two, ";Cas Bos;cas@a.nl;onderbouw", ";Dirk Bos;dirk@a.nl;Bovenbouw")
    rows = two.world.session.query(Team.school_id, Team.name).join(
        Membership, Membership.team_id == Team.id
    )
    rows = rows.join(Person, Person.id == Membership.person_id).filter(
        Person.email.in_(["cas@a.nl", "dirk@a.nl"])
    )
    assert sorted(rows.all()) == [(two.here.id, "Bovenbouw"), (two.here.id, "Onderbouw")]


def test_another_team_here_changes_nothing_there_and_keeps_what_is_agreed(two: TwoSchools) -> None:
    link = (
        two.world.session.query(Membership)
        .filter_by(person_id=two.ada.id, school_id=two.here.id)
        .one()
    )
    builders.rewrite(two.world.session, link, ends_on=TODAY + timedelta(days=90), staff_number="7")
    send(two, f"7;{two.ada.name};{two.ada.email};Bovenbouw")
    rows = (
        two.world.session.query(Membership)
        .filter_by(person_id=two.ada.id, replaced_at=None)
        .order_by(Membership.starts_on, Membership.id)
        .all()
    )
    here = [row for row in rows if row.school_id == two.here.id]
    assert [(row.starts_on, row.ends_on) for row in here[1:]] == [
        (TODAY, TODAY + timedelta(days=90))
    ]
    assert here[0].ends_on == YESTERDAY
    assert {row.staff_number for row in here} == {"7"}
    assert [(row.ends_on, row.team_id) for row in rows if row.school_id == two.there.id] == [
        (None, None)
    ]
    bob = two.world.session.query(Membership).filter_by(person_id=two.bob.id, replaced_at=None)
    assert {row.ends_on for row in bob} == {None}


def test_who_left_another_school_today_begins_anew_here(two: TwoSchools) -> None:
    cas = two.world.person("Cas Bos", "cas@a.nl")
    two.world.works(cas, two.there, ends_on=TODAY)
    two.world.works(cas, two.here, ends_on=TODAY - timedelta(days=20))
    send(two, ";Cas Bos;cas@a.nl;")
    rows = two.world.session.query(Membership).filter_by(person_id=cas.id).order_by(Membership.id)
    found = [(row.school_id, row.starts_on == TODAY, row.ends_on) for row in rows]
    assert found == [
        (two.there.id, False, TODAY),
        (two.here.id, False, TODAY - timedelta(days=20)),
        (two.here.id, True, None),
    ]


@pytest.mark.parametrize("past", ["membership", "grant"])
def test_what_somebody_had_elsewhere_and_ended_is_no_obstacle(two: TwoSchools, past: str) -> None:
    administrator = two.world.actor(Role.ADMINISTRATOR, two.here)
    cas = two.world.person("Cas Bos", "cas@a.nl")
    two.world.works(cas, two.here, number="9")
    if past == "membership":
        two.world.works(cas, two.there, ends_on=YESTERDAY)
    else:
        two.world.grant(cas, Role.MANAGER, two.there, ends_on=YESTERDAY)
    file = read_people(b"personeelsnummer;naam;e-mail\n9;Cas de Bos;nieuw@a.nl")
    scope = schools_for(administrator, Permission.PEOPLE)
    plan = roster_rows.propose(Importer(two.here.id, TODAY, None, scope), file, complete=False).plan
    assert plan.problems == ()
    assert [change.after.email for change in plan.asked] == ["nieuw@a.nl"]


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


def test_the_same_list_again_does_nothing_where_there_are_more_teams(two: TwoSchools) -> None:
    two.world.team(two.here, "Bovenbouw")
    rows = [
        "naam;e-mail;team",
        *(f"{one.name};{one.email};Onderbouw" for one in (two.ada, two.bob)),
    ]
    file = read_people("\n".join(rows).encode())
    assert roster_rows.propose(
        Importer(two.here.id, TODAY, None, None), file, complete=True
    ).plan.does_nothing


def test_who_runs_the_installation_may_rename_somebody_with_a_role(two: TwoSchools) -> None:
    two.world.grant(two.ada, Role.MANAGER, two.there)
    send(two, f";Ada de Bos;{two.ada.email};Onderbouw")
    assert two.world.session.get(Person, two.ada.id).name == "Ada de Bos"


@pytest.mark.parametrize("days", [0, 9])
def test_a_role_that_ends_today_or_later_still_keeps_others_from_the_name(
    two: TwoSchools, days: int
) -> None:
    administrator = two.world.actor(Role.ADMINISTRATOR, two.here)
    cas = two.world.person("Cas Bos", "cas@a.nl")
    two.world.works(cas, two.here, number="9")
    two.world.grant(cas, Role.MANAGER, two.there, ends_on=TODAY + timedelta(days=days))
    file = read_people(b"personeelsnummer;naam;e-mail\n9;Cas de Bos;nieuw@a.nl")
    scope = schools_for(administrator, Permission.PEOPLE)
    plan = roster_rows.propose(Importer(two.here.id, TODAY, None, scope), file, complete=False).plan
    assert plan.problems == ()
    (change,) = plan.changed
    assert change.changed == (ChangedField.EMAIL,), "the name stays, the address asks its owner"
