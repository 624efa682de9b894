"""What becomes of duties that somebody mends, told before it is done and after in the same words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from course.domain.duties.mending import (
    AssignedDay,
    AssignedEffect,
    DutyNow,
    Effect,
    Mend,
    Mended,
    Mending,
    assigned_effect,
    due_after_change,
    due_afterwards,
    effect,
    outcome,
    relief_of,
)
from course.domain.duties.states import DutyState, ExemptFor, Relief

DUE = date(2027, 3, 12)
SOONER, LATER = DUE - timedelta(days=1), DUE + timedelta(days=1)
NOOR, TARIK, MIRJAM = 1, 2, 3  # Mirjam mends
REGENBOOG, EIK = 10, 20
DUTY = DutyNow(100, NOOR, REGENBOOG, DUE, DutyState.BUSY)
PAUSED = replace(DUTY, state=DutyState.PAUSED, relief=Relief.PAUSED, until=LATER)
EXEMPT = replace(DUTY, state=DutyState.EXEMPT, relief=Relief.EXEMPT, category=ExemptFor.OTHER_WORK)
PAUSE = Mend(Mending.PAUSE, LATER)
EXEMPTION = Mend(Mending.EXEMPT, category=ExemptFor.OTHER_WORK)
RESUME = Mend(Mending.RESUME)


@pytest.mark.parametrize(
    ("mend", "duty", "comes"),
    [
        (Mend(Mending.DAY, LATER), DUTY, Mended.CHANGED),
        (Mend(Mending.DAY, SOONER), DUTY, Mended.CHANGED),
        (Mend(Mending.DAY, DUE), DUTY, Mended.SAME),
        (Mend(Mending.DAY, LATER), PAUSED, Mended.CHANGED),
        (PAUSE, DUTY, Mended.CHANGED),
        (PAUSE, PAUSED, Mended.SAME),
        (Mend(Mending.PAUSE, DUE), PAUSED, Mended.CHANGED),  # until another day
        (PAUSE, replace(EXEMPT, until=LATER, category=None), Mended.CHANGED),  # not exempt
        (EXEMPTION, DUTY, Mended.CHANGED),
        (EXEMPTION, EXEMPT, Mended.SAME),
        (replace(EXEMPTION, category=ExemptFor.DECISION), EXEMPT, Mended.CHANGED),  # another why
        (RESUME, PAUSED, Mended.CHANGED),
        (RESUME, EXEMPT, Mended.CHANGED),
        (RESUME, DUTY, Mended.SAME),  # nothing to end
    ],
    ids=str,
)
def test_what_comes_of_a_duty(mend: Mend, duty: DutyNow, comes: Mended) -> None:
    assert outcome(mend, duty, MIRJAM) is comes


@pytest.mark.parametrize("mend", [Mend(Mending.DAY, LATER), PAUSE, EXEMPTION], ids=str)
def test_done_stays_done_whoever_asks(mend: Mend) -> None:
    done = replace(DUTY, state=DutyState.DONE)
    assert outcome(mend, done, MIRJAM) is Mended.DONE
    assert outcome(mend, done, NOOR) is Mended.DONE


def test_a_pause_of_what_was_done_meanwhile_can_still_end() -> None:
    assert outcome(RESUME, replace(PAUSED, state=DutyState.DONE), MIRJAM) is Mended.CHANGED


def test_nobody_relieves_themselves_but_anybody_may_move_their_day_or_go_on() -> None:
    assert outcome(PAUSE, DUTY, NOOR) is Mended.ONESELF
    assert outcome(EXEMPTION, DUTY, NOOR) is Mended.ONESELF
    assert outcome(PAUSE, PAUSED, NOOR) is Mended.ONESELF
    assert outcome(Mend(Mending.DAY, LATER), DUTY, NOOR) is Mended.CHANGED
    assert outcome(RESUME, PAUSED, NOOR) is Mended.CHANGED


def test_what_somebody_has_afterwards() -> None:
    assert relief_of(PAUSE) is Relief.PAUSED
    assert relief_of(EXEMPTION) is Relief.EXEMPT
    for other in (Mend(Mending.DAY, DUE), RESUME):
        with pytest.raises(KeyError):
            relief_of(other)


@pytest.mark.parametrize(
    ("mend", "earliest", "day"),
    [
        (Mend(Mending.DAY, SOONER), None, SOONER),
        (Mend(Mending.DAY, SOONER), LATER, SOONER),  # who says a day gets that day
        (PAUSE, None, DUE),  # its day is that of the pause
        (PAUSE, LATER, LATER),
        (PAUSE, SOONER, DUE),  # never sooner than it was
        (RESUME, LATER, LATER),
        (RESUME, SOONER, DUE),
        (Mend(Mending.DAY), LATER, LATER),  # no day was said
    ],
    ids=str,
)
def test_the_last_day_afterwards(mend: Mend, earliest: date | None, day: date) -> None:
    assert due_afterwards(mend, DUE, earliest) == day


def test_everybody_it_was_asked_for_is_counted_once() -> None:
    other = replace(DUTY, duty_id=101, person_id=TARIK)
    same = replace(PAUSED, duty_id=102, person_id=TARIK)
    done = [replace(other, duty_id=number, state=DutyState.DONE) for number in (103, 104)]
    oneself = [replace(DUTY, duty_id=number, person_id=MIRJAM) for number in (105, 106, 107)]
    found = effect(PAUSE, [oneself[0], DUTY, *done, same, other, *oneself[1:]], MIRJAM)
    assert found == Effect(changed=(DUTY, other), same=1, done=2, oneself=3)
    assert found.asked == 8
    assert effect(PAUSE, [], MIRJAM) == Effect()


@pytest.mark.parametrize(
    ("mend", "count"),
    [(Mend(Mending.DAY, LATER), 2), (PAUSE, 2), (EXEMPTION, 2), (RESUME, 0)],
    ids=str,
)
def test_who_was_late_is_so_no_longer_but_for_who_only_goes_on(mend: Mend, count: int) -> None:
    late = replace(DUTY, state=DutyState.OVERDUE, relief=Relief.PAUSED)
    found = effect(mend, [late, late, replace(late, state=DutyState.BUSY)], MIRJAM)
    assert len(found.changed) == 3
    assert found.no_longer_late == count


def test_who_is_not_changed_is_not_counted_as_late() -> None:
    late = replace(DUTY, state=DutyState.OVERDUE, elsewhere=SOONER, person_id=MIRJAM)
    found = effect(PAUSE, [late], MIRJAM, {REGENBOOG: LATER})
    assert found == Effect(oneself=1)


@pytest.mark.parametrize(
    ("mend", "elsewhere", "count"),
    [
        (Mend(Mending.DAY, LATER), DUE, 1),
        (Mend(Mending.DAY, LATER), LATER, 0),  # on the same day is not sooner
        (Mend(Mending.DAY, LATER), None, 0),
        (Mend(Mending.DAY), LATER, 1),  # no day was said
        (PAUSE, LATER, 1),  # the other school does not pause
        (EXEMPTION, SOONER, 1),
        (PAUSE, None, 0),
        (RESUME, SOONER, 0),
    ],
    ids=str,
)
def test_another_school_that_asks_for_it_sooner_goes_on(
    mend: Mend, elsewhere: date | None, count: int
) -> None:
    duty = replace(DUTY, elsewhere=elsewhere, relief=Relief.PAUSED)
    assert effect(mend, [duty], MIRJAM).stricter_elsewhere == count


def test_whose_day_moves_on_after_a_pause_is_counted_by_their_own_school() -> None:
    elsewhere = replace(DUTY, duty_id=101, school_id=EIK)
    assert effect(PAUSE, [DUTY, elsewhere], MIRJAM, {REGENBOOG: LATER}).more_time == 1
    assert effect(PAUSE, [DUTY], MIRJAM, {REGENBOOG: DUE}).more_time == 0
    assert effect(PAUSE, [DUTY], MIRJAM).more_time == 0


@pytest.mark.parametrize(
    ("own", "new", "day"),
    [
        (DUE, LATER, LATER),  # who had the day of everybody goes along
        (DUE, SOONER, SOONER),
        (LATER, SOONER, LATER),  # a later day of one's own stays
        (SOONER, LATER, LATER),
        (LATER, LATER + timedelta(days=9), LATER + timedelta(days=9)),
    ],
    ids=str,
)
def test_the_day_of_a_person_when_that_of_the_assignment_changes(
    own: date, new: date, day: date
) -> None:
    assert due_after_change(own, DUE, new) == day


def test_what_another_day_of_an_assignment_does_to_each() -> None:
    week = LATER + timedelta(days=6)
    people = [
        AssignedDay(1, DUE, None, DutyState.BUSY),  # goes along
        AssignedDay(2, DUE, LATER, DutyState.OVERDUE),  # so does another reason of that day
        AssignedDay(3, DUE, DUE, DutyState.BUSY),  # another reason is sooner
        AssignedDay(4, week, None, DutyState.PAUSED),  # keeps a later day
        AssignedDay(5, week, LATER, DutyState.BUSY),  # … and another reason is sooner still
        AssignedDay(6, DUE, None, DutyState.DONE),
    ]
    assert assigned_effect(DUE, LATER, people) == AssignedEffect(
        {1: LATER, 2: LATER, 3: LATER, 4: week, 5: week}, moved=2, stricter=2, own=1, done=1
    )
    assert assigned_effect(DUE, LATER, []) == AssignedEffect({})
