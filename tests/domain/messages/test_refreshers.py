"""When a refresher is sent, and which address opens it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from course.domain.duties.reminders import Addressee, Silence, TimesTold, silence_of
from course.domain.messages.refresher_links import is_sealed, ref_in, seal_refresher
from course.domain.messages.refreshers import MailDays, next_after, refresher_silence, waits_until
from course.domain.messages.stop_links import REFRESHERS, opened, seal

TODAY = date(2026, 11, 30)
ANYBODY = Addressee()


def ago(*days: int) -> tuple[date, ...]:
    return tuple(TODAY - timedelta(days=one) for one in days)


@pytest.mark.parametrize(
    ("person", "mail", "silence"),
    [
        (ANYBODY, MailDays(), None),
        (ANYBODY, MailDays(ago(6)), None),
        (ANYBODY, MailDays(ago(6, 1)), Silence.THIS_WEEK),
        (ANYBODY, MailDays(ago(7, 1)), None),
        (ANYBODY, MailDays((), ago(6)), Silence.THIS_WEEK),  # a duty was reminded of
        (ANYBODY, MailDays((), ago(7)), None),
        (Addressee(quiet=True), MailDays(), Silence.DAY_OFF),
        (Addressee(unreached=True), MailDays(), Silence.UNREACHED),
        (Addressee(stopped=True, quiet=True), MailDays(), Silence.STOPPED),
    ],
)
def test_at_most_two_a_week_and_none_beside_a_reminder(
    person: Addressee, mail: MailDays, silence: Silence | None
) -> None:
    assert refresher_silence(person, mail, TODAY) is silence


def test_a_reminder_waits_for_two_refreshers_of_this_week() -> None:
    assert silence_of(ANYBODY, TimesTold(refreshers=ago(1)), TODAY) is None
    assert silence_of(ANYBODY, TimesTold(refreshers=ago(1, 6)), TODAY) is Silence.THIS_WEEK
    assert silence_of(ANYBODY, TimesTold(refreshers=ago(1, 7)), TODAY) is None


def test_who_does_not_answer_is_asked_ever_less() -> None:
    waits = [(next_after(TODAY, unanswered) - TODAY).days for unanswered in range(7)]
    assert waits == [7, 7, 15, 30, 90, 182, 182]


def test_one_that_nobody_finished_keeps_the_next_back_for_a_week_and_stays_open() -> None:
    two_weeks = TODAY + timedelta(days=14)
    assert waits_until(TODAY, two_weeks) == TODAY + timedelta(days=6)
    assert next_after(TODAY, 0) == waits_until(TODAY, two_weeks) + timedelta(days=1)
    assert waits_until(TODAY, TODAY + timedelta(days=2)) == TODAY + timedelta(days=2)


def test_an_address_opens_one_refresher_until_its_day_and_is_made_here() -> None:
    sealed = seal_refresher("key", "abc-DEF", TODAY)
    assert ref_in(sealed) == "abc-DEF"
    assert is_sealed("key", sealed, "abc-DEF", TODAY)
    sent = "abc-DEF.xS2-qB8x1HMlqEy6_lJzygk__3z_sa8H"  # a mail of before opens it as well
    assert is_sealed("key", sent, "abc-DEF", TODAY)
    assert not is_sealed("other", sealed, "abc-DEF", TODAY)
    assert not is_sealed("key", sealed, "abc-DEF", TODAY + timedelta(days=1))
    assert not is_sealed("key", sealed, "abc-DEg", TODAY)
    assert not is_sealed("key", sealed[:-1], "abc-DEF", TODAY)
    assert not is_sealed("key", "é", "abc-DEF", TODAY)


def test_a_press_that_ends_refreshers_ends_no_reminders() -> None:
    assert opened("key", seal("key", "abc", REFRESHERS), REFRESHERS) == "abc"
    assert opened("key", seal("key", "abc", REFRESHERS)) is None
    assert opened("key", seal("key", "abc"), REFRESHERS) is None
