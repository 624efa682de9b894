"""Which deeds can be taken back, and what makes an earlier one final."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from course.domain.people.audited import Audited
from course.domain.people.undoing import PastDeed, final

NOW = datetime(2026, 11, 29, 9, tzinfo=UTC)
FIRST = PastDeed(1, NOW, "d1", Audited.JOINED, 10, 100, None, "", None)
LATER = replace(FIRST, id=2, deed="d2")


@pytest.mark.parametrize("action", Audited)
def test_what_can_be_taken_back_at_all(action: Audited) -> None:
    back = {
        *(Audited.JOINED, Audited.MOVED, Audited.LEFT, Audited.END_SET),
        *(Audited.ROLE_GRANTED, Audited.ROLE_ENDED, Audited.BLOCKED, Audited.UNBLOCKED),
        *(Audited.NAME_CHANGED, Audited.FUNCTION_CHANGED, Audited.ADDRESS_ASKED, Audited.MERGED),
    }
    assert final([replace(FIRST, action=action)], NOW) == (set() if action in back else {1})


@pytest.mark.parametrize(("ago", "is_final"), [(0, False), (30, False), (31, True)])
def test_a_month_later_it_is_final(ago: int, is_final: bool) -> None:
    old = replace(FIRST, at=NOW - timedelta(days=ago))
    assert final([old], NOW) == ({1} if is_final else set())
    older = replace(FIRST, at=NOW - timedelta(days=30, microseconds=1))
    assert final([older], NOW) == {1}


def test_what_takes_something_back_is_final_and_so_is_what_was_taken_back() -> None:
    assert final([FIRST, replace(LATER, undoes="d1")], NOW) == {1, 2}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Audited.JOINED, Audited.MOVED),
        (Audited.MOVED, Audited.LEFT),
        (Audited.LEFT, Audited.END_SET),
        (Audited.END_SET, Audited.JOINED),
        (Audited.ROLE_GRANTED, Audited.ROLE_ENDED),
        (Audited.BLOCKED, Audited.UNBLOCKED),
        (Audited.ADDRESS_ASKED, Audited.ADDRESS_ASKED),
        (Audited.MERGED, Audited.MERGED),
    ],
)
def test_a_later_deed_of_one_kind_makes_the_earlier_final(one: Audited, other: Audited) -> None:
    deeds = [replace(FIRST, action=one), replace(LATER, action=other)]
    assert final(deeds, NOW) == {1}
    assert final(reversed(deeds), NOW) == {1}, "in whatever order they are told"
    turned = [replace(FIRST, action=other), replace(LATER, action=one)]
    assert final(turned, NOW) == {1}


@pytest.mark.parametrize("ended", [Audited.ADDRESS_CHANGED, Audited.ADDRESS_DROPPED])
def test_an_address_that_was_asked_is_final_once_its_owner_answered(ended: Audited) -> None:
    asked = replace(FIRST, action=Audited.ADDRESS_ASKED)
    assert final([asked, replace(LATER, action=ended)], NOW) == {1, 2}


def test_a_union_that_was_undone_is_final() -> None:
    united = replace(FIRST, action=Audited.MERGED)
    assert final([united, replace(LATER, action=Audited.MERGE_UNDONE)], NOW) == {1, 2}


@pytest.mark.parametrize(
    "other",
    [
        replace(LATER, person_id=11),
        replace(LATER, school_id=101),
        replace(LATER, board_id=5),
        replace(LATER, role="trainer"),
        replace(LATER, action=Audited.ROLE_GRANTED),
        replace(LATER, action=Audited.NAME_CHANGED),
    ],
    ids=str,
)
def test_a_later_deed_about_something_else_changes_nothing(other: PastDeed) -> None:
    assert final([FIRST, other], NOW) == set()
