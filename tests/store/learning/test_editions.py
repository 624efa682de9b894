"""Of which edition a completion is, and who goes along to another text: by course and by cycle."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from course.domain.courses.publishing import Affected, HowFarAlong
from course.domain.learning.projection import Terms
from course.models import Enrolment, Person, Publication, Release
from course.store.learning import moving, terms
from tests.staff import LONG_AGO, World, at_noon

TODAY = date(2026, 11, 5)
NOW = at_noon(TODAY)
COURSE, OTHER = "fietsen", "lopen"


@dataclass
class Press:
    """Two courses of three editions each, and who follows them."""

    session: Any
    world: World = field(init=False)

    def __post_init__(self) -> None:
        self.world = World(self.session, TODAY)
        outline = self.session.get(Release, self.world.release).outline
        for course in (COURSE, OTHER):
            for edition in (1, 2, 3):
                row = Release(
                    hash=text(course, edition),
                    course=course,
                    title="Veilig fietsen",
                    edition=edition,
                    renderer="test",
                    published_at=NOW,
                    outline=outline,
                )
                self.world.add(row)

    def ask(self, course: str, edition: int, renew_by: date | None) -> None:
        """A publication that asks who is done to renew by a day."""
        row = {"course": course, "release": text(course, edition), "renew_by": renew_by}
        self.world.add(Publication(**row, change="duty", meant=[], published_at=NOW))

    def follows(self, person: Person, course: str, edition: int, **more: Any) -> int:
        row = {"person_id": person.id, "course": course, "release": text(course, edition)}
        made: Enrolment = self.world.add(Enrolment(**row, enrolled_at=at_noon(LONG_AGO), **more))
        return made.id


def text(course: str, edition: int) -> str:
    """The hash of the text of an edition."""
    return f"{course}-{edition}".ljust(64, "0")


@pytest.fixture
def press(session: Any) -> Press:
    return Press(session)


def test_a_later_edition_of_the_same_course_asks_and_the_first_day_counts(press: Press) -> None:
    ada, bob, cas = (press.world.person() for _ in range(3))
    first = press.follows(ada, COURSE, 1, cycle=2, renews=date(2026, 9, 1))
    second = press.follows(bob, COURSE, 2)
    third = press.follows(cas, COURSE, 3)
    press.ask(COURSE, 1, date(2026, 1, 1))
    press.ask(COURSE, 2, date(2027, 2, 1))
    press.ask(COURSE, 3, date(2027, 3, 1))
    press.ask(COURSE, 3, None)
    press.ask(OTHER, 3, date(2026, 2, 1))
    assert terms.of([first, second, third]) == {
        first: Terms(date(2026, 9, 1), date(2027, 2, 1)),
        second: Terms(None, date(2027, 3, 1)),
        third: Terms(None, None),
    }
    assert terms.of([second]) == {second: Terms(None, date(2027, 3, 1))}
    other = press.follows(cas, OTHER, 1)
    assert terms.of([other]) == {other: Terms(None, date(2026, 2, 1))}


def test_only_the_cycle_that_somebody_is_in_goes_along(press: Press) -> None:
    ada, bob, cas = (press.world.person() for _ in range(3))
    old = press.follows(ada, COURSE, 1)
    press.follows(ada, COURSE, 3, cycle=2)  # is in this one, and there already
    moves = press.follows(bob, COURSE, 1)
    press.follows(bob, OTHER, 1, cycle=2)  # a later cycle, of another course
    stays = press.follows(cas, OTHER, 2, cycle=2)
    target = text(COURSE, 3)
    assert moving.affected(COURSE, target) == Affected(not_begun=1)
    assert moving.move(COURSE, target, [HowFarAlong.BUSY, HowFarAlong.DONE], NOW) == 0
    assert moving.move(COURSE, target, [HowFarAlong.NOT_BEGUN], NOW) == 1
    found = {one.id: one.release for one in press.session.query(Enrolment)}
    assert (found[old], found[moves]) == (text(COURSE, 1), target)
    assert found[stays] == text(OTHER, 2)
    assert moving.affected(COURSE, target) == Affected()
