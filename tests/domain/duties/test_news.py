"""What is told in a week to who leads or trains: when there is anything, and of which schools."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from course.domain.duties.news import Behind, BehindList, NewsOfSchools

ONE = Behind("p1", "Noor", 1, "regenboog", "De Regenboog", "proef", date(2027, 3, 12))
OTHER = replace(ONE, ref="p2", school_id=2, school_code="eik", school="De Eik")


def test_how_many_are_not_shown() -> None:
    assert BehindList((ONE, OTHER), 7).more == 5
    assert BehindList((ONE,), 1).more == 0


def test_there_is_news_when_somebody_is_late_or_stuck() -> None:
    one = BehindList((ONE,), 1)
    assert not NewsOfSchools().is_any
    assert NewsOfSchools(late=one).is_any is True
    assert NewsOfSchools(stuck=one).is_any is True


def test_the_schools_of_both_lists() -> None:
    found = NewsOfSchools(BehindList((ONE, ONE), 2), BehindList((OTHER,), 1))
    assert found.schools == {1, 2}
    assert NewsOfSchools(stuck=BehindList((OTHER,), 1)).schools == {2}
    assert NewsOfSchools().schools == frozenset()
