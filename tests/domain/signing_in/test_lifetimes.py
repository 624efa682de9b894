"""A session ends after a while without a request, and after a while altogether; sooner for who sees
others.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from course.domain.people.roles import Role
from course.domain.signing_in import instants, lifetimes
from course.domain.signing_in.instants import SKEW
from course.domain.signing_in.lifetimes import LEARNERS, OTHERS, is_alive, lifetime

BEGUN = datetime(2026, 3, 2, 9, tzinfo=UTC)
SECOND, TICK = timedelta(seconds=1), timedelta(microseconds=1)


@pytest.mark.parametrize(
    "roles", [{Role.LEARNER}, {Role.MANAGER}, {Role.LEARNER, Role.TRAINER}, set()]
)
def test_it_ends_just_after_its_last_instant(roles: set[Role]) -> None:
    limits = LEARNERS if roles <= {Role.LEARNER} else OTHERS
    assert lifetime(roles) == limits
    assert is_alive(BEGUN, BEGUN, roles, BEGUN + limits.idle)
    assert not is_alive(BEGUN, BEGUN, roles, BEGUN + limits.idle + SECOND)


@pytest.mark.parametrize(("roles", "hours"), [({Role.LEARNER}, 12), ({Role.ADMINISTRATOR}, 8)])
def test_one_that_is_in_use_ends_too(roles: set[Role], hours: int) -> None:
    last = BEGUN + timedelta(hours=hours)
    assert is_alive(BEGUN, last - SECOND, roles, last)
    assert not is_alive(BEGUN, last, roles, last + SECOND)


def test_who_sees_others_is_signed_out_sooner() -> None:
    assert LEARNERS.idle > OTHERS.idle
    assert LEARNERS.total > OTHERS.total


@pytest.mark.parametrize(("ahead", "alive"), [(timedelta(minutes=5), True), (SKEW + TICK, False)])
@pytest.mark.parametrize("both", [True, False])
def test_one_of_a_clock_that_ran_ahead_is_not_alive_yet(
    ahead: timedelta, alive: bool, both: bool
) -> None:
    """By either of its instants."""
    now, then = BEGUN, BEGUN + ahead
    assert is_alive(then, then if both else now, {Role.LEARNER}, now) is alive
    assert is_alive(now, then, {Role.LEARNER}, now) is alive


def test_how_long_is_written_down_once() -> None:
    assert timedelta(minutes=5) == instants.SKEW
    assert timedelta(minutes=1) == lifetimes.SEEN_EVERY < lifetimes.lifetime(()).idle
    assert instants.has_been(BEGUN + instants.SKEW, BEGUN)
    assert not instants.has_been(BEGUN + instants.SKEW + TICK, BEGUN)


@pytest.mark.parametrize(
    ("ago", "proved"),
    [
        (timedelta(minutes=10), True),
        (timedelta(minutes=10) + TICK, False),
        (-SKEW, True),
        (-SKEW - TICK, False),  # of a clock that ran ahead
    ],
)
def test_who_signed_in_just_now_has_shown_who_they_are(ago: timedelta, proved: bool) -> None:
    assert lifetimes.is_proved(BEGUN - ago, BEGUN) is proved
