"""Files that wait for who asked for them: whether they may still have one, and what is noted when
they fetch it. Each kind of work says so for its own files.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from course import clock
from course.domain.messages.attempts import MADE_LASTS
from course.store.messages.made import MadeFile


@dataclass(frozen=True)
class Keeper:
    """`refused`: a sentence for who may not have it any more; empty for who may."""

    refused: Callable[[MadeFile], str]
    fetched: Callable[[MadeFile], None]


_KEEPERS: dict[str, Keeper] = {}


def keeps(kind: str, keeper: Keeper) -> None:
    """This one decides about files that work of a kind made."""
    _KEEPERS[kind] = keeper


def last_day(ended_at: datetime) -> date:
    """The last day on which a file that was made then is there, all day."""
    return clock.day_of(ended_at + MADE_LASTS) - timedelta(days=1)


def refused(found: MadeFile) -> str:
    """Why the reader may not have a file any more; empty when they may."""
    keeper = _KEEPERS.get(found.kind)
    if keeper is None:
        return ""
    return keeper.refused(found)


def fetched(found: MadeFile) -> None:
    """The reader has it now."""
    if keeper := _KEEPERS.get(found.kind):
        keeper.fetched(found)
