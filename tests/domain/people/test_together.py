"""For whom a deed for several people does something, and why not for the others."""

from __future__ import annotations

from typing import Any

from course.domain.people.together import ChosenPlace, StaysSo, TogetherDeed, sort_out


def place(person_id: int, **given: Any) -> ChosenPlace:
    values: dict[str, Any] = {
        "ref": f"p{person_id}",
        "name": "",
        "email": "",
        "school_id": 1,
        "code": "boom",
        "school": "",
        "team_id": None,
        "staff_number": None,
        "ends_on": None,
        "blocked": False,
        "assignable": False,
    }
    return ChosenPlace(person_id=person_id, **(values | given))


def ids(deed: TogetherDeed, places: list[ChosenPlace], **given: Any) -> Any:
    found = sort_out(deed, places, 9, **given)
    return [one.person_id for one in found.doing], dict(found.stays)


def test_another_team_is_for_who_is_not_in_it_yet() -> None:
    places = [place(1), place(2, team_id=7), place(9, team_id=8)]
    assert ids(TogetherDeed.TEAM, places, team_id=7) == ([1, 9], {StaysSo.SAME_TEAM: 1})
    assert ids(TogetherDeed.TEAM, places) == ([2, 9], {StaysSo.SAME_TEAM: 1})
    twice = [place(1), place(1, school_id=2)]
    assert ids(TogetherDeed.TEAM, twice, team_id=7) == ([1, 1], {}), "at either school"


def test_nobody_ends_their_own_workplace() -> None:
    places = [place(1), place(9), place(9, school_id=2)]
    assert ids(TogetherDeed.LEAVE, places) == ([1], {StaysSo.OWN: 2})


def test_one_mail_for_each_person_who_can_sign_in() -> None:
    shut = [place(2, blocked=True), place(2, school_id=2, blocked=True)]
    places = [place(1), place(1, school_id=2), *shut, place(3)]
    said = {StaysSo.TWICE: 1, StaysSo.BLOCKED: 2}
    assert ids(TogetherDeed.INVITE, places) == ([1, 3], said)


def test_a_course_is_given_where_who_asks_assigns() -> None:
    places = [place(1, assignable=True), place(2)]
    assert ids(TogetherDeed.ASSIGN, places) == ([1], {StaysSo.NO_TRAINER: 1})
