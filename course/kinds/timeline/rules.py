"""A message on a time line: the response is every prediction and action so far."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from course.kinds.marking import (
    Examples,
    Form,
    Remark,
    Response,
    first,
    keys_of,
    picked,
)
from course.kinds.registry import rules
from course.kinds.steps import StepsKind
from course.kinds.timeline.item import Action, TimelineItem
from course.kinds.timeline.standing import PREDICTIONS, Standing, stand


@rules
class TimelineRules(StepsKind[TimelineItem, Standing]):
    """`stap` holds every step so far; `kies` the action, `voorspel` the prediction for the next
    moment.

    `ga` says that a form was sent, `opnieuw` starts again. Steps alone leave it where it stands.
    """

    item_class = TimelineItem

    def further(self, item: TimelineItem, now: Standing, path: Response, form: Form) -> Response:
        if now.over or (path and not first(form, "ga")):
            return path
        return (*path, *_steps(now, form))

    def state(self, item: TimelineItem, response: Response) -> Standing:
        return stand(item, response)

    def remarks(self, item: TimelineItem, response: Response, *, full: bool) -> Sequence[Remark]:
        said = []
        for one in stand(item, response).moments:
            if one.action:
                said.append(Remark(one.action.told, one.points > 0, one.action.text))
        return said

    def examples(self, item: TimelineItem) -> Examples:
        path = ["3", Action.DELETE, "3", Action.ASK, "2", Action.NOTHING, "2"]
        return Examples(
            {"stap": path, "kies": [Action.NOTHING], "ga": ["ja"]}, None, {"stap": ["bestaat-niet"]}
        )

    def solution(self, item: TimelineItem) -> Mapping[str, object]:
        """Where a message stands follows from `lasting.py`, the same for every block with these
        moments and places.
        """
        return {"moments": len(item.moments), "places": keys_of(item.places)}

    def stored_keys(self, item: TimelineItem) -> Iterable[str]:
        return keys_of(item.actions)


def _steps(now: Standing, form: Form) -> Iterator[str]:
    """The action for this moment, where due, and the prediction for the next."""
    if now.moments and now.moments[-1].action is None:
        yield picked(form, "kies", frozenset(Action))
    if now.next is not None:
        yield picked(form, "voorspel", PREDICTIONS)
