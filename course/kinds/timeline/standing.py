"""Where a message still stands, after these predictions and actions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from course.kinds.marking import by_key
from course.kinds.timeline.item import MOMENTS, Action, Place, TimelineItem, Told
from course.kinds.timeline.lasting import places, points, untouched

PREDICTIONS = frozenset(map(str, range(len(Place) + 1)))
POINTS = 2 * MOMENTS  # at most


@dataclass(frozen=True)
class Lamp:
    """One place: whether the message stands there, and whether that is new since just before."""

    place: Told
    on: bool
    changed: bool


@dataclass(frozen=True)
class Moment:
    """One moment: what was predicted, what it is, and what was done; `action` is None while that is
    asked.
    """

    name: Told
    predicted: int
    on: int
    action: Told | None

    @property
    def points(self) -> int:
        """2 for an exact prediction, 1 for one place off."""
        return points(self.predicted, self.on)


@dataclass(frozen=True)
class Standing:
    """Where the exercise stands: `next` is the moment to predict, None when there is none left."""

    path: tuple[str, ...]
    moments: tuple[Moment, ...]
    lamps: tuple[Lamp, ...]
    next: Told | None
    over: bool

    @property
    def on(self) -> int:
        """At how many places the message stands now."""
        return sum(lamp.on for lamp in self.lamps)

    @property
    def saved(self) -> int:
        """How many places fewer than when nobody does anything."""
        return untouched() - self.on

    @property
    def points(self) -> int:
        """Points for predicting so far."""
        return sum(moment.points for moment in self.moments)

    @property
    def most_points(self) -> int:
        """Points for predicting everything exactly."""
        return POINTS


def stand(item: TimelineItem, path: Sequence[str]) -> Standing:
    """Follow these steps: a prediction and an action for each moment in turn.

    Errors: ValueError for a step that does not exist, and for more steps than there are moments.
    """
    if len(path) > 2 * MOMENTS:
        raise ValueError(f"item {item.key}: a step after the end")
    predictions = [*map(_prediction, path[::2])]
    actions = [*map(Action, path[1::2])]
    shown = places(actions)
    over = len(actions) == MOMENTS
    told = by_key(item.actions)
    acted: list[Told | None] = [*(told[action] for action in actions), None]
    moments = []
    for number, predicted in enumerate(predictions):
        on = len(shown[number])
        moments.append(Moment(item.moments[number], predicted, on, acted[number]))
    lamps: list[Lamp] = []
    if predictions:
        now = len(predictions) - 1 + over
        lamps = _lamps(item, shown[now], shown[max(0, now - 1)])
    upcoming = (*item.moments[:MOMENTS], None)
    return Standing(
        path=tuple(path),
        moments=tuple(moments),
        lamps=tuple(lamps),
        next=upcoming[len(predictions)],
        over=over,
    )


def _lamps(item: TimelineItem, now: frozenset[Place], before: frozenset[Place]) -> list[Lamp]:
    lamps = []
    for place in item.places:
        on = place.key in now
        lamps.append(Lamp(place, on, on != (place.key in before)))
    return lamps


def _prediction(step: str) -> int:
    if step not in PREDICTIONS:
        raise ValueError(f"{step} is no number of places")
    return int(step)
