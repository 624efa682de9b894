"""How often somebody may guess. Waits grow, end by themselves, and never lock an account.

A miss is counted before a secret is looked at and taken back when it was right, so that guesses
made at the same moment all count.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from course.domain.signing_in.instants import has_been


@dataclass(frozen=True)
class Limit:
    """`free` misses cost nothing. After those comes a wait: the growing `waits`, or else the rest
    of the window.

    With `waits` the window starts anew at each miss: after so long without one, all is forgotten.
    """

    free: int
    window: timedelta
    waits: tuple[timedelta, ...] = ()


@dataclass(frozen=True)
class MissCount:
    """What is remembered under one key.

    `since` is the last miss for a limit with waits, else the first.
    """

    misses: int
    since: datetime
    wait_until: datetime | None


ACCOUNT = Limit(
    free=5,
    window=timedelta(hours=1),
    waits=tuple(timedelta(seconds=seconds) for seconds in (30, 60, 120, 240, 480, 900)),
)
ACCOUNT_AND_ADDRESS = Limit(free=10, window=timedelta(minutes=10))
ADDRESS = Limit(free=300, window=timedelta(minutes=10))  # a whole school shares one address
# of certificates, by one address; who checks a real one never waits, not even for others there
GUESSED_NUMBERS = Limit(free=30, window=timedelta(minutes=10))
# of a browser in which this account signed in before: what strangers do elsewhere does not count in
# it
OWN = ACCOUNT


def waits_until(tally: MissCount, now: datetime) -> datetime | None:
    """From when somebody may try again; None when they may now.

    A clock that ran ahead makes nobody wait.
    """
    if tally.wait_until is None or not has_been(tally.since, now):
        return None
    return tally.wait_until if tally.wait_until > now else None


def after_miss(tally: MissCount, limit: Limit, now: datetime) -> MissCount:
    """The tally with one miss more.

    Units:  misses are whole; waits count from `now`, or end with the window when the limit has
            none.
    Source: docs/decisions/0005-sign-in.md.
    """
    over = now - tally.since >= limit.window or not has_been(tally.since, now)
    misses = 1 if over else tally.misses + 1
    since = now if over or limit.waits else tally.since
    if misses < limit.free:
        return MissCount(misses, since, None)
    if limit.waits:
        return MissCount(
            misses, since, now + limit.waits[min(misses - limit.free, len(limit.waits) - 1)]
        )
    return MissCount(misses, since, since + limit.window)


def taken_back(tally: MissCount, limit: Limit) -> MissCount:
    """The tally with one miss less, because that one was no miss after all.

    A wait it caused is over.
    """
    misses = max(0, tally.misses - 1)
    return MissCount(misses, tally.since, tally.wait_until if misses >= limit.free else None)
