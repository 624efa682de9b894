"""What mending a duty does to each person, decided before and told after in the same words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from course.domain.duties.states import DutyState, ExemptFor, Relief

NO_DAYS: Mapping[int, date] = MappingProxyType({})
LONGEST_PAUSE = timedelta(days=366)
FURTHEST_DAY = timedelta(days=3 * 366)


class Mending(StrEnum):
    """What may be done to duties that exist."""

    DAY = "day"  # another last day, later or earlier
    PAUSE = "pause"
    EXEMPT = "exempt"
    RESUME = "resume"  # a pause or an exemption ends now


@dataclass(frozen=True)
class Mend:
    """What somebody asked. `day`: the new last day of the duty, or the last day of the relief."""

    what: Mending
    day: date | None = None
    category: ExemptFor | None = None


@dataclass(frozen=True)
class DutyNow:
    """One duty as it is now. `elsewhere`: the strictest day of the same course at other schools."""

    duty_id: int
    person_id: int
    school_id: int
    due_on: date
    state: DutyState
    relief: Relief | None = None
    until: date | None = None
    category: ExemptFor | None = None
    elsewhere: date | None = None


class Mended(StrEnum):
    """What comes of it for one person."""

    CHANGED = "changed"
    SAME = "same"  # it is so already
    DONE = "done"  # done stays done
    ONESELF = "oneself"  # nobody relieves themselves


@dataclass(frozen=True)
class Effect:
    """What mending does to a number of duties."""

    changed: tuple[DutyNow, ...] = ()
    same: int = 0
    done: int = 0
    oneself: int = 0
    no_longer_late: int = 0
    stricter_elsewhere: int = 0  # another school's earlier day goes on for them
    more_time: int = 0  # whose last day moves on, for a pause ends shortly before it

    @property
    def asked(self) -> int:
        """Everybody it was asked for."""
        return len(self.changed) + self.same + self.done + self.oneself


def outcome(mend: Mend, duty: DutyNow, by: int) -> Mended:
    """What comes of it for one duty, asked by one person.

    Source: product.md section 4; issue on mended duties: exempt, never oneself.
    """
    if mend.what is Mending.RESUME:
        is_so = duty.relief is None
    elif duty.state is DutyState.DONE:
        return Mended.DONE
    elif mend.what is Mending.DAY:
        is_so = duty.due_on == mend.day
    elif duty.person_id == by:
        return Mended.ONESELF
    else:
        wanted = (_RELIEF[mend.what], mend.day, mend.category)
        is_so = wanted == (duty.relief, duty.until, duty.category)
    return Mended.SAME if is_so else Mended.CHANGED


_RELIEF = {Mending.PAUSE: Relief.PAUSED, Mending.EXEMPT: Relief.EXEMPT}


def relief_of(mend: Mend) -> Relief:
    """What somebody has afterwards.

    Errors: KeyError for a mend that gives no relief.
    """
    return _RELIEF[mend.what]


def due_afterwards(mend: Mend, due_on: date, earliest: date | None) -> date:
    """The last day of a reason after mending.

    Units: calendar days in Amsterdam. `earliest`: not before this day; after a pause that is four
    school weeks after its last day, as for who joins.
    """
    if mend.what is Mending.DAY and mend.day is not None:
        return mend.day
    return max(due_on, earliest or due_on)


def effect(
    mend: Mend, duties: Iterable[DutyNow], by: int, earliest: Mapping[int, date] = NO_DAYS
) -> Effect:
    """What mending does to all of these, asked by one person. Nothing is written. `earliest`: by
    school, as in `due_afterwards`.
    """
    sorted_out: dict[Mended, list[DutyNow]] = {one: [] for one in Mended}
    for duty in duties:
        sorted_out[outcome(mend, duty, by)].append(duty)
    changed = tuple(sorted_out[Mended.CHANGED])
    no_longer_late = stricter_elsewhere = more_time = 0
    for duty in changed:
        no_longer_late += _not_late(mend, duty)
        stricter_elsewhere += _stricter_elsewhere(mend, duty)
        more_time += _gets_more_time(duty, earliest)
    return Effect(
        changed=changed,
        same=len(sorted_out[Mended.SAME]),
        done=len(sorted_out[Mended.DONE]),
        oneself=len(sorted_out[Mended.ONESELF]),
        no_longer_late=no_longer_late,
        stricter_elsewhere=stricter_elsewhere,
        more_time=more_time,
    )


def _gets_more_time(duty: DutyNow, earliest: Mapping[int, date]) -> bool:
    return duty.due_on < earliest.get(duty.school_id, duty.due_on)


def _not_late(mend: Mend, duty: DutyNow) -> bool:
    return duty.state is DutyState.OVERDUE and mend.what is not Mending.RESUME


def _stricter_elsewhere(mend: Mend, duty: DutyNow) -> bool:
    """Whether the person has to be done sooner all the same, for another school."""
    if duty.elsewhere is None or mend.what is Mending.RESUME:
        return False
    if mend.what is Mending.DAY and mend.day is not None:
        return duty.elsewhere < mend.day
    return True


@dataclass(frozen=True)
class AssignedDay:
    """One person with an assignment: its day for them, and the strictest of their other reasons."""

    reason_id: int
    due_on: date
    others: date | None
    state: DutyState


@dataclass(frozen=True)
class AssignedEffect:
    """What another day of an assignment does. `days`: by reason, also where another counts."""

    days: Mapping[int, date]
    moved: int = 0  # people whose last day it becomes
    stricter: int = 0  # who keep an earlier day, for another assignment
    own: int = 0  # who keep a later day of their own
    done: int = 0


def due_after_change(own: date, old: date, new: date) -> date:
    """The day of somebody with an assignment when its day changes: who had the day of everybody
    goes along, and who had a day of their own keeps it when it is later.
    """
    return new if own == old else max(own, new)


def assigned_effect(old: date, new: date, people: Iterable[AssignedDay]) -> AssignedEffect:
    """What another day of an assignment does to everybody who has it. Nothing is written."""
    days: dict[int, date] = {}
    found: Counter[str] = Counter()
    for one in people:
        if one.state is DutyState.DONE:
            found["done"] += 1
            continue
        days[one.reason_id] = due_after_change(one.due_on, old, new)
        found[_which(days[one.reason_id], new, one.others)] += 1
    return AssignedEffect(days, **found)


def _which(day: date, new: date, others: date | None) -> str:
    if others is not None and others < day:
        return "stricter"
    if day == new:
        return "moved"
    return "own"
