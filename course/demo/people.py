"""Everybody who works at the demo schools, with dates and roles that are worth looking at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import chain
from random import Random

from course.content.types import Variable
from course.demo.names import draw_names, mail_address
from course.demo.schools import (
    ALSO_AT,
    BOARDS,
    FILLED_IN,
    INTERNS,
    JOINED,
    JOINERS,
    LEAVERS,
    LEFT,
    MBO,
    MOVED,
    MOVERS,
    NAMED,
    ONE_WORD,
    PO,
    SCHOOLS,
    SECOND,
    SEED,
    SO,
    VO,
    TeamPlan,
)
from course.demo.words import word_for
from course.domain.people.roles import Actor, Grant, Role
from course.domain.people.sight import Sight
from course.kinds.item import Audience
from course.models import (
    Board,
    Membership,
    Person,
    PersonDetails,
    RoleGrant,
    School,
    SchoolSight,
    SchoolValue,
    Team,
)
from course.store import demo
from course.text.names import fold_email, sort_name

TeamKey = tuple[str, str]  # the code of a school and the name of a team


@dataclass
class Staff:
    """Everybody who was put in."""

    schools: dict[str, School] = field(default_factory=dict)
    teams: dict[TeamKey, Team] = field(default_factory=dict)
    people: list[Person] = field(default_factory=list)
    memberships: list[Membership] = field(default_factory=list)
    grants: list[RoleGrant] = field(default_factory=list)
    relieved: set[int] = field(default_factory=set)  # ids of who is paused or exempt

    def person(self, local: str) -> Person:
        """Somebody by the first half of their address. StopIteration when there is none."""
        return next(person for person in self.people if person.email == f"{local}@demo.example")

    def links(self, person_id: int) -> list[Membership]:
        """Where somebody works or worked, in the order in which they were put in."""
        return [row for row in self.memberships if row.person_id == person_id]

    def of_team(self, school: str, team: str) -> list[Person]:
        """The people who are or were in a team, in the order in which they were put in."""
        team_id = self.teams[school, team].id
        by_id = {person.id: person for person in self.people}
        return [by_id[row.person_id] for row in self.memberships if row.team_id == team_id]

    def actor(self, person: Person) -> Actor:
        """A person with their roles, as the store wants to see who decides something."""
        grants = []
        for row in self.grants:
            if row.person_id == person.id:
                grants.append(Grant(Role(row.role), row.school_id, row.board_id))
        ref = (person.id, person.ref, person.name, person.email, person.audience)
        return Actor(*ref, tuple(grants))


def add_staff(today: date, variables: Sequence[Variable]) -> Staff:
    """Put in the boards, schools, teams and people.

    The same people on every installation; dates follow today.
    """
    random = Random(SEED)
    staff = Staff()
    boards: dict[str, Board] = {}
    for code, name in BOARDS.items():
        boards[code] = Board(code=code, name=name)
    demo.add(boards.values())
    for plan in SCHOOLS:
        staff.schools[plan.code] = School(
            code=plan.code,
            name=plan.name,
            board_id=boards[plan.board].id,
            sector=plan.sector,
            region=plan.region,
            entry_test=plan.entry_test,
        )
    demo.add(staff.schools.values())
    for plan in SCHOOLS:
        school_id = staff.schools[plan.code].id
        for team in plan.teams:
            staff.teams[plan.code, team.name] = Team(school_id=school_id, name=team.name)
        filled = variables[: round(plan.filled * len(variables))]
        demo.add(values_of(school_id, filled, today - FILLED_IN))
    demo.add(staff.teams.values())
    _add_people(staff, random)
    _add_memberships(staff, today, random)
    _add_grants(staff, boards)
    return staff


def values_of(school_id: int, variables: Sequence[Variable], since: date) -> list[SchoolValue]:
    """What a school filled in, for these words."""
    values = []
    for one in variables:
        text = word_for(one)
        values.append(SchoolValue(school_id=school_id, key=one.key, text=text, starts_on=since))
    return values


def _add_people(staff: Staff, random: Random) -> None:
    """One person for each place in each team, in that order."""
    names = draw_names(random)
    taken = {f"{local}@demo.example" for local, _ in NAMED.values()}
    for key, team, place in _places():
        name, email = _who(key, place, names, taken)
        audience = team.audience
        if key in INTERNS and place == SECOND:
            audience = Audience.INTERN
        staff.people.append(
            Person(
                name=name,
                sort_name=sort_name(name),
                email=email,
                email_key=fold_email(email),
                audience=audience.value,
                is_demo=True,
            )
        )
    demo.add(staff.people)
    demo.add(details_of(person) for person in staff.people)


def details_of(person: Person) -> PersonDetails:
    """What somebody is called, since long."""
    return PersonDetails(
        person_id=person.id,
        name=person.name,
        sort_name=person.sort_name,
        audience=person.audience,
        starts_on=date(2000, 1, 1),
    )


def _places() -> Iterator[tuple[TeamKey, TeamPlan, int]]:
    """Every place in every team: the keys of school and team, the team, and its number from 0."""
    for plan in SCHOOLS:
        for team in plan.teams:
            for place in range(team.size):
                yield (plan.code, team.name), team, place


def _who(key: TeamKey, place: int, names: Iterator[str], taken: set[str]) -> tuple[str, str]:
    """The name and the mail address of whoever gets a place; nobody else has that address."""
    if place == 0 and key in NAMED:
        local, name = NAMED[key]
        return name, f"{local}@demo.example"
    wanted = [ONE_WORD[key]] if place == 0 and key in ONE_WORD else []
    for name in chain(wanted, names):
        email = mail_address(name)
        if email not in taken:
            taken.add(email)
            return name, email
    raise LookupError("there are not enough names")


def _add_memberships(staff: Staff, today: date, random: Random) -> None:
    people = iter(staff.people)
    for key, _, place in _places():
        staff.memberships += _membership(staff, key, next(people), place == SECOND, today, random)
    for number, row in enumerate(staff.memberships, start=1):
        if row.school_id != staff.schools[SO].id:  # a school need not have numbers of its own
            row.staff_number = f"D{number:04}"
    demo.add(staff.memberships)


def _membership(
    staff: Staff, key: tuple[str, str], person: Person, special: bool, today: date, random: Random
) -> list[Membership]:
    """The dated links of one person: mostly one, since some August; two for who moved or works at
    two schools.
    """
    since = date(today.year - random.randint(2, 16), 8, 1)
    row = Membership(
        person_id=person.id,
        school_id=staff.schools[key[0]].id,
        team_id=staff.teams[key].id,
        starts_on=since,
        ends_on=None,
    )
    if not special:
        return [row]
    if key in LEAVERS:
        row.ends_on = today - LEFT
    if key in JOINERS:
        row.starts_on = today - JOINED
    if key in INTERNS:
        row.starts_on, row.ends_on = today - timedelta(days=80), today + timedelta(days=100)
    if key in MOVERS:
        row.ends_on = today - MOVED
        after = today - MOVED + timedelta(days=1)
        return [row, _another(row, staff, (key[0], MOVERS[key]), after)]
    if key in ALSO_AT:
        return [row, _another(row, staff, ALSO_AT[key], since.replace(year=since.year + 1))]
    return [row]


def _another(row: Membership, staff: Staff, key: tuple[str, str], since: date) -> Membership:
    school, team = staff.schools[key[0]], staff.teams[key]
    return Membership(
        person_id=row.person_id, school_id=school.id, team_id=team.id, starts_on=since, ends_on=None
    )


def _add_grants(staff: Staff, boards: dict[str, Board]) -> None:
    """A trainer and managers for each board, and one administrator for both."""
    since = {row.person_id: row.starts_on for row in reversed(staff.memberships)}

    def at_school(code: str) -> dict[str, int]:
        return {"school_id": staff.schools[code].id}

    first, second = ({"board_id": board.id} for board in boards.values())
    given = (
        (staff.person("mirjam"), Role.MANAGER, at_school(VO)),
        (staff.person("tarik"), Role.TRAINER, at_school(PO)),
        (staff.person("tarik"), Role.TRAINER, at_school(VO)),
        (staff.person("beheer"), Role.ADMINISTRATOR, first),
        (staff.person("beheer"), Role.ADMINISTRATOR, second),
        (staff.of_team(PO, "Directie")[0], Role.MANAGER, at_school(PO)),
        (staff.of_team(SO, "Directie en administratie")[0], Role.MANAGER, second),
        (staff.of_team(MBO, "Bedrijfsvoering")[SECOND], Role.TRAINER, second),
    )
    for person, role, where in given:
        begins = since[person.id]
        grant = RoleGrant(person_id=person.id, role=role.value, starts_on=begins, **where)
        staff.grants.append(grant)
    demo.add(staff.grants)
    # one school where the staff council agreed; elsewhere managers see the least
    agreed = SchoolSight(
        school_id=staff.schools[VO].id,
        level=Sight.LESSONS.value,
        consent_on=since[staff.person("beheer").id],
        consent_by="MR van de demoschool",
        made_by=staff.person("beheer").id,
        starts_on=since[staff.person("beheer").id],
    )
    demo.add([agreed])
