"""Fills a database with schools of fifty people, each somewhere in the published course; and signs
some of them in.
"""

from __future__ import annotations

import secrets
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import chain
from typing import Any

from flask import Flask
from sqlalchemy import insert, select, text, update

from course import clock, create_app
from course.cli.db import upgrade
from course.config import Config
from course.content.catalog import read_catalog
from course.content.outline import CourseOutline, ModuleOutline
from course.content.types import LessonKind
from course.domain.courses.publishing import PublishChoice
from course.domain.learning.progress import LessonKey, text_of_key
from course.domain.people.roles import Role
from course.kinds.item import Item
from course.kinds.registry import kind_of
from course.models import (
    Assignment,
    Board,
    Duty,
    DutyReason,
    Enrolment,
    LessonCompletion,
    LessonVisit,
    Membership,
    ModuleProgress,
    Person,
    PersonDetails,
    Progress,
    RoleGrant,
    School,
    Team,
    db,
)
from course.store.courses import publishing, releases
from course.store.dated import DeedMoment
from course.store.learning.places import LessonPlace
from course.store.signing_in import browsers
from course.web.http import drawn
from course.web.learn.learner import about_item
from tests.untriggered import untriggered

SCHOOL = 50  # people
TEAMS = 5
BOARD = 10  # schools
BATCH = 100  # schools whose rows are in memory at once
LEARNERS = 200  # people who are signed in
DONE_MODULES = 1  # what those people have done, so that every module is open to them
Model = type[Any]
Row = dict[str, Any]
# In the order in which one needs the other.
MODELS: tuple[Model, ...] = (
    *(Board, School, Team, Person, PersonDetails, Membership, Assignment, Duty),
    *(DutyReason, Enrolment),
    *(Progress, ModuleProgress, LessonCompletion),
)


@dataclass(frozen=True)
class Task:
    """An item on a page, with the fields of a right answer."""

    lesson: str  # module/lesson
    item: str
    fields: Mapping[str, tuple[str, ...] | list[str]]


@dataclass(frozen=True)
class Cast:
    """Who asks for what."""

    course: str
    lesson: str  # module/lesson: the page that is measured
    learners: list[str]  # their tokens
    tasks: list[Task]
    manager: str  # their token
    school: str
    app: Flask  # knows the key with which forms are sealed
    refs: list[str]  # the learners, in the same order as their tokens
    release: str

    def stamp(self, learner: int, task: Task) -> str:
        """What the form of this task says about for whom it was drawn
        (`course/web/http/drawn.py`).
        """
        module, lesson = task.lesson.split("/")
        about = about_item(LessonPlace(learner + 1, self.release, module, lesson), task.item)
        with self.app.app_context():
            action = f"/leren/{self.course}/{task.lesson}"
            return ".".join(
                drawn.seal(self.refs[learner], action, about, secrets.token_urlsafe(16))
            )


def prepare(config: Config) -> None:
    """Tables, and the course of modules/ published."""
    app = create_app(config)
    with app.app_context():
        upgrade()
        for course in read_catalog(config.modules_dir).courses:
            publishing.publish(course, PublishChoice(None), DeedMoment(clock.now()))
        db.session.commit()


def fill(config: Config, schools: int) -> None:
    """So many schools with their people."""
    app = create_app(config)
    with app.app_context():
        slug = releases.published()[0].slug
        release = releases.current(slug) or ""
        filling = Filling(releases.outline(release), release, clock.now(), clock.today())
        for start in range(0, schools, BATCH):
            rows = filling.rows(range(start, min(schools, start + BATCH)))
            for model in filter(rows.__contains__, MODELS):
                db.session.execute(insert(model), rows[model])
            db.session.commit()
        _analyse()
        db.session.commit()


def sign_in(config: Config) -> Cast:
    """Signs in those who will ask, and puts the learners on the page that is measured.

    Done right before measuring: the first page after a minute also writes a sign of life, which is
    another figure.
    """
    app = create_app(config)
    with app.app_context():
        now, slug = clock.now(), releases.published()[0].slug
        release = releases.current(slug) or ""
        module = releases.outline(release).modules[DONE_MODULES]
        tasks = _tasks(release, module)
        page = tasks[0].lesson.split("/")[1]
        for person in range(1, LEARNERS + 1):
            db.session.add(
                LessonVisit(enrolment_id=person, module=module.slug, lesson=page, visited_at=now)
            )
        db.session.add(
            RoleGrant(
                person_id=1,
                role=Role.MANAGER,
                school_id=1,
                starts_on=clock.today() - timedelta(days=9),
            )
        )
        learners = [browsers.sign_in(person, now) for person in range(1, LEARNERS + 1)]
        manager = browsers.sign_in(1, now)
        db.session.commit()
        refs = list(
            db.session.scalars(select(Person.ref).where(Person.id <= LEARNERS).order_by(Person.id))
        )
        return Cast(slug, tasks[0].lesson, learners, tasks, manager, "school-1", app, refs, release)


def gather(config: Config, people: int) -> None:
    """The first so many people all work at the first school: the longest list that there is."""
    app = create_app(config)
    with app.app_context():
        with untriggered(db.session, "membership", "duty"):
            for table in (Membership, Duty):
                them = update(table).where(table.person_id <= people)
                db.session.execute(them.values(school_id=1))
        _analyse()
        db.session.commit()


def _analyse() -> None:
    """As PostgreSQL does by itself in time. On SQLite the application never does, and there its
    figures of single values would have each SELECT planned again.
    """
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("ANALYZE"))


