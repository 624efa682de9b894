"""Whom to remind, and why not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from course.domain.duties import reminders
from course.domain.duties.news import NewsOfSchools
from course.domain.duties.reminders import (
    Addressee,
    DutyFacts,
    MailVerdict,
    Silence,
    TimesTold,
    by_hand,
    duty_of,
    hour_for,
    is_full,
    not_owed,
    open_duties,
    verdicts,
    within,
    without_progress,
)
from course.domain.duties.states import DutyState

DUE = date(2026, 12, 10)
DUTY = DutyFacts("d1", "proef", DUE, DUE - timedelta(days=100), DutyState.BUSY, 3, 12)
OTHER = replace(DUTY, ref="d2", course="fiets", due_on=DUE + timedelta(days=3))
ANYBODY = Addressee()


def days(count: int) -> timedelta:
    return timedelta(days=count)


def on(
    today: date,
    *duties: DutyFacts,
    person: Addressee = ANYBODY,
    steps: tuple[str, ...] = (),
    last: date | None = None,
) -> MailVerdict | None:
    """What is said last: the mail, when there is one."""
    told = TimesTold(frozenset(steps), last)
    found = verdicts(duties or (DUTY,), person, told, today, reminders.LADDER)
    return found[-1] if found else None


@pytest.mark.parametrize(
    ("offset", "step"),
    [
        (-15, None),
        (-14, "-14"),
        (-13, "-14"),  # was not said on its day, so a day later
        (-4, "-14"),
        (-3, "-3"),  # the later step takes its place
        (0, "+0"),
        (6, "+0"),
        (7, "+7"),
        (67, "+7"),
        (68, None),  # too long ago to begin about
    ],
)
def test_a_ladder_around_the_day(offset: int, step: str | None) -> None:
    found = on(DUE + days(offset))
    assert (found.steps if found else None) == ((f"d1:{DUE}:{step}",) if step else None)


def test_what_was_said_is_not_said_again_and_another_day_begins_anew() -> None:
    said = f"d1:{DUE}:-14"
    assert on(DUE - days(10), steps=(said,)) is None
    later = DUE + days(2)
    moved = on(DUE - days(10), replace(DUTY, due_on=later), steps=(said,))
    assert moved is not None
    assert moved.steps == (f"d1:{later}:-14",)


def test_who_gets_a_duty_hears_so_once_and_not_long_after() -> None:
    given = replace(DUTY, given_on=DUE - days(60))
    found = on(DUE - days(60), given)
    assert found is not None
    assert (found.steps, found.duties, found.silence) == (("d1:given",), (given,), None)
    assert on(DUE - days(59), given, steps=("d1:given",)) is None
    assert on(DUE - days(46), given) is not None
    assert on(DUE - days(45), given) is None
    short = on(DUE - days(2), replace(given, given_on=DUE - days(2)))
    assert short is not None
    assert short.steps == ("d1:given", f"d1:{DUE}:-3")


def test_all_courses_are_in_one_mail_the_first_due_first() -> None:
    found = on(DUE, OTHER, DUTY)
    assert found is not None
    assert found.duties == (DUTY, OTHER)
    assert found.steps == (f"d1:{DUE}:+0", f"d2:{OTHER.due_on}:-3")
    # what has nothing new to say is in the mail of what has
    assert on(DUE - days(15) + days(1), OTHER, DUTY).duties == (DUTY, OTHER)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("state", "silence"),
    [
        (DutyState.DONE, Silence.DONE),
        (DutyState.PAUSED, Silence.PAUSED),
        (DutyState.EXEMPT, Silence.EXEMPT),
        (DutyState.OVERDUE, None),
        (DutyState.NOT_STARTED, None),
    ],
)
def test_who_need_not_do_it_hears_nothing(state: DutyState, silence: Silence | None) -> None:
    found = on(DUE, replace(DUTY, state=state))
    assert found is not None
    assert found.silence is silence
    assert bool(found.duties) is (silence is None)
    both = on(DUE, replace(DUTY, state=state), OTHER)
    assert both is not None
    assert both.silence is None
    assert OTHER in both.duties


@pytest.mark.parametrize(
    ("person", "last", "silence"),
    [
        (ANYBODY, None, None),
        (Addressee(quiet=True), None, Silence.DAY_OFF),
        (Addressee(stopped=True, unreached=True, quiet=True), DUE, Silence.STOPPED),
        (Addressee(unreached=True, quiet=True), DUE, Silence.UNREACHED),
        (ANYBODY, DUE - days(6), Silence.THIS_WEEK),
        (ANYBODY, DUE - days(7), None),
        (ANYBODY, DUE, Silence.THIS_WEEK),
        (ANYBODY, DUE + days(300), Silence.THIS_WEEK),  # of a clock that ran ahead
    ],
    ids=map(str, range(8)),
)
def test_why_not(person: Addressee, last: date | None, silence: Silence | None) -> None:
    found = on(DUE, person=person, last=last)
    assert found is not None
    assert found.silence is silence
    hand = by_hand([DUTY], person, TimesTold(last_on=last), DUE)
    assert hand is not None
    assert hand.silence is silence


def test_each_duty_that_is_silent_has_a_line_of_its_own() -> None:
    paused, left = replace(OTHER, state=DutyState.PAUSED), replace(OTHER, state=DutyState.LEFT)
    found = verdicts([left, paused, DUTY], ANYBODY, TimesTold(), DUE, reminders.LADDER)
    assert [one.silence for one in found] == [Silence.LEFT, Silence.PAUSED, None]
    assert found[-1].duties == (DUTY,)
    assert found[0].steps == found[1].steps == (f"d2:{OTHER.due_on}:-3",)


@pytest.mark.parametrize(
    ("state", "silence"),
    [
        (DutyState.DONE, Silence.DONE),
        (DutyState.PAUSED, Silence.PAUSED),
        (DutyState.EXEMPT, Silence.EXEMPT),
        (DutyState.LEFT, Silence.LEFT),
    ],
)
def test_by_hand_there_must_be_something_to_do(state: DutyState, silence: Silence) -> None:
    silent = replace(DUTY, state=state)
    step = f"d1:hand:{DUE}"
    line = MailVerdict((step,), (), silence)
    assert by_hand([silent], ANYBODY, TimesTold(), DUE) == line
    assert by_hand([], ANYBODY, TimesTold(), DUE) is None
    # what another school asks is no reason to write about this one
    assert by_hand([silent, OTHER], ANYBODY, TimesTold(), DUE, {"d1"}) == line
    assert by_hand([silent, OTHER], ANYBODY, TimesTold(), DUE, {"d3"}) is None
    both = by_hand([silent, OTHER], ANYBODY, TimesTold(), DUE, {"d1", "d2"})
    assert both == MailVerdict((f"d2:hand:{DUE}",), (OTHER,), None)


def test_what_is_owed_no_more_is_a_line_too() -> None:
    assert not_owed(["d2", "d1"], left=True, today=DUE) == MailVerdict(
        (f"d1:hand:{DUE}", f"d2:hand:{DUE}"), (), Silence.LEFT
    )
    assert not_owed(["d1"], left=False, today=DUE).silence is Silence.ENDED


def test_two_mails_that_nobody_asked_for_are_enough_for_seven_days() -> None:
    assert is_full([DUE, DUE - days(6)], DUE)
    assert not is_full([DUE, DUE - days(7)], DUE)
    assert not is_full([DUE - days(1)], DUE)
    refreshed = TimesTold(refreshers=(DUE - days(1), DUE - days(6)))
    assert (
        verdicts([DUTY], ANYBODY, refreshed, DUE, reminders.LADDER)[-1].silence is Silence.THIS_WEEK
    )
    once = replace(refreshed, refreshers=(DUE - days(1), DUE - days(7)))
    assert verdicts([DUTY], ANYBODY, once, DUE, reminders.LADDER)[-1].silence is None


def test_what_by_hand_says_is_all_that_is_open_the_first_due_first() -> None:
    paused = replace(DUTY, ref="d0", state=DutyState.PAUSED)
    found = by_hand([OTHER, paused, DUTY], ANYBODY, TimesTold(), DUE, {"d2"})
    assert found == MailVerdict((f"d1:hand:{DUE}", f"d2:hand:{DUE}"), (DUTY, OTHER), None)
    # of what need not be done, the first due says why
    left = replace(OTHER, state=DutyState.LEFT)
    silent = by_hand([left, paused], ANYBODY, TimesTold(), DUE)
    assert silent == MailVerdict((f"d0:hand:{DUE}", f"d2:hand:{DUE}"), (), Silence.PAUSED)


def test_what_is_due_on_one_day_is_in_the_order_of_course_and_duty() -> None:
    same_day = replace(OTHER, due_on=DUE)
    again = replace(DUTY, ref="d3")
    assert open_duties([again, DUTY, same_day]) == (same_day, DUTY, again)


def test_who_sees_one_duty_reads_what_is_about_that_one() -> None:
    news = NewsOfSchools()
    steps = (f"d1:{DUE}:+0", "d2:given", "week:2026-12-07")
    mail = MailVerdict(steps, (DUTY, OTHER), Silence.STOPPED, news)
    seen = MailVerdict((f"d1:{DUE}:+0", "week:2026-12-07"), (DUTY,), Silence.STOPPED)
    assert within(mail, {"d1"}) == seen
    assert within(mail, ()) == MailVerdict(("week:2026-12-07",), (), Silence.STOPPED)
    assert within(replace(mail, steps=("d2:given",)), {"d1"}) == replace(seen, steps=())
    assert within(replace(mail, steps=("d1:given",), duties=()), {"d1"}) is not None
    assert within(replace(mail, steps=("d2:given",), duties=(OTHER,)), {"d1"}) is None
    assert within(None, {"d1"}) is None


def test_who_may_not_see_how_far_somebody_is_reads_the_rest() -> None:
    mail = MailVerdict(("d1:given",), (DUTY, OTHER), None)
    bare = replace(OTHER, done=0, total=None)
    assert without_progress(mail, {"d1"}) == replace(mail, duties=(DUTY, bare))


def test_the_duty_of_a_step() -> None:
    assert [duty_of(step) for step in ("d1:given", f"d2:{DUE}:-3", "week:2026-12-07")] == [
        "d1",
        "d2",
        "week",
    ]


@pytest.mark.parametrize(
    ("learned", "hour"),
    [
        (None, 10),
        (time(6, 59), 8),
        (time(8), 8),
        (time(13, 45), 13),
        (time(16, 59), 16),
        (time(23), 16),
    ],
)
def test_the_hour_is_that_of_learning_within_the_school_day(
    learned: time | None, hour: int
) -> None:
    assert hour_for(learned) == hour
