"""What a school or its board fills in holds from today on; and whose lessons may ask more now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from course.content.outline import ItemOutline
from course.models import Enrolment, Person, Release, School, SchoolValue
from course.store.dated import DeedMoment
from course.store.people import filling, words
from tests import builders, staff
from tests.staff import World, at_noon
from tests.store.weeks.texts import release_row

TODAY = date(2026, 3, 12)
ONE = timedelta(days=1)


def at(days: int = 0) -> DeedMoment:
    return DeedMoment(at_noon(TODAY + days * ONE))


class Asking:
    """Two schools of a board and one of another, and courses that ask by a word or by none."""

    def __init__(self, session: Any) -> None:
        self.world = World(session, TODAY)
        self.school, self.second = self.world.school("regenboog"), self.world.school("kompas")
        self.far = self.world.school("ver", self.world.other_board())
        self.followed: list[Sequence[int]] = []

    def course(self, slug: str, *asks: str) -> str:
        """Its last item needs these words."""
        first = ItemOutline("p1", "choice", "Vraag", False, True, False, (), None)
        items = (first, replace(first, key="p2", requires=asks), replace(first, key="p3"))
        outline = staff.outline()
        module = outline.modules[-1]
        lessons = (*module.lessons[:-1], replace(module.lessons[-1], items=items))
        modules = (*outline.modules[:-1], replace(module, lessons=lessons))
        text = replace(outline, slug=slug, modules=modules)
        row = release_row(text) | {"course": slug, "title": slug}
        made = Release(**row, published_at=at_noon(builders.LONG_AGO))
        return str(builders.current(self.world.session, made).hash)

    def follows(self, who: Person, release: str, course: str) -> int:
        row = {"person_id": who.id, "course": course, "release": release}
        made: Enrolment = self.world.add(Enrolment(**row, enrolled_at=at_noon(builders.LONG_AGO)))
        return made.id

    def working(self, *schools: School, **given: Any) -> Person:
        person = self.world.person()
        for school in schools:
            self.world.works(person, school, **given)
        return person

    def note(self, enrolments: Sequence[int], _now: datetime) -> None:
        self.followed.append(enrolments)

    def asked_again(self) -> list[int]:
        """Whose progress was looked at since the last time."""
        (found,) = self.followed
        self.followed.clear()
        return list(found)


@pytest.fixture
def asking(session: Any, monkeypatch: pytest.MonkeyPatch) -> Asking:
    found = Asking(session)
    monkeypatch.setattr(filling.recounting, "follow", found.note)
    return found


def test_a_word_of_a_school_begins_changes_and_ends(asking: Asking) -> None:
    here, other = asking.school.id, asking.second.id
    filling.fill_in(other, {"ict": "Van een ander", "vertrouwd": "Bo"}, at())
    filling.fill_in(here, {"ict": "ITS", "vertrouwd": "Ada", "leeg": "  "}, at())
    filling.fill_in(here, {"ict": "ITS 2"}, at(3))
    assert words.values_of(here) == {"ict": "ITS 2", "vertrouwd": "Ada"}
    filling.fill_in(here, {"ict": " "}, at(5))
    assert words.values_of(here) == {"vertrouwd": "Ada"}
    assert words.values_of(other) == {"ict": "Van een ander", "vertrouwd": "Bo"}
    days = [words.filled_on(here, TODAY + days * ONE) for days in (-1, 0, 4, 5)]
    both = frozenset({"ict", "vertrouwd"})
    assert days == [frozenset(), both, both, frozenset({"vertrouwd"})]
    known = asking.world.session.query(SchoolValue.text, SchoolValue.ends_on).filter_by(
        school_id=here, key="ict", replaced_at=None
    )
    assert sorted(known.all()) == [("ITS", TODAY + 2 * ONE), ("ITS 2", TODAY + 4 * ONE)]


def test_a_word_of_a_board_is_for_its_schools_that_have_none(asking: Asking) -> None:
    board, far = asking.world.board.id, asking.far.board_id
    filling.fill_in_for_board(far, {"ict": "Van ver"}, at())
    filling.fill_in_for_board(board, {"ict": "Bestuur", "vertrouwd": "Bea"}, at())
    filling.fill_in(asking.school.id, {"ict": "School"}, at())
    filling.fill_in_for_board(board, {"ict": "Bestuur 2", "vertrouwd": ""}, at(2))
    assert words.values_of(asking.school.id) == {"ict": "School"}
    assert words.values_of(asking.second.id) == {"ict": "Bestuur 2"}
    assert words.values_of_board(far) == {"ict": "Van ver"}


def test_who_works_there_follows_where_a_question_needs_the_word(asking: Asking) -> None:
    needs, also = asking.course("met", "ict"), asking.course("ook", "anders", "ict")
    without = asking.course("zonder")
    ada, bo = asking.working(asking.school, asking.second), asking.working(asking.second)
    left = asking.working(asking.school, ends_on=TODAY - ONE)
    last = asking.follows(asking.working(asking.school, ends_on=TODAY), needs, "met")
    mine = [asking.follows(ada, needs, "met"), asking.follows(ada, also, "ook")]
    asking.follows(ada, without, "zonder")
    asking.follows(bo, needs, "met")
    asking.follows(left, needs, "met")
    here = asking.school.id
    filling.fill_in(here, {"ict": "ITS"}, at())
    assert asking.asked_again() == [last, *mine]
    filling.fill_in(here, {"ict": "Anders gezegd"}, at())
    assert asking.asked_again() == [], "it was filled in already"
    filling.fill_in(here, {"anders": "Iets"}, at())
    assert asking.asked_again() == mine[1:]
    filling.fill_in(here, {"niets": "Dat niemand vraagt"}, at())
    assert asking.asked_again() == []
    filling.fill_in(here, {"ict": "", "niets": "Nog steeds"}, at(1))
    assert asking.asked_again() == mine


def test_a_word_of_a_board_is_followed_at_each_of_its_schools_once(asking: Asking) -> None:
    needs = asking.course("met", "ict")
    both = asking.follows(asking.working(asking.school, asking.second), needs, "met")
    one = asking.follows(asking.working(asking.second), needs, "met")
    asking.follows(asking.working(asking.far), needs, "met")
    board = asking.world.board.id
    filling.fill_in_for_board(board, {"ict": "Bestuur"}, at())
    assert asking.asked_again() == [both, one]
    filling.fill_in_for_board(board, {"ict": "Bestuur 2"}, at())
    assert asking.asked_again() == []
    filling.fill_in_for_board(board, {"ict": ""}, at())
    assert asking.asked_again() == [both, one]
