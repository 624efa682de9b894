"""Which release is current: one answer, whether it is asked for a value, for a column or for the
list of courses.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import literal, select

from course.models import Enrolment, Publication, Release, db
from course.store.courses import releases
from course.store.learning import enrolling
from tests import builders
from tests.staff import COURSE, World

NOW = datetime(2026, 3, 12, 11, tzinfo=UTC)


def publish(session: Any, hashed: str, title: str, minute: int, course: str = "ander") -> None:
    """A release of another course, with nothing in it."""
    builders.current(
        session,
        Release(
            hash=hashed,
            course=course,
            title=title,
            edition=1,
            renderer="r",
            published_at=NOW + timedelta(minutes=minute),
            outline="{}",
        ),
    )


def titles() -> dict[str, tuple[str, str]]:
    return {one.slug: (one.title, one.release) for one in releases.published()}


@pytest.mark.parametrize("first", ["a", "b"])
def test_of_two_at_one_instant_everybody_names_the_same(session: Any, first: str) -> None:
    second = "ba".replace(first, "")
    publish(session, first, f"Titel {first}", 0)
    publish(session, second, f"Titel {second}", 0)
    assert releases.current("ander") == second
    assert titles()["ander"] == (f"Titel {second}", second)


def test_the_value_the_column_and_the_list_agree_on_whatever_was_published(session: Any) -> None:
    dice = Random(7)
    slugs = [f"cursus-{number}" for number in range(5)]
    for number in range(40):
        slug = dice.choice(slugs)
        publish(session, f"{dice.getrandbits(40):x}", f"{slug} {number}", dice.randint(0, 6), slug)
    listed = titles()
    for slug in slugs:
        last = max(
            session.query(Publication).filter_by(course=slug),
            key=lambda one: (one.published_at, one.id),
        )
        newest = session.get(Release, last.release)
        in_a_column = releases.current_for(select(literal(slug).label("c")).subquery().c.c)
        assert releases.current(slug) == newest.hash
        assert db.session.scalar(select(in_a_column)) == newest.hash
        assert listed[slug] == (newest.title, newest.hash)


def test_what_was_never_published_is_none_and_nobody_starts_it(session: Any) -> None:
    world = World(session, NOW.date())
    person = world.person()
    assert releases.current("nooit") is None
    assert not enrolling.enrol(person.id, "nooit", NOW)
    people = select(literal(person.id).label("person_id"), literal("nooit").label("course"))
    enrolling.enrol_all(people, NOW)
    assert session.query(Enrolment).filter_by(person_id=person.id).all() == []


def test_who_takes_a_course_already_stays_where_they_are(session: Any) -> None:
    world = World(session, NOW.date())
    person = world.person()
    assert enrolling.enrol(person.id, COURSE, NOW)
    assert enrolling.enrol(person.id, COURSE, NOW + timedelta(days=1))
    row = session.query(Enrolment).filter_by(person_id=person.id).one()
    assert (row.cycle, row.release, row.enrolled_at) == (1, world.release, NOW)
