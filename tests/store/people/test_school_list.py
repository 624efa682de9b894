"""The open list of schools as it is kept: what a newer list leaves, who has which key of RIO, and
by which codes our own schools are known.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from course.domain.people.school_codes import CodeSystem
from course.domain.people.school_list import ListedPlace
from course.models import ListedSchool, School
from course.store.dated import DeedMoment
from course.store.people import school_list
from course.text.names import MAX_LENGTH
from tests import builders
from tests.staff import at_noon

FIRST, LATER = date(2026, 3, 2), date(2026, 4, 1)
BRIN, LOCATION, RIO = CodeSystem.BRIN, CodeSystem.LOCATION, CodeSystem.RIO


def place(location: str, name: str = "Demoschool", **given: str) -> ListedPlace:
    values = {"place": "Demodorp", "province": "Zeeland", "board": "99001", "provider": ""}
    return ListedPlace(location, location[:4], name, **{**values, **given})


def moment(day: date = FIRST) -> DeedMoment:
    return DeedMoment(at_noon(day))


def provider(location: str) -> str:
    row = school_list.listed(location)
    assert row is not None
    return row.provider


def found(words: str, **part: int) -> list[tuple[str, str | None]]:
    rows = school_list.search_list(words, **{"limit": 9, **part}).rows
    return [(row.location, row.own_code) for row in rows]


@pytest.fixture
def brug(session: Any) -> School:
    return builders.school(session, code="brug")


def test_a_newer_list_takes_the_place_of_that_of_its_sector(session: Any) -> None:
    school_list.keep_places([place("99ZA00"), place("99ZB00")], "po")
    school_list.keep_places([place("99ZC00")], "vo")
    school_list.keep_places([place("99ZB00", "Nieuw"), place("99ZD00")], "po")
    assert found("99z") == [("99ZC00", None), ("99ZD00", None), ("99ZB00", None)]
    school_list.keep_places([place("99ZB00", "Nieuw")], "so")
    counts = school_list.list_counts()
    assert [counts.get(one) for one in ("po", "vo", "so")] == [1, 1, 1], "each location once"


def test_what_the_list_says_of_rio_goes_before_what_was_known(session: Any) -> None:
    school_list.keep_places([place("99ZA00"), place("99ZB00", provider="999B001")], "po")
    school_list.keep_providers({"99ZA00": "999A001"})
    school_list.keep_places([place("99ZA00"), place("99ZB00", provider="999B002")], "po")
    assert (provider("99ZA00"), provider("99ZB00")) == ("999A001", "999B002")
    school_list.keep_places([place("99ZB00")], "po")
    assert provider("99ZB00") == "999B002"


def test_a_key_of_rio_is_of_a_location_or_of_the_locations_without_one(session: Any) -> None:
    known = school_list.keep_providers({})
    assert known == 0, "nobody said so of the neighbours"
    school_list.keep_places([place("99ZA00"), place("99ZA01"), place("99ZB00")], "po")
    assert school_list.keep_providers({"99ZA": "999A009", "99ZA01": "999A001"}) == 2
    assert school_list.keep_providers({"99ZA01": "999A001", "99ZA": "999A008"}) == 2
    assert [provider(one) for one in ("99ZA00", "99ZA01", "99ZB00")] == ["999A009", "999A001", ""]
    assert school_list.keep_providers({"99ZA": "999A007", "99ZB": "999B001"}) == 3
    assert [provider(one) for one in ("99ZA00", "99ZA01", "99ZB00")] == [
        "999A009",
        "999A001",
        "999B001",
    ]


def test_a_board_is_called_what_the_last_list_says(session: Any) -> None:
    school_list.keep_places([place("99ZA00"), place("99ZB00", board="99002")], "po")
    school_list.keep_boards({"99001": "Stichting Eén", "99002": "Stichting Twee"})
    school_list.keep_boards({"99001": "Stichting Anders"})
    rows = school_list.search_list("99z", limit=9).rows
    assert [row.board_name for row in rows] == ["Stichting Anders", "Stichting Twee"]


def test_a_part_of_the_list_is_by_name_and_says_how_long_it_is(session: Any) -> None:
    places = [place("99ZA00", "Zon"), place("99ZB00", "Aarde"), place("99ZC00", "Maan")]
    school_list.keep_places([*places, place("99ZD00", "Maan")], "po")
    assert found("demodorp") == [(one, None) for one in ("99ZB00", "99ZC00", "99ZD00", "99ZA00")]
    assert found("demodorp", limit=1, offset=2) == [("99ZD00", None)]
    assert school_list.search_list("demodorp", limit=1).total == 4
    assert found("maan 99zd") == [("99ZD00", None)]


def test_a_location_is_found_by_its_code_however_long_its_name_is(session: Any) -> None:
    long = place("99ZA00", "Ze " * (MAX_LENGTH // 3), place="Plaats" * 20)
    school_list.keep_places([long, place("99ZB00", "Bij 99ZA00")], "po")
    row = school_list.listed("99za00")
    assert row is not None
    assert (row.location, row.name) == (long.location, long.name)
    assert ("99ZA00", None) in found("99za00")
    assert school_list.listed("99ZA") is None
    assert school_list.listed("") is None
    kept = session.scalar(select(func.max(func.length(ListedSchool.searched))))
    assert kept == MAX_LENGTH


def test_a_location_names_the_school_that_has_its_code_now(session: Any, brug: School) -> None:
    places = [place("99ZA00"), place("99ZB00"), place("99ZC00")]
    school_list.keep_places(places, "po")
    school_list.set_codes(brug.id, {LOCATION: "99za00", BRIN: "99zb00"}, moment())
    assert found("99z") == [("99ZA00", "brug"), ("99ZB00", None), ("99ZC00", None)]
    school_list.set_codes(brug.id, {LOCATION: "99ZC00"}, moment(LATER))
    assert found("99z") == [("99ZA00", None), ("99ZB00", None), ("99ZC00", "brug")]
    school_list.set_codes(brug.id, {LOCATION: ""}, moment(LATER + timedelta(days=1)))
    assert {own for _, own in found("99z")} == {None}


def test_a_location_knows_only_the_codes_that_stand_in_it(session: Any) -> None:
    school_list.keep_places([place("99ZA00"), place("99ZB00", provider="999B001")], "po")
    first, second = school_list.search_list("99z", limit=9).rows
    assert first.codes == {BRIN: "99ZA", LOCATION: "99ZA00"}
    assert second.codes == {BRIN: "99ZB", LOCATION: "99ZB00", RIO: "999B001"}


def test_codes_are_those_of_that_school_of_now(session: Any, brug: School) -> None:
    other = builders.school(session, code="ander")
    school_list.set_codes(other.id, {BRIN: "99YY", RIO: "999Y001"}, moment())
    school_list.set_codes(brug.id, {BRIN: "99za", LOCATION: "99ZA00"}, moment())
    assert school_list.past_codes(brug.id) == []
    school_list.set_codes(brug.id, {BRIN: "99ZB"}, moment(LATER))
    assert school_list.codes_of(brug.id) == {BRIN: "99ZB", LOCATION: "99ZA00"}
    assert school_list.codes_of(other.id) == {BRIN: "99YY", RIO: "999Y001"}
    last = LATER + timedelta(days=9)
    school_list.set_codes(brug.id, {BRIN: "", LOCATION: ""}, moment(last))
    assert school_list.codes_of(brug.id) == {}
    past = [(one.system, one.code, one.ends_on) for one in school_list.past_codes(brug.id)]
    day = timedelta(days=1)
    assert sorted(past[:2]) == [("brin", "99ZB", last - day), ("vestiging", "99ZA00", last - day)]
    assert past[2:] == [("brin", "99ZA", LATER - day)], "the last to end first"
    assert school_list.past_codes(other.id) == []


def test_a_code_that_ended_begins_anew_and_what_was_mended_is_told_once(
    session: Any, brug: School
) -> None:
    school_list.set_codes(brug.id, {BRIN: "99ZA"}, moment())
    school_list.set_codes(brug.id, {BRIN: ""}, moment(LATER))
    (ended,) = school_list.past_codes(brug.id)
    builders.rewrite(session, ended, code="99ZX")
    last = LATER + timedelta(days=9)
    school_list.set_codes(brug.id, {BRIN: "99ZB"}, moment(last))
    assert school_list.codes_of(brug.id) == {BRIN: "99ZB"}
    past = [(one.code, one.ends_on) for one in school_list.past_codes(brug.id)]
    assert past == [("99ZX", LATER - timedelta(days=1))]


def test_a_code_is_taken_by_another_school_that_has_it_today(session: Any, brug: School) -> None:
    school_list.set_codes(brug.id, {BRIN: "99ZA", RIO: "999A001"}, moment())

    def taken(system: CodeSystem, code: str, but: int | None = None, day: date = FIRST) -> bool:
        return school_list.code_taken(system, code, but, moment(day))

    assert taken(BRIN, "99za")
    assert not taken(BRIN, "99za", brug.id)
    assert taken(BRIN, "99za", builders.school(session).id)
    assert not taken(LOCATION, "99za")
    assert not taken(BRIN, "99zb")
    school_list.set_codes(brug.id, {BRIN: "99ZC"}, moment(LATER))
    assert not taken(BRIN, "99za", day=LATER)
    assert taken(RIO, "999A001", day=LATER)


def test_a_board_of_ours_is_known_by_its_number(session: Any) -> None:
    builders.board(session, code="99001")
    builders.board(session, code="a12")
    assert school_list.board_with_number("99001") == "99001"
    assert school_list.board_with_number("A12") == "a12"
    assert school_list.board_with_number("99002") is None
