"""What a mail of a ledger is about, and what became of it by the end of a day."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from course.domain.duties.reminders import duty_of


class MailEnd(StrEnum):
    """What became of a mail once it was written down. A code lasts: rows of years ago hold it."""

    HANDED = "handed"  # the mail server of this installation took it
    RETURNED = "returned"  # it came back, or that server knew no such address
    GIVEN_UP = "given-up"  # that server did not take it, however often it was tried
    DROPPED = "dropped"  # taken back before it went out: the account or its link holds no more


class MailKind(StrEnum):
    """Why somebody was written to, what came last first."""

    BY_HAND = "by-hand"
    AFTER = "after"  # the due day was over
    ON_THE_DAY = "on-the-day"
    BEFORE = "before"
    GIVEN = "given"  # a duty was given
    REFRESHER = "refresher"  # after completion


WAITING = "waiting"  # written down, and nothing else known
SENT = "sent"  # how a ledger says that a mail was written down
_ORDER = tuple(MailKind)


def kind_of(steps: Iterable[str], duty: str) -> MailKind | None:
    """What one mail said of one duty, by its ref; of several things the last. None: nothing."""
    found = {_kind(step) for step in steps if duty_of(step) == duty}
    return min(found, key=_ORDER.index, default=None)


def end_of(outcome: str, fate: str | None) -> str:
    """How a line of a ledger ended: a `Silence`, a `MailEnd`, or that it waits."""
    if outcome != SENT:
        return outcome
    return fate or WAITING


def _kind(step: str) -> MailKind:
    said = step.split(":")
    if said[1] == "given":
        return MailKind.GIVEN
    if said[1] == "hand":
        return MailKind.BY_HAND
    days = int(said[2])  # from the due day
    if days < 0:
        return MailKind.BEFORE
    if days > 0:
        return MailKind.AFTER
    return MailKind.ON_THE_DAY
