"""Which deeds can be taken back: by a further deed, as long as nothing came after it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from course.domain.people.audited import Audited

LASTS = timedelta(days=30)
# deeds of one kind replace each other: a later one of the same kind makes an earlier one final
KINDS: dict[Audited, str] = {
    Audited.JOINED: "work",
    Audited.MOVED: "work",
    Audited.LEFT: "work",
    Audited.END_SET: "work",
    Audited.ROLE_GRANTED: "role",
    Audited.ROLE_ENDED: "role",
    Audited.NAME_CHANGED: "name",
    Audited.FUNCTION_CHANGED: "function",
    Audited.BLOCKED: "block",
    Audited.UNBLOCKED: "block",
    Audited.ADDRESS_ASKED: "address",
    Audited.ADDRESS_CHANGED: "address",
    Audited.ADDRESS_DROPPED: "address",
    Audited.MERGED: "account",
    Audited.MERGE_UNDONE: "account",
}
# what only the owner of an address may do, or what has no way back
ONE_WAY = (Audited.ADDRESS_CHANGED, Audited.ADDRESS_DROPPED, Audited.MERGE_UNDONE)


@dataclass(frozen=True)
class PastDeed:
    """One row of the audit trail, as far as taking it back is concerned."""

    id: int
    at: datetime
    deed: str
    action: Audited
    person_id: int
    school_id: int | None
    board_id: int | None
    role: str
    undoes: str | None

    @property
    def about(self) -> tuple[str, int, int | None, int | None, str]:
        """What a later deed would have to be about to make this one final."""
        kind = KINDS.get(self.action, "")
        return kind, self.person_id, self.school_id, self.board_id, self.role


def final(deeds: Iterable[PastDeed], now: datetime) -> frozenset[int]:
    """The ids of those that cannot be taken back any more: too long ago, taken back or done over
    since, of a kind that has no way back, or a taking back itself.

    `deeds`: all of the people concerned, so that what came later is among them.
    """
    listed = sorted(deeds, key=lambda one: one.id, reverse=True)
    later: set[tuple[str, int, int | None, int | None, str]] = set()
    found: set[int] = set()
    for one in listed:
        old = now - one.at > LASTS
        if (
            one.action not in KINDS
            or one.action in ONE_WAY
            or one.undoes
            or old
            or one.about in later
        ):
            found.add(one.id)
        later.add(one.about)
    return frozenset(found)
