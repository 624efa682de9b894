"""How long a completion is valid, when it may be renewed, and what a renewal counts from."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

LONGEST_WINDOW = 8  # weeks before the end in which a renewal is open, at most
MONTHS = 12


def months_on(day: date, months: int) -> date:
    """The same day so many months on; the last day of that month where it has no such day.

    Units:  calendar days. 29 February and a year is 28 February, 31 January and a month is the
            last of February.
    """
    years, month = divmod(day.month - 1 + months, MONTHS)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def valid_until(completed_on: date, months: int, renews: date | None = None) -> date | None:
    """The last day on which a completion is valid; None when it stays valid for ever.

    `renews`: the last day of the completion before, when this is a renewal. Done inside the window
    the new period begins where the old one ends, so nobody loses days by being early; done before
    the window or after the end it begins at completion.

    Units:  calendar days in Amsterdam, the last one included. `months` is 0 for what never ends.
    Source: product.md section 4, "the same day a year on, not 365 days".
    """
    if months == 0:
        return None
    if renews is not None and opens_on(renews, months) <= completed_on <= renews:
        return months_on(renews, months)
    return months_on(completed_on, months)


def opens_on(until: date, months: int) -> date:
    """The first day on which what is valid until a day may be renewed.

    Units:  a week for each month that it lasts, eight weeks at most; eight when it has no length.
    """
    return until - timedelta(weeks=min(months or LONGEST_WINDOW, LONGEST_WINDOW))


def earliest(one: date | None, other: date | None) -> date | None:
    """The first of two days of which either may be missing: a completion ends at the end of its
    period, or when something new is asked.
    """
    return min(filter(None, (one, other)), default=None)


@dataclass(frozen=True)
class Cycle:
    """What somebody did in one cycle of a course.

    `renews`: until when the cycle before was valid; None in the first.
    """

    started_on: date | None = None
    completed_on: date | None = None
    valid_until: date | None = None
    renews: date | None = None


@dataclass(frozen=True)
class AskedDates:
    """By when somebody must be done, since when they are busy and since when done, so that a
    validity that ended is asked again.
    """

    due_on: date
    started_on: date | None
    completed_on: date | None


def counts_on(due_on: date, last: Cycle, on: date) -> AskedDates:
    """What of a cycle counts for the state of a duty on a day.

    `last` is the cycle that counts: a renewal does so once it is done, or once the completion
    before is over. A completion that is over counts no more, and its end is the day by which it
    had to be renewed, unless the duty itself gives more time.

    Units:  calendar days in Amsterdam. `store/duties/cycles.py` says the same in SQL.
    """
    done = last.completed_on is not None and last.completed_on <= on
    if done and last.valid_until is not None and last.valid_until < on:
        return AskedDates(max(due_on, last.valid_until), None, None)
    if done or last.renews is None:
        return AskedDates(due_on, last.started_on, last.completed_on)
    return AskedDates(max(due_on, last.renews), last.started_on, last.completed_on)


def may_renew(until: date | None, months: int, on: date, *, newer: bool) -> bool:
    """Whether somebody who is done may begin again on a day: in the window before the end, after
    it, and as soon as there is a later edition (`newer`).
    """
    if newer:
        return True
    return until is not None and opens_on(until, months) <= on
