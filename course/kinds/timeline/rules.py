"""A message on a time line: the response is every prediction and action so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from course.kinds.marking import UNKNOWN, Examples, Form, Kind, NotGradable, Remark, Response, every, first
from course.kinds.registry import rules
from course.kinds.timeline.item import MOMENTS, Action, Place, TimelineItem, Told
from course.kinds.timeline.lasting import places, points, untouched

ALL = len(Place)
POINTS = 2 * MOMENTS  # at most


@dataclass(frozen=True)
class Lamp:
    """One place: whether the message stands there, and whether that is new since the moment before."""

    place: Told
    on: bool
    changed: bool


@dataclass(frozen=True)
class Moment:
    """One moment: what was predicted, what it is, and what was done; `action` is None while that is asked."""

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
    predictions = [_prediction(step) for step in path[::2]]
    actions = [Action(step) for step in path[1::2]]
    shown = places(actions)
    over = len(actions) == MOMENTS
    told = {action.key: action for action in item.actions}
    moments = tuple(
        Moment(
            item.moments[number],
            predicted,
            len(shown[number]),
            told[actions[number]] if number < len(actions) else None,
        )
        for number, predicted in enumerate(predictions)
    )
    now = MOMENTS if over else len(predictions) - 1
    before = shown[max(0, now - 1)]
    return Standing(
        path=tuple(path),
        moments=moments,
        lamps=tuple(
            Lamp(place, place.key in shown[now], (place.key in shown[now]) != (place.key in before))
            for place in item.places
        )
        if predictions
        else (),
        next=item.moments[len(predictions)] if len(predictions) < MOMENTS else None,
        over=over,
    )


def _prediction(step: str) -> int:
    if len(step) != 1 or step not in "01234567":
        raise ValueError(f"{step} is no number of places")
    return int(step)


@rules
class TimelineRules(Kind[TimelineItem]):
    """`stap` holds every step so far; `kies` the action, `voorspel` the prediction for the next moment.

    `ga` says that a form was sent, `opnieuw` starts again. Steps alone leave it where it stands.
    """

    item_class = TimelineItem

    def read(self, item: TimelineItem, form: Form) -> Response | NotGradable:
        if first(form, "opnieuw"):
            return ()
        path = every(form, "stap")
        try:
            now = stand(item, path)
        except ValueError:
            return NotGradable("Deze stappen horen niet bij deze oefening. Begin opnieuw.", "stap")
        if now.over or (path and not first(form, "ga")):
            return path
        return _further(now, path, form)

    def fields(self, item: TimelineItem, response: Response) -> Form:  # noqa: ARG002
        return {"stap": response} if response else {"opnieuw": ["ja"]}

    def state(self, item: TimelineItem, response: Response) -> Standing:
        return stand(item, response)

    def settles(self, item: TimelineItem, response: Response, earlier: int) -> bool:  # noqa: ARG002
        return stand(item, response).over

    def remarks(self, item: TimelineItem, response: Response, *, full: bool) -> Sequence[Remark]:  # noqa: ARG002
        now = stand(item, response)
        return [Remark(one.action.told, one.points > 0, one.action.text) for one in now.moments if one.action]

    def examples(self, item: TimelineItem) -> Examples:  # noqa: ARG002
        path = ["3", Action.DELETE, "3", Action.ASK, "2", Action.NOTHING, "2"]
        return Examples({"stap": path, "kies": [Action.NOTHING], "ga": ["ja"]}, None, {"stap": ["bestaat-niet"]})


def _further(now: Standing, path: Response, form: Form) -> Response | NotGradable:
    """The path with the action for this moment, where one is due, and the prediction for the next."""
    longer = list(path)
    if now.moments and now.moments[-1].action is None:
        action = first(form, "kies")
        if not action:
            return NotGradable("Kies wat u nu doet.", "kies")
        if action not in set(Action):
            return NotGradable(UNKNOWN, "kies")
        longer.append(action)
    if now.next is not None:
        predicted = first(form, "voorspel")
        if not predicted:
            return NotGradable("Kies een aantal plekken.", "voorspel")
        try:
            _prediction(predicted)
        except ValueError:
            return NotGradable(UNKNOWN, "voorspel")
        longer.append(predicted)
    return tuple(longer)
