"""A message on a time line: predict at how many places it still stands, and act at each of four
moments.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from course.kinds.item import Item
from course.kinds.parsing import (
    check_entries,
    check_groups,
    check_words,
    common,
    entries_by_key,
    open_block,
    told,
)
from course.kinds.registry import item_kind
from course.text.plain import Html
from course.text.source import Draft, RawBlock

MOMENTS = 4


class Place(StrEnum):
    """Where a message may stand, in the order in which it is shown."""

    PLATFORM = "platform"
    RECIPIENT = "recipient"  # the device of somebody who got it
    SCREENSHOT = "screenshot"
    REPOST = "repost"
    SEARCH = "search"  # a search result inside the European Union
    ELSEWHERE = "elsewhere"  # a search result outside it
    ARCHIVE = "archive"


class Action(StrEnum):
    """What can be done at a moment."""

    DELETE = "delete"
    CLOSE = "close"  # the whole account
    PRIVATE = "private"
    ERASE = "erase"  # ask the search engine
    ASK = "ask"  # ask those who shared it, in person
    UNARCHIVE = "unarchive"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Told:
    """A place, an action or a moment: its name, and what is told about it."""

    key: str
    text: Html
    told: Html


@dataclass(frozen=True, kw_only=True)
class TimelineItem(Item):
    """The texts stand in the block; what each action does stands in `lasting.py`."""

    kind: ClassVar[str] = "timeline"
    stepwise: ClassVar[bool] = True
    graded: ClassVar[bool] = False
    moments: tuple[Told, ...]
    places: tuple[Told, ...]
    actions: tuple[Told, ...]
    after: Html


_GROUPS = ("moments", "places", "actions")


@item_kind(TimelineItem)
def parse_timeline(block: RawBlock, draft: Draft) -> TimelineItem | None:
    """Read a `::: timeline` block: `moments`, `places` and `actions`, with their lines."""
    parts = open_block(block, draft)
    before = len(draft.problems)
    groups = entries_by_key(parts)
    check_entries(block, parts, _GROUPS, f"Kies {', '.join(_GROUPS)}.", draft)
    check_groups(block, groups, _GROUPS, draft)
    if len(draft.problems) > before:
        return None
    draft.expect(
        len(groups["moments"].children) == MOMENTS,
        groups["moments"].line,
        "timeline",
        f"Geef precies {MOMENTS} momenten.",
    )
    check_words(groups["places"], Place, "timeline", draft)
    check_words(groups["actions"], Action, "timeline", draft)
    if len(draft.problems) > before:
        return None
    return TimelineItem(
        **common(block, parts, draft),
        moments=told(Told, groups["moments"].children, draft),
        places=told(Told, groups["places"].children, draft),
        actions=told(Told, groups["actions"].children, draft),
        after=draft.note(parts, "after"),
    )
