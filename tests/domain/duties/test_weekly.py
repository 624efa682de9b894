"""The mail of a week: one mail with what somebody owes, once a week; and who counts as stuck."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from course.domain.duties import stuck
from course.domain.duties.calendars import Calendar, Holiday
from course.domain.duties.news import Behind, BehindList, NewsOfSchools
from course.domain.duties.reminders import (
    Addressee,
    DutyFacts,
    MailVerdict,
    Silence,
    TimesTold,
    within,
)
from course.domain.duties.states import DutyState
from course.domain.duties.weekly import is_weekly, step_of, with_news

TODAY = date(2026, 12, 2)  # a Wednesday
STEP = "week:2026-49"
LATE = Behind("ref", "Noor", 7, "baken", "Het Baken", "fietsen", date(2026, 11, 20))
NEWS = NewsOfSchools(late=BehindList((LATE,), 3))
DUTY = DutyFacts("abc", "fietsen", TODAY, TODAY, DutyState.NOT_STARTED, 0, None)
OWN = MailVerdict(("abc:given",), (DUTY,), None)
ANYBODY, NOTHING_TOLD = Addressee(), TimesTold()


def said(
    *own: MailVerdict,
    news: NewsOfSchools | None = NEWS,
    person: Addressee = ANYBODY,
    told: TimesTold = NOTHING_TOLD,
) -> tuple[MailVerdict, ...]:
    return with_news(own, news, person, told, TODAY)


def test_a_week_has_one_step_and_begins_on_monday() -> None:
    days = [date(2026, 12, 28) + timedelta(days=n) for n in range(8)]
    assert {step_of(day) for day in days[:7]} == {"week:2026-53"}
    assert step_of(days[7]) == "week:2027-01"
    assert is_weekly(STEP)
    assert not is_weekly("abc:given")


def test_what_somebody_owes_goes_in_the_same_mail() -> None:
    mail = replace(OWN, steps=("abc:given", STEP), news=NEWS)
    assert said(OWN) == (mail,)
    line = MailVerdict(("def:given",), (), Silence.PAUSED)
    assert said(line, OWN) == (line, mail)


def test_news_alone_is_a_mail_too() -> None:
    assert said() == (MailVerdict((STEP,), (), None, NEWS),)


def test_what_is_done_is_a_line_of_its_own() -> None:
    done = MailVerdict(("abc:given",), (), Silence.DONE)
    assert said(done) == (done, MailVerdict((STEP,), (), None, NEWS))


@pytest.mark.parametrize("news", [None, NewsOfSchools()], ids=["nobody", "nothing"])
def test_who_has_nothing_to_tell_gets_nothing(news: NewsOfSchools | None) -> None:
    assert said(OWN, news=news) == (OWN,)
    assert said(news=news) == ()


def test_it_is_told_once_a_week() -> None:
    assert said(OWN, told=TimesTold(frozenset({STEP}))) == (OWN,)
    assert said(told=TimesTold(frozenset({STEP}))) == ()


@pytest.mark.parametrize(
    ("person", "told", "silence"),
    [
        (Addressee(quiet=True), NOTHING_TOLD, Silence.DAY_OFF),
        (Addressee(stopped=True), NOTHING_TOLD, Silence.STOPPED),
        (Addressee(unreached=True), NOTHING_TOLD, Silence.UNREACHED),
        (ANYBODY, TimesTold(last_on=TODAY - timedelta(days=6)), Silence.THIS_WEEK),
        (ANYBODY, TimesTold(last_on=TODAY - timedelta(days=7)), None),
    ],
)
def test_why_it_is_not_sent(person: Addressee, told: TimesTold, silence: Silence | None) -> None:
    assert said(person=person, told=told)[0].silence is silence


def test_who_reads_it_for_another_sees_that_it_goes_and_no_names() -> None:
    (both,) = said(OWN)
    seen = within(both, {"other"})
    assert seen == MailVerdict((STEP,), (), None)
    assert within(OWN, {"other"}) is None


def test_three_school_weeks_make_somebody_stuck_and_a_holiday_does_not() -> None:
    assert stuck.still_since(TODAY, Calendar()) == TODAY - timedelta(days=21)
    autumn = Holiday(date(2026, 11, 16), date(2026, 11, 22), "herfst")
    assert stuck.still_since(TODAY, Calendar((autumn,))) == TODAY - timedelta(days=28)
    shut = Calendar(own=(Holiday(date(2020, 1, 1), date(2030, 1, 1), "dicht"),))
    assert stuck.still_since(TODAY, shut) < TODAY - timedelta(days=365)
