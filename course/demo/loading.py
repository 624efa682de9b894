"""The demo as a whole: people, duties, and what everybody did since.

All in one transaction of the caller.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from course.clock import day_of
from course.content.types import Clause, Variable
from course.demo.again import let_wait
from course.demo.conduct import adopt_all
from course.demo.days import workdays
from course.demo.duties import assign_all
from course.demo.history import Walker, required_counts, walk_course
from course.demo.measured import Measured, measure
from course.demo.more import load_more, walk_more
from course.demo.people import Staff, add_staff
from course.demo.schools import MBO, PO, SEED, SO, VO
from course.models import Person
from course.store import demo
from course.store.courses import releases
from course.store.demo import Enrolled, Facts
from course.store.learning import growing, history

EVERYTHING = 10_000  # more lessons than any course has
NOOR = "noor@demo.example"  # halfway, in the past weeks
REFRESHED = "mirjam@demo.example"  # has a refresher waiting
RECENT = 8  # workdays
THROUGH = ("mirjam@demo.example", "tarik@demo.example")


@dataclass(frozen=True)
class Mix:
    """How many people of a school are done, and how many are on their way; the others did not
    start.
    """

    done: float
    busy: float


MIXES = {PO: Mix(0.62, 0.24), VO: Mix(0.34, 0.42), MBO: Mix(0.46, 0.34), SO: Mix(0.12, 0.3)}


def load(
    course: str,
    variables: Sequence[Variable],
    clauses: Sequence[Clause],
    today: date,
    schools: int = 0,
) -> None:
    """Put in the demo people with their past weeks in this course, which must be published.
    `schools`: so many in all, when that is more than there are.
    """
    staff = add_staff(today, variables)
    adopt_all(staff, clauses, today)
    assign_all(staff, course, today)
    more = load_more(staff, course, tuple(variables), schools, today)
    facts, enrolled = Facts(), demo.enrolments(course)
    walked = _walk_all(staff, enrolled, facts, today)
    walk_more(more, enrolled, facts, today)
    demo.record(facts)
    measure(staff.schools[PO].id, course, _measured(staff, walked), today)
    demo.signed_in()
    growing.grow([enrolment.id for enrolment in enrolled])
    for person in staff.people:
        if person.email == REFRESHED:
            let_wait(person.id, course, today)


def _walk_all(
    staff: Staff, enrolled: Sequence[Enrolled], facts: Facts, today: date
) -> list[tuple[Person, Walker]]:
    """What everybody who began did; with each their way."""
    people = {person.id: person for person in staff.people}
    walked: list[tuple[Person, Walker]] = []
    for enrolment in enrolled:
        if enrolment.person_id not in people or enrolment.person_id in staff.relieved:
            continue
        person = people[enrolment.person_id]
        walker = _walker(staff, person, enrolment, today)
        if walker is not None:
            walk_course(walker, facts)
            walked.append((person, walker))
    return walked


def _measured(staff: Staff, walked: Sequence[tuple[Person, Walker]]) -> list[Measured]:
    """Of these the people of the school that measures."""
    here = {row.person_id for row in staff.memberships if row.school_id == staff.schools[PO].id}
    return [Measured(walker, person.audience) for person, walker in walked if person.id in here]


def _walker(staff: Staff, person: Person, enrolment: Enrolled, today: date) -> Walker | None:
    """How far somebody comes, and on which days; None for who did not start."""
    random = Random(f"{SEED} {person.email}")
    ends = [row.ends_on or today for row in staff.links(person.id)]
    last = min(today - timedelta(days=1), max(ends))
    days = workdays(day_of(enrolment.enrolled_at) + timedelta(days=1), last)
    reader = history.reader_on(person.id, last)
    counts = required_counts(releases.outline(enrolment.release), reader)
    lessons = _lessons(staff, person, counts, random)
    if lessons is None or not days:
        return None
    if person.email == NOOR:
        days = days[-RECENT:]
    elif lessons < EVERYTHING:  # whoever is on their way began later
        days = days[random.randint(0, len(days) // 2) :]
    else:
        days = days[: random.randint(len(days) // 3 + 1, len(days))]
    return Walker(
        enrolment_id=enrolment.id,
        release=enrolment.release,
        reader=reader,
        lessons=lessons,
        days=days,
        careless=random.uniform(0.1, 0.45),
        random=random,
    )


def _lessons(staff: Staff, person: Person, counts: list[int], random: Random) -> int | None:
    """How many lessons somebody does.

    Noor did module 1 and just under half of module 2; Mirjam and Tarik did everything.
    """
    if person.email == NOOR:
        before = counts[: min(1, len(counts) - 1)]
        return sum(before) + (counts[len(before)] - 1) // 2
    if person.email in THROUGH:
        return EVERYTHING
    codes = {school.id: code for code, school in staff.schools.items()}
    mix = MIXES[codes[staff.links(person.id)[0].school_id]]
    chance = random.random()
    if chance < mix.done:
        return EVERYTHING
    if chance < mix.done + mix.busy:
        return random.randrange(sum(counts))
    return None
