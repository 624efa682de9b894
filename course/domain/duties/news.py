"""What there is to tell in a week about the people that somebody leads or trains."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Behind:
    """One duty that asks attention: status and dates, nothing about answers or marks."""

    ref: str  # of the person
    name: str
    school_id: int
    school_code: str
    school: str
    course: str
    due_on: date


@dataclass(frozen=True)
class BehindList:
    """The first of them by school and name, and how many there are in all."""

    shown: tuple[Behind, ...] = ()
    total: int = 0

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.total - len(self.shown)


@dataclass(frozen=True)
class NewsOfSchools:
    """Who is late at the schools that somebody leads, and who is stuck at those they train."""

    late: BehindList = BehindList()
    stuck: BehindList = BehindList()

    @property
    def is_any(self) -> bool:
        """Whether there is something to tell."""
        return bool(self.late.total or self.stuck.total)

    @property
    def schools(self) -> frozenset[int]:
        """The schools that it is about."""
        return frozenset(one.school_id for one in (*self.late.shown, *self.stuck.shown))
