"""Choose all that apply."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import ClassVar

from course.kinds.item import Item, Option
from course.kinds.kind import Ballot, Kind, Printed
from course.kinds.marking import (
    Examples,
    Form,
    NotGradable,
    Reason,
    Remark,
    Response,
    Score,
    every,
    require_known,
)
from course.kinds.multiple.item import MultipleItem
from course.kinds.options import chosen_texts, keys_of, printed_options
from course.kinds.pace import Pace, all_read
from course.kinds.registry import rules
from course.text.plain import Html


def grade_multiple(chosen: frozenset[str], item: MultipleItem) -> Score:
    """Points for a choose-all-that-apply item: right options chosen minus wrong ones, never below
    zero.

    Units:  whole points; `possible` is the number of right options.
    Errors: ValueError when `chosen` names an option the item does not have. That is another release
            or a forged form, never a learner's mistake. Choosing nothing is a valid response worth
            0.
    Source: QTI response template `map_response`, each right option +1, each wrong one -1, lower
            bound 0.
    """
    require_known(item.key, chosen, keys_of(item.options))
    right, wrong = len(chosen & item.right), len(chosen - item.right)
    return Score(max(0, right - wrong), len(item.right))


@rules
class MultipleRules(Kind[MultipleItem]):
    """The keys of the chosen options, in the order of the item."""

    item_class: ClassVar[type[Item]] = MultipleItem
    repeats = True
    votable: ClassVar[bool] = True
    fewest_parts = 1  # only what was chosen carries a mark

    def read(self, item: MultipleItem, form: Form) -> Response | NotGradable:
        chosen = set(every(form, "antwoord"))
        if not chosen:
            return NotGradable(Reason.NOTHING_CHOSEN)
        if chosen - set(keys_of(item.options)):
            return NotGradable(Reason.UNKNOWN)
        return tuple(key for key in keys_of(item.options) if key in chosen)

    def fields(self, item: MultipleItem, response: Response) -> Form:  # noqa: ARG002
        return {"antwoord": response}

    def words(self, item: MultipleItem, response: Response) -> Sequence[Html]:
        return chosen_texts(item.options, response)

    def grade(self, item: MultipleItem, response: Response) -> Score:
        return grade_multiple(frozenset(response), item)

    def verdicts(self, item: MultipleItem, response: Response) -> Mapping[str, bool]:
        return {key: key in item.right for key in response}

    def remarks(self, item: MultipleItem, response: Response, *, full: bool) -> Sequence[Remark]:
        chosen = [option for option in item.options if option.key in response]
        missed = [
            option for option in item.options if full and option.key in item.right - {*response}
        ]
        said = [Remark(one.feedback, one.key in item.right, one.text) for one in chosen]
        return [
            *said,
            *(Remark(one.feedback, False, key=one.text, role="missed") for one in missed),
        ]

    def key_parts(self, item: MultipleItem) -> Collection[str]:
        return item.right

    def examples(self, item: MultipleItem) -> Examples:
        right = sorted(item.right)
        wrong = [option.key for option in self.wrong_options(item)] or right[:1]
        return Examples({"antwoord": right}, {"antwoord": wrong}, {"antwoord": []})

    def solution(self, item: MultipleItem) -> Mapping[str, object]:
        return {"right": item.right}

    def stored_keys(self, item: MultipleItem) -> Iterable[str]:
        return keys_of(item.options)

    def pace(self, item: MultipleItem) -> Pace:
        return all_read(item)

    def printed(self, item: MultipleItem) -> Printed:
        return printed_options(item, item.options)

    def wrong_options(self, item: MultipleItem) -> Sequence[Option]:
        return [option for option in item.options if option.key not in item.right]

    def ballot(self, item: MultipleItem) -> Ballot:
        return Ballot(item, item.options, {"antwoord": item.right})
