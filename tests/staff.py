"""A board, its schools and people, and a tiny published course: for tests of trainers, managers and
administrators.

`World` adds rows with sensible values; a test names only what it is about. All people are made up.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from course.content.outline import CourseOutline, LessonOutline, ModuleOutline
from course.content.types import LessonKind, MasteryRule
from course.content.versioning import to_json
from course.domain.people.roles import Actor, Grant, Role
from course.domain.people.sight import Sight
from course.models import (
    Board,
    Duty,
    Enrolment,
    LessonCompletion,
    Membership,
    ModuleProgress,
    PastModuleProgress,
    PastProgress,
    Person,
    Progress,
    Release,
    RoleGrant,
    School,
    Team,
)
from course.store.signing_in import browsers
from course.text.plain import NO_TEXT
from tests import builders
from tests.builders import LONG_AGO
from tests.checking_client import CheckingClient
from tests.untriggered import untriggered

COURSE = "sociale-media"
TITLE = "Veilig online op school"
MODULES = {"delen": 3, "blijft": 2}  # module and its number of required lessons


def outline() -> CourseOutline:
    """A course of two modules and five required lessons."""
    return CourseOutline(
        slug=COURSE,
        title=TITLE,
        intro=NO_TEXT,
        edition=1,
        valid_months=12,
        first=None,
        always_open=(),
        modules=tuple(_module(slug, count) for slug, count in MODULES.items()),
        facts=(),
        sources=(),
    )


def _module(slug: str, count: int) -> ModuleOutline:
    return ModuleOutline(
        slug=slug,
        title=slug.capitalize(),
        motto="",
        minutes=10,
        goals=(),
        excludes=(),
        mastery=MasteryRule(),
        lessons=tuple(_lesson(f"les-{number}") for number in range(1, count + 1)),
    )


def _lesson(slug: str) -> LessonOutline:
    return LessonOutline(
        slug=slug,
        title=slug,
        kind=LessonKind.PAGE,
        required=True,
        minutes=2,
        draw=0,
        sectors=(),
        audiences=(),
        items=(),
    )


@dataclass
class World:
    """One board, its schools and everybody in them. `today` is the day on which the test plays."""

    session: Any
    today: date
    board: Board = field(init=False)
    release: str = field(init=False)

    def __post_init__(self) -> None:
        self.board = self.add(Board(code="stichting", name="Stichting Voorbeeld"))
        content = to_json(outline())
        self.release = hashlib.sha256(content.encode()).hexdigest()
        builders.current(
            self.session,
            Release(
                hash=self.release,
                course=COURSE,
                title=TITLE,
                edition=1,
                renderer="test",
                published_at=at_noon(LONG_AGO),
                outline=content,
            ),
        )

    def add(self, row: Any) -> Any:
        """Put a row in the database, and give it back with its id."""
        self.session.add(row)
        self.session.flush()
        return row

    def school(
        self, code: str, board: Board | None = None, sight: Sight | None = Sight.LESSONS
    ) -> School:
        """One of the board, unless another one is given."""
        whose = (board or self.board).id
        return builders.school(self.session, sight, code=code, board_id=whose)

    def other_board(self) -> Board:
        """A board that has nothing to do with this one."""
        return builders.board(self.session)

    def team(self, school: School, name: str) -> Team:
        return builders.team(self.session, school, name)

    def person(self, name: str = "", email: str = "") -> Person:
        return builders.person(self.session, name, email)

    def works(
        self,
        person: Person,
        school: School,
        team: Team | None = None,
        starts_on: date = LONG_AGO,
        ends_on: date | None = None,
        number: str | None = None,
    ) -> Membership:
        team_id = team.id if team else None
        return builders.membership(
            self.session,
            person,
            school,
            team_id=team_id,
            starts_on=starts_on,
            ends_on=ends_on,
            staff_number=number,
        )

    def staff(self, school: School, count: int, team: Team | None = None) -> list[Person]:
        """So many people who work at a school."""
        people = [self.person() for _ in range(count)]
        for person in people:
            self.works(person, school, team)
        return people

    def grant(
        self,
        person: Person,
        role: Role,
        school: School | None = None,
        board: Board | None = None,
        ends_on: date | None = None,
    ) -> RoleGrant:
        """At one school, at one board, or everywhere."""
        return builders.grant(self.session, person, role, school or board, ends_on=ends_on)

    def actor(
        self, role: Role, school: School | None = None, board: Board | None = None, name: str = ""
    ) -> Actor:
        """Somebody with one role, who works at no school."""
        person = self.person(name)
        grant = self.grant(person, role, school, board)
        grants = (Grant(role, grant.school_id, grant.board_id),)
        return Actor(person.id, person.ref, person.name, person.email, person.audience, grants)

    def progress(
        self,
        person: Person,
        done: int,
        started_on: date,
        completed_on: date | None = None,
        *,
        days_apart: int = 1,
    ) -> None:
        """Somebody who did the first lessons, one a day from the start; their enrolment must exist
        or is made.
        """
        enrolment = (
            self.session.query(Enrolment)
            .filter_by(person_id=person.id, course=COURSE)
            .one_or_none()
        )
        if enrolment is None:
            enrolment = self.add(
                Enrolment(
                    person_id=person.id,
                    course=COURSE,
                    release=self.release,
                    enrolled_at=at_noon(min(LONG_AGO, started_on)),
                )
            )
        if enrolment.enrolled_at > at_noon(started_on):
            with untriggered(self.session, "enrolment"):
                enrolment.enrolled_at = at_noon(started_on)
        lessons = [
            (slug, f"les-{n}") for slug, count in MODULES.items() for n in range(1, count + 1)
        ]
        days = [started_on + timedelta(days=days_apart * place) for place in range(done)]
        for (module, lesson), day in zip(lessons, days, strict=False):
            self.add(
                LessonCompletion(
                    enrolment_id=enrolment.id,
                    module=module,
                    lesson=lesson,
                    completed_at=at_noon(day),
                    completed_on=day,
                )
            )
        self._modules(enrolment.id, days)
        self._past(enrolment.id, started_on, days)
        self.add(
            Progress(
                enrolment_id=enrolment.id,
                done=done,
                total=sum(MODULES.values()),
                lessons=[f"{module}/{lesson}" for module, lesson in lessons[:done]],
                started_on=started_on,
                completed_at=at_noon(completed_on) if completed_on else None,
                completed_on=completed_on,
                recorded_at=at_noon(max([started_on, *days])),
            )
        )

    def _past(self, enrolment_id: int, started_on: date, days: list[date]) -> None:
        """How far somebody was before each lesson that they did on a later day."""
        known = [started_on, *days]
        for done, (day, until) in enumerate(pairwise(known)):
            if day < until:
                self.add(
                    PastProgress(
                        enrolment_id=enrolment_id,
                        done=done,
                        total=sum(MODULES.values()),
                        started_on=started_on,
                        recorded_at=at_noon(day),
                        replaced_at=at_noon(until),
                    )
                )

    def _modules(self, enrolment_id: int, days: list[date]) -> None:
        """How far each module is that was begun, and how far it was before."""
        for module, count in MODULES.items():
            here, days = days[:count], days[count:]
            for done, (day, until) in enumerate(pairwise(here), start=1):
                if day < until:
                    row = {"enrolment_id": enrolment_id, "module": module, "done": done}
                    times = {"recorded_at": at_noon(day), "replaced_at": at_noon(until)}
                    self.add(PastModuleProgress(**row, total=count, **times))
            last = here[-1] if len(here) == count else None
            if here:
                self.add(
                    ModuleProgress(
                        enrolment_id=enrolment_id,
                        module=module,
                        done=len(here),
                        total=count,
                        completed_at=at_noon(last) if last else None,
                        completed_on=last,
                        recorded_at=at_noon(here[-1]),
                    )
                )

    def duties(self, school: School) -> int:
        """How many duties there are to a school."""
        return self.session.query(Duty).filter_by(school_id=school.id).count()

    def sign_in(
        self, client: CheckingClient, actor: Actor, now: datetime | None = None
    ) -> CheckingClient:
        """The client's browser holds a session of this person from here on.

        Commits what the world added.
        """
        token = browsers.sign_in(actor.id, now or datetime.now(UTC))
        self.session.commit()
        client.set_cookie("sessie", token)
        return client


def at_noon(day: date) -> datetime:
    """An instant in the middle of a day."""
    return datetime.combine(day, time(12), UTC)
