"""An import writes what it showed, all or nothing, and never takes an account over or throws one
away.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from course.domain.people.roles import Actor, Permission, Role
from course.domain.people.roster_file import read_people
from course.domain.people.roster_plan import RosterPlan
from course.models import Duty, DutyReason, Membership, Person, RoleGrant, School, SignedInBrowser
from course.store.duties import giving
from course.store.duties.giving import NewAssignment
from course.store.people import roster, roster_rows
from course.store.people.roster_found import Importer
from course.store.scope import schools_for
from course.store.signing_in import browsers
from tests.builders import joiner_due
from tests.staff import COURSE, World, at_noon

TODAY = date(2026, 3, 12)
YESTERDAY = TODAY - timedelta(days=1)
NOW = datetime(2026, 3, 12, 10, tzinfo=UTC)


@dataclass
class Office:
    """An administrator at one school, who sends lists."""

    world: World
    school: School
    actor: Actor

    def send(self, *rows: str, complete: bool = False, on: date = TODAY) -> RosterPlan:
        """Preview and apply a list of number, name, address and team."""
        file = read_people("\n".join(["personeelsnummer;naam;e-mail;team", *rows]).encode())
        proposal = roster_rows.propose(self.importer(on), file, complete=complete)
        if not proposal.plan.problems:
            assert roster.apply(roster_rows.make_ready(proposal, at_noon(on)))
            self.world.session.expire_all()
        return proposal.plan

    def importer(self, on: date = TODAY) -> Importer:
        return Importer(
            self.school.id, on, self.actor.id, schools_for(self.actor, Permission.PEOPLE)
        )

    def members(self) -> list[tuple[str, str | None, date, date | None]]:
        rows = (
            self.world.session.query(Membership)
            .filter_by(school_id=self.school.id, replaced_at=None)
            .order_by(Membership.id)
        )
        people = dict(self.world.session.query(Person.id, Person.name).all())
        return [
            (people[row.person_id], row.staff_number, row.starts_on, row.ends_on) for row in rows
        ]


@pytest.fixture
def office(session: Any) -> Office:
    world = World(session, TODAY)
    school = world.school("regenboog")
    return Office(world, school, world.actor(Role.ADMINISTRATOR, school))


def test_new_people_get_an_account_a_team_and_standing_assignments(office: Office) -> None:
    trainer = office.world.actor(Role.TRAINER, office.school)
    day = YESTERDAY
    giving.assign(trainer, NewAssignment(COURSE, office.school.id, None, None, day, "a"), NOW, day)
    office.send("1;Noor van den Berg;noor@a.nl;Onderbouw", ";Jan Smit;jan@a.nl;Onderbouw")
    assert office.members() == [
        ("Noor van den Berg", "1", TODAY, None),
        ("Jan Smit", None, TODAY, None),
    ]
    assert office.world.session.query(Duty).count() == 2
    assert {row.due_on for row in office.world.session.query(DutyReason)} == {joiner_due(TODAY)}
    noor = office.world.session.query(Person).filter_by(email_key="noor@a.nl").one()
    assert (noor.sort_name, noor.is_demo) == ("berg, noor van den", False)


def test_the_same_list_twice_changes_nothing_the_second_time(office: Office) -> None:
    rows = ("1;Noor van den Berg;noor@a.nl;Onderbouw", ";Jan Smit;jan@a.nl;")
    office.send(*rows)
    before = office.members()
    assert office.send(*rows, complete=True).does_nothing
    assert office.members() == before


def test_problems_write_nothing(office: Office) -> None:
    plan = office.send("1;Noor;noor@a.nl;", "1;Jan;jan@a.nl;")
    assert len(plan.problems) == 2
    assert office.members() == []


def test_a_plan_that_was_not_shown_is_not_carried_out(office: Office) -> None:
    file = read_people(b"naam;e-mail\nJan;jan@a.nl")
    shown = roster_rows.make_ready(
        roster_rows.propose(office.importer(), file, complete=False), NOW
    )
    office.world.person("Jan", "jan@a.nl")  # somebody else added the account in the meantime
    assert not roster.apply(shown)
    assert office.members() == []


def test_who_is_not_on_a_complete_list_leaves_and_is_kept(office: Office) -> None:
    world = office.world
    stays, goes = world.staff(office.school, 2)
    world.grant(goes, Role.TRAINER, office.school)
    trainer = world.actor(Role.TRAINER, office.school)
    giving.assign(
        trainer,
        NewAssignment(COURSE, office.school.id, None, None, TODAY, "a"),
        at_noon(YESTERDAY),
        YESTERDAY,
    )
    browsers.sign_in(goes.id, NOW)
    world.works(world.session.get(Person, office.actor.id), office.school)
    plan = office.send(f";{stays.name};{stays.email};", complete=True)
    assert [one.person_id for one in plan.leaving] == [goes.id]  # and not who imports
    ended = world.session.query(Membership).filter_by(person_id=goes.id, replaced_at=None).one()
    assert ended.ends_on == YESTERDAY
    assert [one.roles for one in plan.leaving] == [(Role.TRAINER,)]
    role = world.session.query(RoleGrant).filter_by(person_id=goes.id).one()
    assert role.ends_on is None, "a role stays until somebody says otherwise"
    assert world.session.query(SignedInBrowser).filter_by(person_id=goes.id).count() == 0
    reasons = world.session.query(DutyReason).join(Duty, Duty.id == DutyReason.duty_id)
    reasons = reasons.filter(Duty.person_id == goes.id, DutyReason.replaced_at.is_(None))
    assert reasons.one().ends_on == YESTERDAY
    assert world.session.get(Person, goes.id).name == goes.name


def test_who_comes_back_gets_a_new_dated_link(office: Office) -> None:
    office.send("1;Noor;noor@a.nl;", ";Jan;jan@a.nl;", on=TODAY - timedelta(days=90))
    office.send(";Jan;jan@a.nl;", complete=True, on=TODAY - timedelta(days=30))
    office.send("1;Noor;noor@a.nl;")
    noor = [row for row in office.members() if row[0] == "Noor"]
    assert noor == [
        ("Noor", "1", TODAY - timedelta(days=90), TODAY - timedelta(days=31)),
        ("Noor", "1", TODAY, None),
    ]
    assert office.world.session.query(Person).filter_by(email_key="noor@a.nl").count() == 1


def test_leaving_and_coming_back_on_one_day_is_one_link(office: Office) -> None:
    office.send("1;Noor;noor@a.nl;")
    office.send(";Jan;jan@a.nl;", complete=True)
    office.send("1;Noor;noor@a.nl;")
    assert [row for row in office.members() if row[0] == "Noor"] == [("Noor", "1", TODAY, None)]


def test_another_team_leaves_yesterday_as_it_was(office: Office) -> None:
    office.send("1;Noor;noor@a.nl;Onderbouw", on=YESTERDAY)
    office.send("1;Noor;noor@a.nl;Bovenbouw")
    links = office.world.session.query(Membership).filter_by(replaced_at=None)
    links = links.order_by(Membership.starts_on).all()
    assert [(link.starts_on, link.ends_on) for link in links] == [
        (YESTERDAY, YESTERDAY),
        (TODAY, None),
    ]
    assert links[0].team_id != links[1].team_id


def test_without_a_column_team_the_team_stays(office: Office) -> None:
    office.send("1;Noor;noor@a.nl;Onderbouw")
    file = read_people(b"personeelsnummer;naam;e-mail\n1;Noor de Wit;noor@a.nl")
    assert roster.apply(
        roster_rows.make_ready(roster_rows.propose(office.importer(), file, complete=False), NOW)
    )
    office.world.session.expire_all()
    assert office.world.session.query(Membership).one().team_id is not None
    assert office.world.session.query(Person).filter_by(name="Noor de Wit").count() == 1


def test_account_at_another_school_joins_and_is_not_renamed(office: Office) -> None:
    other = office.world.school("kompas")
    person = office.world.person("Noor van den Berg", "noor@a.nl")
    office.world.works(person, other)
    office.send("1;N. Berg;NOOR@a.nl;")
    assert office.members() == [("Noor van den Berg", "1", TODAY, None)]


@pytest.mark.parametrize("why", ["other school", "role"])
def test_address_of_somebody_with_rights_elsewhere_cannot_be_taken_over(
    office: Office, why: str
) -> None:
    """Who may set an address may sign in with it, so that it would be a way to get another person's
    rights.
    """
    person = office.world.person("Noor", "noor@a.nl")
    office.world.works(person, office.school, number="1")
    if why == "role":
        office.world.grant(person, Role.MANAGER, board=office.world.board)
    else:
        office.world.works(person, office.world.school("kompas"))
    plan = office.send("1;Noor;kwaad@a.nl;")
    assert [one.after.email for one in plan.changed] == ["kwaad@a.nl"], "it is asked, not done"
    assert office.world.session.query(Person).filter_by(email_key="noor@a.nl").count() == 1


def test_a_new_address_waits_for_its_owner(office: Office) -> None:
    office.send("1;Noor;noor@a.nl;")
    noor = office.world.session.query(Person).filter_by(email_key="noor@a.nl").one()
    browsers.sign_in(noor.id, NOW)
    office.send("1;Noor;noor.berg@a.nl;")
    assert office.world.session.query(SignedInBrowser).count() == 1
    assert office.world.session.get(Person, noor.id).email_key == "noor@a.nl"
