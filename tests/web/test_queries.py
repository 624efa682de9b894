"""How many questions a page asks the database.

A page that asks more for each person is found here, not at a school.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from course import clock
from course.domain.people.roles import Role
from course.models import School
from course.models.base import new_token
from course.store.duties import giving
from course.store.duties.giving import NewAssignment
from tests.checking_client import CheckingClient
from tests.learning import answer, learner, publish
from tests.staff import COURSE, World
from tests.store.statements import heard

QUESTIONS = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")
LESSON, REPORT = 4, 6  # most for one page


@contextmanager
def asked() -> Iterator[list[str]]:
    """Every statement that goes to a database meanwhile."""
    statements: list[str] = []
    with heard() as found:
        yield statements
    statements += [said for said, _ in found if said.lstrip().upper().startswith(QUESTIONS)]


def count(client: CheckingClient, url: str) -> tuple[int, str]:
    """How many for this page, and which."""
    with asked() as statements:
        assert client.get(url).status_code == 200
    return len(statements), "\n\n".join(statements)


@pytest.mark.parametrize("lesson", ["eigen-leven", "plan", "klas", "dilemma"])
def test_a_lesson_asks_little(
    client: CheckingClient, session: Any, tmp_path: Path, lesson: str
) -> None:
    publish(tmp_path / "modules")
    learner(session).sign_in(client)
    url = f"/leren/proef/een/{lesson}"
    client.get(url)  # the first time a visit is written, and the release is read from the database
    number, which = count(client, url)
    assert 0 < number <= LESSON, which


def test_an_answered_lesson_asks_no_more(
    client: CheckingClient, session: Any, tmp_path: Path
) -> None:
    publish(tmp_path / "modules")
    learner(session).sign_in(client)
    url = "/leren/proef/een/eigen-leven"
    client.get(url)
    before, _ = count(client, url)
    answer(client, url, "p1", antwoord="a")
    after, which = count(client, url)
    assert after == before, which


def school_of(world: World, code: str, people: int) -> School:
    """A school where so many people have the course, in two teams; half of them did a lesson."""
    school, today = world.school(code), world.today
    for name, count in (("Onderbouw", people // 2), ("Bovenbouw", people - people // 2)):
        staff = world.staff(school, count, world.team(school, name))
        for person in staff[::2]:
            world.progress(person, 1, today)
    draft = NewAssignment(COURSE, school.id, None, None, today, new_token())
    assert giving.assign(world.actor(Role.TRAINER, school), draft, clock.now(), today) is not None
    return school


@pytest.mark.parametrize(
    "page",
    [
        "/rapport?cursus=sociale-media",
        "/rapport/scholen/{}?cursus=sociale-media",
        "/rapport/scholen/{}?cursus=sociale-media&team=&status=bezig",
    ],
)
def test_a_report_asks_the_same_for_few_and_for_many(app: Flask, session: Any, page: str) -> None:
    world, numbers = World(session, clock.today()), []
    for code, people in (("klein", 6), ("groot", 40)):
        school = school_of(world, code, people)
        manager = world.sign_in(CheckingClient(app), world.actor(Role.MANAGER, school))
        manager.get(page.format(code))
        number, which = count(manager, page.format(code))
        assert 0 < number <= REPORT, which
        numbers.append(number)
    assert numbers[0] == numbers[1]


def test_the_count_sees_a_question_for_each_person(app: Flask, session: Any) -> None:
    """What these tests are there for: a loop over people is noticed."""
    world = World(session, clock.today())
    with asked() as statements:
        world.staff(world.school("school"), 5)
    assert len(statements) > 5
