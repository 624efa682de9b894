"""How much managers see: each setting shows what the one before it shows, and more."""

from __future__ import annotations

from course.domain.people import sight
from course.domain.people.sight import Sight, needs_consent, shows

DONE, DATES, LESSONS = Sight


def test_a_setting_shows_itself_and_what_comes_before_it() -> None:
    assert [asked for asked in Sight if shows(DONE, asked)] == [DONE]
    assert [asked for asked in Sight if shows(DATES, asked)] == [DONE, DATES]
    assert [asked for asked in Sight if shows(LESSONS, asked)] == [DONE, DATES, LESSONS]
    assert sight.LEAST is DONE


def test_who_shows_more_needs_a_yes_and_who_shows_less_or_the_same_does_not() -> None:
    asked = {(before, after) for before in Sight for after in Sight if needs_consent(before, after)}
    assert asked == {(DONE, DATES), (DONE, LESSONS), (DATES, LESSONS)}
