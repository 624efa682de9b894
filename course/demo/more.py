"""More demo schools, for who wants to see what forty look like: boards of ten schools, small teams,
one trainer for all of them. `DEELWIJS_DEMO_SCHOOLS=40 python3 run.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import product
from random import Random

from course.clock import day_of
from course.content.types import Variable
from course.demo.days import friday_from, instant, workday_by, workdays
from course.demo.history import Walker, required_counts, walk_course
from course.demo.people import Staff, details_of, values_of
from course.demo.schools import SCHOOLS, SEED
from course.domain.people.roles import Actor, Grant, Role
from course.kinds.item import Audience, Sector
from course.models import Board, Membership, Person, RoleGrant, School, Team
from course.store import demo
from course.store.courses import releases
from course.store.dated import DeedMoment
from course.store.demo import Enrolled, Facts
from course.store.duties import giving, targets
from course.store.duties.targets import ByWhen, Targets
from course.store.learning import history
from course.text.names import fold_email, sort_name

IN_A_BOARD = 10  # schools
TEAMS = ("Onderbouw", "Bovenbouw", "Ondersteuning")
SIZE = 4  # people in a team
REGIONS = ("noord", "midden", "zuid")
PLACES = [
    "Akkerveld",
    "Beekzicht",
    "Duinrand",
    "Eikenhof",
    "Fonteinplein",
    "Grachtengoed",
    "Heidebloem",
    "IJsvogel",
    "Kastanje",
    "Lindelaan",
    "Meerkoet",
    "Noorderlicht",
    "Oeverzwaluw",
    "Populier",
    "Rietkraag",
    "Schelpenpad",
    "Torenvalk",
    "Uilenbos",
    "Veenpoort",
    "Wilgenrij",
    "Zonnedauw",
]
GIVEN, DUE = 45, (-9, 12, 40)  # days ago, and days from now, by board
FIRST_NAMES = (
    "Anouk",
    "Bart",
    "Chaima",
    "Dirk",
    "Emine",
    "Floor",
    "Gijs",
    "Hilde",
    "Imane",
    "Joris",
)
SURNAMES = (
    "Bosma",
    "Cornelissen",
    "Demirci",
    "El Hamdaoui",
    "Groen",
    "Hofstra",
    "Jonker",
    "Kramer",
)


@dataclass
class More:
    """What was put in, so that duties and history can follow."""

    boards: list[Board] = field(default_factory=list)
    schools: list[School] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)


def load_more(
    staff: Staff, course: str, variables: tuple[Variable, ...], total: int, today: date
) -> More:
    """Put in so many schools more that there are `total`; nothing when there are as many."""
    more = More()
    count = total - len(SCHOOLS)
    if count <= 0:
        return more
    _add_schools(more, count, variables, today)
    _add_people(more, today)
    trainer = staff.person("tarik")
    since = today - timedelta(days=100)
    given = {"person_id": trainer.id, "role": Role.TRAINER.value, "starts_on": since}
    grants: list[RoleGrant] = []
    places: list[Grant] = []
    for board in more.boards:
        grants.append(RoleGrant(board_id=board.id, **given))
        places.append(Grant(Role.TRAINER, None, board.id))
    demo.add(grants)
    ref = (trainer.id, trainer.ref, trainer.name, trainer.email, trainer.audience)
    _give(more, Actor(*ref, tuple(places)), course, today)
    return more


def _add_schools(more: More, count: int, variables: tuple[Variable, ...], today: date) -> None:
    boards = -(-count // IN_A_BOARD)
    for number in range(1, boards + 1):
        more.boards.append(Board(code=f"demobestuur-{number}", name=f"Demobestuur {number}"))
    demo.add(more.boards)
    for number in range(count):
        more.schools.append(
            School(
                code=f"demo-school-{number + 1}",
                name=f"Demoschool {_place(number)}",
                board_id=more.boards[number // IN_A_BOARD].id,
                sector=Sector.PO.value,
                region=REGIONS[number % len(REGIONS)],
                entry_test=False,
            )
        )
    demo.add(more.schools)
    for number, school in enumerate(more.schools):
        filled = variables[: len(variables) * (number % 4) // 3]
        demo.add(values_of(school.id, filled, today - timedelta(days=300)))


def _place(number: int) -> str:
    """A name that no other demo school has."""
    turn, place = divmod(number, len(PLACES))
    if turn == 0:
        return PLACES[place]
    return f"{PLACES[place]} {turn + 1}"


def _add_people(more: More, today: date) -> None:
    random = Random(f"{SEED} more")
    each = product(more.schools, TEAMS)
    teams = [Team(school_id=school.id, name=name) for school, name in each]
    demo.add(teams)
    places = sorted(teams * SIZE, key=lambda team: team.id)
    for number, team in enumerate(places, start=1):
        audience = Audience.TEACHING
        if team.name == TEAMS[-1]:
            audience = Audience.SUPPORT
        more.people.append(_person(number, audience, random))
    demo.add(more.people)
    demo.add(details_of(person) for person in more.people)
    since = today - timedelta(days=700)
    works = zip(more.people, places, strict=True)
    demo.add(
        Membership(person_id=one.id, school_id=team.school_id, team_id=team.id, starts_on=since)
        for one, team in works
    )


def _person(number: int, audience: Audience, random: Random) -> Person:
    name = f"{random.choice(FIRST_NAMES)} {random.choice(SURNAMES)}"
    email = f"demo{number:04}@demo.example"
    return Person(
        name=name,
        sort_name=sort_name(name),
        email=email,
        email_key=fold_email(email),
        audience=audience.value,
        is_demo=True,
    )


def _give(more: More, actor: Actor, course: str, today: date) -> None:
    """To each board with one press, a while ago."""
    made = workday_by(today - timedelta(days=GIVEN))
    for number, board in enumerate(more.boards):
        due = friday_from(today + timedelta(days=DUE[number % len(DUE)]))
        schools = tuple(targets.schools_of_boards([board.id], today))
        wanted = Targets(course, schools, (), ByWhen(due_on=due))
        moment = DeedMoment(instant(made, 8, 30), by=actor.id)
        if giving.assign_broadly(actor, wanted, f"demo-{board.code}", moment) is None:
            raise RuntimeError(f"{actor.name} may not assign {course} at {board.name}")


def walk_more(more: More, enrolled: list[Enrolled], facts: Facts, today: date) -> None:
    """Let some of these people do some of it; the others never came."""
    mine = {person.id for person in more.people}
    for enrolment in enrolled:
        if enrolment.person_id in mine and (walker := _walker(enrolment, today)):
            walk_course(walker, facts)


def _walker(enrolment: Enrolled, today: date) -> Walker | None:
    """How far somebody comes: a few lessons, or all of them."""
    random = Random(f"{SEED} {enrolment.person_id}")
    chance = random.random()
    if chance < 0.45:
        return None
    last = today - timedelta(days=1)
    days = workdays(day_of(enrolment.enrolled_at) + timedelta(days=1), last)
    reader = history.reader_on(enrolment.person_id, last)
    lessons = sum(required_counts(releases.outline(enrolment.release), reader))
    return Walker(
        enrolment_id=enrolment.id,
        release=enrolment.release,
        reader=reader,
        lessons=lessons if chance > 0.8 else random.randint(1, 5),
        days=days[random.randint(0, len(days) // 2) :],
        careless=0.2,
        random=random,
    )
