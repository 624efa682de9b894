"""Fills a database with schools of fifty people, each somewhere in the published course; and signs
some of them in.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import insert, select, text, update

from course import clock, create_app
from course.config import Config
from course.content.catalog import read_catalog
from course.content.outline import CourseOutline, ModuleOutline
from course.content.types import LessonKind
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
    Progress,
    RoleGrant,
    School,
    Team,
    db,
)
from course.store.courses import releases
from course.store.learning.places import LessonPlace
from course.store.signing_in import browsers
from course.web.http import drawn
from course.web.learn.learner import about_item

SCHOOL = 50  # people
TEAMS = 5
BOARD = 10  # schools
BATCH = 100  # schools whose rows are in memory at once
LEARNERS = 200  # people who are signed in
DONE_MODULES = 1  # what those people have done, so that every module is open to them


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
            releases.publish(course, clock.now())
        db.session.commit()


def fill(config: Config, first: int, schools: int) -> None:
    """Schools number `first` up to `schools`, with their people."""
    app = create_app(config)
    with app.app_context():
        slug = releases.published()[0].slug
        release = releases.current(slug) or ""
        outline = releases.outline(release)
        for start in range(first, schools, BATCH):
            for model, rows in _rows(
                outline, release, range(start, min(schools, start + BATCH))
            ).items():
                if rows:
                    db.session.execute(insert(model), rows)
            db.session.commit()
        db.session.execute(text("ANALYZE"))
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
        for table in (Membership, Duty):
            db.session.execute(update(table).where(table.person_id <= people).values(school_id=1))
        db.session.execute(text("ANALYZE"))
        db.session.commit()


def _tasks(release: str, module: ModuleOutline) -> list[Task]:
    """Every retrieval question of a module, with a right answer."""
    found = []
    for outline in module.lessons:
        lesson = (
            releases.lesson(release, module.slug, outline.slug)
            if outline.kind is LessonKind.PAGE
            else None
        )
        for item in lesson.items if lesson else ():
            found.append(Task(f"{module.slug}/{outline.slug}", item.key, _right(item)))
    return found


def _right(item: Item) -> Mapping[str, Any]:
    return kind_of(item).examples(item).right


def _rows(course: CourseOutline, release: str, schools: range) -> dict[Any, list[dict[str, Any]]]:
    """The rows of some schools.

    Numbers are given here, so that every table can be filled in one go.
    """
    now, today = clock.now(), clock.today()
    begun, due = today - timedelta(days=60), today + timedelta(days=30)
    order = [
        (module.slug, lesson.slug)
        for module in course.modules
        for lesson in module.lessons
        if lesson.required
    ]
    rows: dict[Any, list[dict[str, Any]]] = {
        model: []
        for model in (
            *(Board, School, Team, Person, Membership, Assignment, Duty, DutyReason, Enrolment),
            *(Progress, ModuleProgress, LessonCompletion),
        )
    }
    for index in schools:
        school = index + 1
        if index % BOARD == 0:
            rows[Board].append(
                {"id": index // BOARD + 1, "code": f"board-{index}", "name": f"Bestuur {index}"}
            )
        rows[School].append(
            {
                "id": school,
                "code": f"school-{school}",
                "name": f"School {school}",
                "board_id": index // BOARD + 1,
                "sector": ("po", "vo", "mbo", "so")[index % 4],
                "region": "midden",
            }
        )
        for team in range(TEAMS):
            rows[Team].append(
                {"id": index * TEAMS + team + 1, "school_id": school, "name": f"Team {team + 1}"}
            )
        rows[Assignment].append(
            {
                "id": school,
                "course": course.slug,
                "school_id": school,
                "due_on": due,
                "made_by": index * SCHOOL + 1,
                "made_at": now - timedelta(days=60),
                "submission": f"bench-{school}",
            }
        )
        for place in range(SCHOOL):
            person = index * SCHOOL + place + 1
            names = {
                "name": f"Voornaam Achternaam {person}",
                "sort_name": f"Achternaam {person}, Voornaam",
            }
            mail = f"mens{person}@school{school}.example"
            rows[Person].append(
                {"id": person, **names, "email": mail, "email_key": mail, "audience": "teaching"}
            )
            rows[Membership].append(
                {
                    "person_id": person,
                    "school_id": school,
                    "team_id": index * TEAMS + place % TEAMS + 1,
                    "starts_on": begun,
                }
            )
            rows[Duty].append(
                {"id": person, "person_id": person, "school_id": school, "course": course.slug}
            )
            rows[DutyReason].append(
                {"duty_id": person, "assignment_id": school, "due_on": due, "starts_on": begun}
            )
            rows[Enrolment].append(
                {
                    "id": person,
                    "person_id": person,
                    "course": course.slug,
                    "release": release,
                    "enrolled_at": now - timedelta(days=60),
                }
            )
            done = _done(order, course, person)
            if not done:
                continue
            finished = len(done) == len(order)
            moment = now - timedelta(days=20)
            rows[Progress].append(
                {
                    "enrolment_id": person,
                    "done": len(done),
                    "total": len(order),
                    "lessons": [f"{module}/{lesson}" for module, lesson in done],
                    "started_on": begun + timedelta(days=person % 30),
                    "completed_at": moment if finished else None,
                    "completed_on": moment.date() if finished else None,
                }
            )
            for module in course.modules:
                total = sum(1 for slug, _ in order if slug == module.slug)
                count = sum(1 for slug, _ in done if slug == module.slug)
                if count:
                    rows[ModuleProgress].append(
                        {
                            "enrolment_id": person,
                            "module": module.slug,
                            "done": count,
                            "total": total,
                            "completed_at": moment if count == total else None,
                            "completed_on": moment.date() if count == total else None,
                        }
                    )
            rows[LessonCompletion] += [
                {
                    "enrolment_id": person,
                    "module": module,
                    "lesson": lesson,
                    "completed_at": moment,
                    "completed_on": moment.date(),
                }
                for module, lesson in done
            ]
    return rows


def _done(
    order: list[tuple[str, str]], course: CourseOutline, person: int
) -> list[tuple[str, str]]:
    """How far somebody is: anywhere from nothing to all of it; who will sign in has the first
    module behind them.
    """
    count = person * 7 % (len(order) + 1)
    if person <= LEARNERS:
        opened = {module.slug for module in course.modules[:DONE_MODULES]}
        count = max(sum(1 for slug, _ in order if slug in opened), count)
    return order[:count]
