"""How often work is tried, how long a worker may be silent about it, and how it can end."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

LEASE = timedelta(minutes=2)  # renewed while the worker lives; then another may take the work
BEAT = timedelta(seconds=20)  # between two signs of life
SILENT = timedelta(minutes=2)  # after this a worker counts as gone
# after the first, second, … failure
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120))
MOST_ATTEMPTS = len(WAITS) + 1
MADE_LASTS = timedelta(days=7)  # that a file which was made waits for who asked for it


class JobOutcome(StrEnum):
    """How a piece of work ended."""

    DONE = "done"
    REFUSED = "refused"  # what was asked cannot be done; the owner reads why
    FAILED = "failed"  # it went wrong, as often as it was tried


def wait_after(attempts: int) -> timedelta | None:
    """How long work waits that went wrong for the given time; None when it ends here.

    Errors: ValueError below 1.
    """
    if attempts < 1:
        raise ValueError(f"{attempts} attempts")
    return WAITS[attempts - 1] if attempts < MOST_ATTEMPTS else None