def _tasks(release: str, module: ModuleOutline) -> list[Task]:
    """Every retrieval question of a module, with a right answer."""
    found = []
    for outline in module.lessons:
        lesson = releases.lesson(release, module.slug, outline.slug)
        if lesson is not None and lesson.kind is LessonKind.PAGE:
            place = f"{module.slug}/{outline.slug}"
            found += [Task(place, item.key, _right(item)) for item in lesson.items]
    return found


def _right(item: Item) -> Mapping[str, Any]:
    return kind_of(item).examples(item).right


@dataclass(frozen=True)
class Filling:
    """Rows of schools and their people. Numbers are given here, so that every table can be filled
    in one go.
    """

    course: CourseOutline
    release: str
    now: datetime
    today: date

    def rows(self, schools: range) -> dict[Model, list[Row]]:
        """Of some schools, by table."""
        found: dict[Model, list[Row]] = defaultdict(list)
        for index in schools:
            places = range(index * SCHOOL, (index + 1) * SCHOOL)
            people = chain.from_iterable(self._person(place) for place in places)
            for model, row in chain(self._school(index), people):
                found[model].append(row)
        return found

    @cached_property
    def order(self) -> list[LessonKey]:
        """Every lesson that completion needs."""
        parts = ([(module.slug, part) for part in module.lessons] for module in self.course.modules)
        return [(slug, part.slug) for slug, part in chain.from_iterable(parts) if part.required]

    @property
    def begun(self) -> date:
        """Since when everybody works where they work."""
        return self.today - timedelta(days=60)

    @property
    def due(self) -> date:
        """When everybody should be done."""
        return self.today + timedelta(days=30)

    def _school(self, index: int) -> Iterator[tuple[Model, Row]]:
        school, board = index + 1, index // BOARD + 1
        if index % BOARD == 0:
            yield Board, {"id": board, "code": f"board-{index}", "name": f"Bestuur {index}"}
        named = {"id": school, "code": f"school-{school}", "name": f"School {school}"}
        sector = ("po", "vo", "mbo", "so")[index % 4]
        yield School, {**named, "board_id": board, "sector": sector, "region": "midden"}
        for team in range(TEAMS):
            number = index * TEAMS + team + 1
            yield Team, {"id": number, "school_id": school, "name": f"Team {team + 1}"}
        given = {"id": school, "course": self.course.slug, "school_id": school, "due_on": self.due}
        made = {"made_by": index * SCHOOL + 1, "made_at": self.now - timedelta(days=60)}
        yield Assignment, {**given, **made, "submission": f"bench-{school}"}

    def _person(self, place: int) -> Iterator[tuple[Model, Row]]:
        person, school = place + 1, place // SCHOOL + 1
        name, sort_name = f"Voornaam Achternaam {person}", f"Achternaam {person}, Voornaam"
        mail = f"mens{person}@school{school}.example"
        named = {"id": person, "name": name, "sort_name": sort_name, "audience": "teaching"}
        yield Person, {**named, "email": mail, "email_key": mail}
        told = {"name": name, "sort_name": sort_name, "audience": "teaching"}
        yield PersonDetails, {"person_id": person, **told, "starts_on": self.begun}
        team = (school - 1) * TEAMS + place % TEAMS + 1
        works = {"person_id": person, "school_id": school}
        yield Membership, {**works, "team_id": team, "starts_on": self.begun}
        yield Duty, {**works, "id": person, "course": self.course.slug}
        reason = {"duty_id": person, "assignment_id": school}
        yield DutyReason, {**reason, "due_on": self.due, "starts_on": self.begun}
        follows = {"id": person, "person_id": person, "course": self.course.slug}
        enrolled = self.now - timedelta(days=60)
        yield Enrolment, {**follows, "release": self.release, "enrolled_at": enrolled}
        if done := self._done(person):
            yield from self._progress(person, done)

    def _done(self, person: int) -> list[LessonKey]:
        """How far somebody is: anywhere from nothing to all of it; who will sign in has the first
        module behind them.
        """
        count = person * 7 % (len(self.order) + 1)
        if person <= LEARNERS:
            opened = {module.slug for module in self.course.modules[:DONE_MODULES]}
            count = max(sum(1 for slug, _ in self.order if slug in opened), count)
        return self.order[:count]

    def _progress(self, person: int, done: list[LessonKey]) -> Iterator[tuple[Model, Row]]:
        owner = {"enrolment_id": person}
        moment = self.now - timedelta(days=20)
        said = {**owner, "recorded_at": moment}
        started = self.begun + timedelta(days=person % 30)
        shown = {"lessons": [text_of_key(key) for key in done], "started_on": started}
        yield Progress, {**said, **shown, **self._counted(len(done), len(self.order))}
        totals, counts = (Counter(slug for slug, _ in keys) for keys in (self.order, done))
        for slug, count in counts.items():
            yield ModuleProgress, {**said, "module": slug, **self._counted(count, totals[slug])}
        when = {"completed_at": moment, "completed_on": moment.date()}
        for slug, lesson in done:
            yield LessonCompletion, {**owner, "module": slug, "lesson": lesson, **when}

    def _counted(self, done: int, total: int) -> Row:
        row: Row = {"done": done, "total": total, "completed_at": None, "completed_on": None}
        if done == total:
            moment = self.now - timedelta(days=20)
            row |= {"completed_at": moment, "completed_on": moment.date()}
        return row
