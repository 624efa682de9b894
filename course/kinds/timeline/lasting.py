"""Where a public message still stands after four moments, whatever somebody does about it.

Source: curriculum, module 3, exercise ‘Wat blijft er staan?’.
"""

from __future__ import annotations

from collections.abc import Sequence

from course.kinds.timeline.item import MOMENTS, Action, Place

FIRST = frozenset({Place.PLATFORM, Place.RECIPIENT, Place.SCREENSHOT})
# what machines take over while it is public
FOUND = frozenset({Place.SEARCH, Place.ELSEWHERE, Place.ARCHIVE})
INDEXED = frozenset({Place.SEARCH, Place.ELSEWHERE})  # what follows the platform, one moment later
SPREAD_AT = 2  # the moment (counted from 0) at which others repost it and machines find it
TAKEN_DOWN = frozenset({Action.DELETE, Action.CLOSE})
HIDDEN = TAKEN_DOWN | {Action.PRIVATE}  # machines do not find it any more
GOES_AT_ONCE = {
    Action.DELETE: frozenset({Place.PLATFORM}),
    Action.CLOSE: frozenset({Place.PLATFORM}),
    Action.ERASE: frozenset({Place.SEARCH}),
    Action.UNARCHIVE: frozenset({Place.ARCHIVE}),
}


def places(actions: Sequence[Action]) -> list[frozenset[Place]]:
    """Where the message stands at each moment so far; one more set than there are actions, five at
    most.

    The set at index m is what is seen at moment m, before acting. After four actions the last set
    is the end: what the fourth action does at once. What a search engine shows goes out one moment
    after the message itself.

    Errors: ValueError for more actions than moments.
    """
    if len(actions) > MOMENTS:
        raise ValueError(f"{len(actions)} actions for {MOMENTS} moments")
    on = FIRST
    seen = [on]
    for following, action in enumerate(actions, start=1):
        on -= GOES_AT_ONCE.get(action, frozenset())
        so_far = frozenset(actions[:following])
        if following < MOMENTS and so_far & TAKEN_DOWN:
            on -= INDEXED
        if following == SPREAD_AT:
            on |= _spread_by(so_far)
        seen.append(on)
    return seen


def _spread_by(actions: frozenset[Action]) -> frozenset[Place]:
    """Where it comes to stand: what machines find while it is public, and what others repost."""
    spread: set[Place] = set()
    if not actions & HIDDEN:
        spread |= FOUND
    if Action.ASK not in actions:
        spread.add(Place.REPOST)
    return frozenset(spread)


def points(predicted: int, actual: int) -> int:
    """2 points for a prediction that is exact, 1 for one place off, else 0."""
    return max(0, 2 - abs(predicted - actual))


def untouched() -> int:
    """How many places are left when nobody does anything."""
    return len(places((Action.NOTHING,) * MOMENTS)[-1])
