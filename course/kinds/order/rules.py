"""Put steps in their right order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from course.kinds.item import Option
from course.kinds.kind import Printed
from course.kinds.marking import (
    Examples,
    Form,
    Reason,
    Refused,
    Remark,
    Response,
    Score,
    every,
    first,
    keys_of,
)
from course.kinds.options import OptionsKind, printed_options
from course.kinds.order.item import OrderItem
from course.kinds.pace import Pace, all_read
from course.kinds.registry import rules
from course.text.mixing import mixed
from course.text.plain import Html


def shown_order(item: OrderItem) -> tuple[Option, ...]:
    """The options as readers meet them: mixed, always the same way for an item, and never already
    right.
    """
    return mixed(item.options, item.key)


def moved(order: Sequence[str], key: str, step: int) -> tuple[str, ...]:
    """The order after moving one key up (-1) or down (+1). At an end nothing changes."""
    keys = list(order)
    if key in keys:
        here = keys.index(key)
        there = min(len(keys) - 1, max(0, here + step))
        keys[here], keys[there] = keys[there], keys[here]
    return tuple(keys)


def grade_order(order: Response, right: Response) -> Score:
    """2 points for the right order, 1 when one pair of neighbours is swapped, else 0.

    Units:  whole points.
    Errors: ValueError when `order` is not an arrangement of `right`.
    """
    if sorted(order) != sorted(right):
        raise ValueError(f"{order} does not hold the steps {right}")
    if order == right:
        return Score(2, 2)
    place = _first_wrong(order, right)
    swapped = list(order)
    swapped[place : place + 2] = reversed(swapped[place : place + 2])
    return Score(int(tuple(swapped) == right), 2)


def _first_wrong(order: Response, right: Response) -> int:
    """The first place where another step stands than is right; there is one.

    Errors: ValueError when there is none, or the steps are not as many.
    """
    pairs = zip(order, right, strict=True)
    return [given == due for given, due in pairs].index(False)


def _has_all(item: OrderItem, order: Response) -> bool:
    """Whether all steps are there, once each."""
    return sorted(order) == sorted(keys_of(item.options))


@rules
class OrderRules(OptionsKind[OrderItem]):
    """All option keys, in the order given."""

    item_class = OrderItem

    def given(self, item: OrderItem, form: Form) -> Response:
        order = every(form, "order")
        if not _has_all(item, order):
            raise Refused(Reason.UNKNOWN)
        return order

    def fields(self, item: OrderItem, response: Response) -> Form:
        return {"order": response}

    def adjust(self, item: OrderItem, form: Form) -> Form | None:
        """`move` is `key:up` or `key:down`: a step moved by one place, for who has no script."""
        key, _, way = first(form, "move").partition(":")
        order = every(form, "order")
        if not key or not _has_all(item, order):
            return None
        return {"order": moved(order, key, -1 if way == "up" else 1)}

    def shown(self, item: OrderItem, fields: Form, question: Html) -> Sequence[Option]:
        """The steps as they were given; mixed when they were not, or not all of them and once."""
        order = every(fields, "order")
        if not _has_all(item, order):
            return shown_order(item)
        return [*map(item.option, order)]

    def grade(self, item: OrderItem, response: Response) -> Score:
        return grade_order(response, keys_of(item.options))

    def verdicts(self, item: OrderItem, response: Response) -> Mapping[str, bool]:
        verdicts = {}
        for given, right in zip(response, keys_of(item.options), strict=True):
            verdicts[given] = given == right
        return verdicts

    def remarks(self, item: OrderItem, response: Response, *, full: bool) -> Sequence[Remark]:
        right = keys_of(item.options)
        if response == right:
            return [Remark(item.after, True)]
        if full:
            steps: list[str] = []
            for number, one in enumerate(item.options, start=1):
                steps.append(f"{number}. {one.text}")
            return [Remark(item.after, False, key=Html("; ".join(steps)))]
        misplaced = item.option(response[_first_wrong(response, right)])
        return [Remark(misplaced.feedback or item.after, False, misplaced.text)]

    def examples(self, item: OrderItem) -> Examples:
        keys = keys_of(item.options)
        return Examples({"order": keys}, {"order": keys[::-1]}, {"order": keys[:-1]})

    def solution(self, item: OrderItem) -> Mapping[str, object]:
        return {"order": keys_of(item.options)}

    def pace(self, item: OrderItem) -> Pace:
        return all_read(item)

    def printed(self, item: OrderItem) -> Printed:
        return printed_options(item, shown_order(item))
