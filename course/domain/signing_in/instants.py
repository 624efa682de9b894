"""What an instant that was written down says when the clock was wrong meanwhile."""

from __future__ import annotations

from datetime import datetime, timedelta

SKEW = timedelta(minutes=5)  # so much may the clocks of two machines differ


def has_been(instant: datetime, now: datetime) -> bool:
    """Whether this can have happened by now. What lies further ahead was written by a clock that
    ran ahead.

    A wait, a signed-in browser or a link of such an instant is worth nothing: it would hold until
    the calendar catches up.
    """
    return instant <= now + SKEW
