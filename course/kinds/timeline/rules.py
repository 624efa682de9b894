"""A message on a time line: the response is every prediction and action so far."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from course.kinds.kind import Kind, Printed
from course.kinds.marking import Examples, Form, NotGradable, Reason, Remark, Response, every, first
from course.kinds.pace import Pace
from course.kinds.registry import rules
from course.kinds.timeline.item import Action, TimelineItem
from course.kinds.timeline.standing import PREDICTIONS, Standing, stand


@rules
class TimelineRules(Kind[TimelineItem]):
    """`stap` holds every step so far; `kies` the action, `voorspel` the prediction for the next
    moment.

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
            return NotGradable(Reason.OUT_OF_STEP, "stap")
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
        return [
            Remark(one.action.told, one.points > 0, one.action.text)
            for one in now.moments
            if one.action
        ]

    def examples(self, item: TimelineItem) -> Examples:  # noqa: ARG002
        path = ["3", Action.DELETE, "3", Action.ASK, "2", Action.NOTHING, "2"]
        return Examples(
            {"stap": path, "kies": [Action.NOTHING], "ga": ["ja"]}, None, {"stap": ["bestaat-niet"]}
        )

    def solution(self, item: TimelineItem) -> Mapping[str, object]:
        """Where a message stands follows from `lasting.py`, the same for every block with these
        moments and places.
        """
        return {"moments": len(item.moments), "places": tuple(place.key for place in item.places)}

    def stored_keys(self, item: TimelineItem) -> Iterable[str]:
        return (action.key for action in item.actions)

    def pace(self, item: TimelineItem) -> Pace | None:  # noqa: ARG002
        return None  # what people do in a simulation does not show in its words

    def printed(self, item: TimelineItem) -> Printed:
        return Printed(item.question)


def _further(now: Standing, path: Response, form: Form) -> Response | NotGradable:
    """The path with the action for this moment, where due, and the prediction for the next."""
    due = {}
    if now.moments and now.moments[-1].action is None:
        due["kies"] = frozenset[str](Action)
    if now.next is not None:
        due["voorspel"] = PREDICTIONS
    longer = list(path)
    for field, known in due.items():
        given = first(form, field)
        if not given:
            return NotGradable(Reason.NOTHING_CHOSEN, field)
        if given not in known:
            return NotGradable(Reason.UNKNOWN, field)
        longer.append(given)
    return tuple(longer)
