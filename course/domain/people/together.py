"""A deed for several people at once: for whom it does something, and why not for the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum


class TogetherDeed(Enum):
    """What may be done for everybody who was chosen in a list."""

    TEAM = "team"
    LEAVE = "leave"
    INVITE = "invite"
    ASSIGN = "assign"


class StaysSo(Enum):
    """Why a deed does nothing for somebody who was chosen."""

    SAME_TEAM = "same-team"
    OWN = "own"  # nobody ends their own workplace
    BLOCKED = "blocked"
    TWICE = "twice"  # chosen at two schools, and one mail is enough
    NO_TRAINER = "no-trainer"  # who asks does not assign at that school


@dataclass(frozen=True)
class ChosenPlace:
    """Somebody at a school where they work today. `assignable`: who asks may assign there."""

    person_id: int
    ref: str
    name: str
    email: str
    school_id: int
    code: str
    school: str
    team_id: int | None
    staff_number: str | None
    ends_on: date | None
    blocked: bool
    assignable: bool

    @property
    def key(self) -> str:
        """The one word by which a form names this person at this school."""
        return f"{self.ref}:{self.code}"


@dataclass(frozen=True)
class SortedOut:
    """For whom a deed does something, and how often it does not, by why."""

    doing: tuple[ChosenPlace, ...]
    stays: Counter[StaysSo]


def sort_out(
    deed: TogetherDeed, places: Iterable[ChosenPlace], own_id: int, team_id: int | None = None
) -> SortedOut:
    """`own_id`: who asks. `team_id`: where people go, for another team; None is no team."""
    doing: list[ChosenPlace] = []
    stays: Counter[StaysSo] = Counter()
    seen: set[int] = set()
    for one in places:
        why = _why_not(deed, one, own_id, team_id)
        if why is None and deed is TogetherDeed.INVITE and one.person_id in seen:
            why = StaysSo.TWICE
        seen.add(one.person_id)
        if why is None:
            doing.append(one)
        else:
            stays[why] += 1
    return SortedOut(tuple(doing), stays)


def _why_not(
    deed: TogetherDeed, one: ChosenPlace, own_id: int, team_id: int | None
) -> StaysSo | None:
    """Why this deed does nothing here; None when it does."""
    no = {
        TogetherDeed.TEAM: (one.team_id == team_id, StaysSo.SAME_TEAM),
        TogetherDeed.LEAVE: (one.person_id == own_id, StaysSo.OWN),
        TogetherDeed.INVITE: (one.blocked, StaysSo.BLOCKED),
        TogetherDeed.ASSIGN: (not one.assignable, StaysSo.NO_TRAINER),
    }
    stays, why = no[deed]
    return why if stays else None
