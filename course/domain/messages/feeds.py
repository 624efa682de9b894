"""What a calendar program may read at an address of somebody's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

USE = "feed"  # what its address is sealed for


class FeedKind(StrEnum):
    """Whose days: what somebody has to do, or what a trainer asked of their schools."""

    OWN = "own"
    TRAINER = "trainer"


@dataclass(frozen=True)
class FeedEvent:
    """One whole day in a calendar. `key` stays the same when its words or its day change."""

    key: str
    day: date
    title: str
    about: str
    url: str
    place: str = ""
