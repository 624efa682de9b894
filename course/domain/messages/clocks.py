"""Whether a worker may believe its own clock: what it does by a wrong one cannot be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from course.domain.signing_in.instants import SKEW

BELIEVED_AFTER = timedelta(hours=1)  # a jump that stands so long was a clock that was put right
LONGEST_SILENCE = timedelta(days=60)  # longer than the summer holiday


class ClockTrouble(StrEnum):
    """Why a worker does nothing now."""

    DIFFERS = "differs"  # from the clock of the database
    JUMPED = "jumped"  # while this worker ran
    BEHIND = "behind"  # an earlier worker was seen later than now
    LONG_SILENCE = "long-silence"  # the last worker was seen too long ago to be sure


@dataclass(frozen=True)
class ClockFacts:
    """What is known of the time. `expected` is the start of this worker plus what went by since,
    counted by what no hand can put back.
    """

    now: datetime
    expected: datetime
    database: datetime | None = None  # None: it has no clock of its own
    last_seen: datetime | None = None  # any worker, before this one began


def trouble(facts: ClockFacts) -> ClockTrouble | None:
    """What is wrong with the clock, or None. The clock of a database decides where there is one:
    all workers have it.
    """
    if facts.database is not None:
        return ClockTrouble.DIFFERS if abs(facts.now - facts.database) > SKEW else None
    if abs(facts.now - facts.expected) > SKEW:
        return ClockTrouble.JUMPED
    if facts.last_seen is None:
        return None
    if facts.last_seen > facts.now + SKEW:
        return ClockTrouble.BEHIND
    return ClockTrouble.LONG_SILENCE if _is_long(facts.now - facts.last_seen) else None


def _is_long(silence: timedelta) -> bool:
    return silence > LONGEST_SILENCE
