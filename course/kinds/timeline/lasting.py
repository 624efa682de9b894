"""Where a public message still stands after four moments, whatever somebody does about it.

Source: curriculum, module 3, exercise ‘Wat blijft er staan?’.
"""

from __future__ import annotations

from collections.abc import Sequence

from course.kinds.timeline.item import MOMENTS, Action, Place

FIRST = frozenset({Place.PLATFORM, Place.RECIPIENT, Place.SCREENSHOT})
FOUND = frozenset({Place.SEARCH, Place.ELSEWHERE, Place.ARCHIVE})  # what machines take over while it is public
INDEXED = frozenset({Place.SEARCH, Place.ELSEWHERE})  # what follows the platform, one moment later
SPREAD_AT = 2  # the moment (counted from 0) at which others repost it and machines find it
TAKEN_DOWN = frozenset({Action.DELETE, Action.CLOSE})


def places(actions: Sequence[Action]) -> list[frozenset[Place]]:
    """Where the message stands at each moment so far; one more set than there are actions, five at most.

    The set at index m is what is seen at moment m, before acting. After four actions the last set is the end: what the
    fourth action does at once. What a search engine shows goes out one moment after the message itself.

    Errors: ValueError for more actions than moments.
    """
    if len(actions) > MOMENTS:
        raise ValueError(f"{len(actions)} actions for {MOMENTS} moments")
    on = FIRST
    seen = [on]
    public, asked, leaving = True, False, False
    for moment, action in enumerate(actions):
        down = action in TAKEN_DOWN
        if down:
            on -= {Place.PLATFORM}
        elif action is Action.ERASE:
            on -= {Place.SEARCH}
        elif action is Action.UNARCHIVE:
            on -= {Place.ARCHIVE}
        public = public and not down and action is not Action.PRIVATE
        asked = asked or action is Action.ASK
        leaving = leaving or down
        following = moment + 1
        if following < MOMENTS and leaving:
            on -= INDEXED
        if following == SPREAD_AT:
            on |= (FOUND if public else frozenset()) | (frozenset() if asked else {Place.REPOST})
        seen.append(on)
    return seen


def points(predicted: int, actual: int) -> int:
    """2 points for a prediction that is exact, 1 for one place off, else 0."""
    return max(0, 2 - abs(predicted - actual))


def untouched() -> int:
    """How many places are left when nobody does anything."""
    return len(places((Action.NOTHING,) * MOMENTS)[-1])
