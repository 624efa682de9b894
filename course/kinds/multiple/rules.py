"""Choose all that apply."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import ClassVar

from course.kinds.item import Item, Option
from course.kinds.kind import Ballot
from course.kinds.marking import (
    Examples,
    Form,
    Remark,
    Response,
    Score,
    keys_of,
    picked_several,
    require_known,
)
from course.kinds.multiple.item import MultipleItem
from course.kinds.options import OptionsKind
from course.kinds.pace import Pace, all_read
from course.kinds.registry import rules


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
class MultipleRules(OptionsKind[MultipleItem]):
    """The keys of the chosen options, in the order of the item."""

    item_class: ClassVar[type[Item]] = MultipleItem
    repeats = True
    votable: ClassVar[bool] = True
    fewest_parts = 1  # only what was chosen carries a mark

    def given(self, item: MultipleItem, form: Form) -> Response:
        return picked_several(form, "antwoord", keys_of(item.options))

    def grade(self, item: MultipleItem, response: Response) -> Score:
        return grade_multiple(frozenset(response), item)

    def verdicts(self, item: MultipleItem, response: Response) -> Mapping[str, bool]:
        return {key: key in item.right for key in response}

    def remarks(self, item: MultipleItem, response: Response, *, full: bool) -> Sequence[Remark]:
        said: list[Remark] = []
        for key in response:
            one = item.option(key)
            said.append(Remark(one.feedback, key in item.right, one.text))
        if full:
            missed = item.options_but(*response, *keys_of(self.wrong_options(item)))
            for one in missed:
                said.append(Remark(one.feedback, False, key=one.text, role="missed"))
        return said

    def key_parts(self, item: MultipleItem) -> Collection[str]:
        return item.right

    def examples(self, item: MultipleItem) -> Examples:
        right = sorted(item.right)
        wrong = keys_of(self.wrong_options(item)) or right[:1]
        return Examples({"antwoord": right}, {"antwoord": wrong}, {"antwoord": []})

    def solution(self, item: MultipleItem) -> Mapping[str, object]:
        return {"right": item.right}

    def pace(self, item: MultipleItem) -> Pace:
        return all_read(item)

    def wrong_options(self, item: MultipleItem) -> Sequence[Option]:
        return item.options_but(*item.right)

    def ballot(self, item: MultipleItem) -> Ballot:
        return Ballot(item, item.options, {"antwoord": item.right})
