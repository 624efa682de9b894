"""Choose all that apply."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from course.kinds.item import Item
from course.kinds.marking import (
    UNKNOWN,
    Examples,
    Form,
    Kind,
    NotGradable,
    Remark,
    Response,
    Score,
    every,
    require_known,
)
from course.kinds.multiple.item import MultipleItem
from course.kinds.registry import rules
from course.text.plain import Html


def grade_multiple(chosen: frozenset[str], item: MultipleItem) -> Score:
    """Points for a choose-all-that-apply item: right options chosen minus wrong ones, never below zero.

    Units:  whole points; `possible` is the number of right options.
    Errors: ValueError when `chosen` names an option the item does not have. That is another release or a forged form,
            never a learner's mistake. Choosing nothing is a valid response worth 0.
    Source: QTI response template `map_response`, each right option +1, each wrong one -1, lower bound 0.
    """
    require_known(item.key, set(chosen), {option.key for option in item.options})
    right, wrong = len(chosen & item.right), len(chosen - item.right)
    return Score(max(0, right - wrong), len(item.right))


@rules
class MultipleRules(Kind[MultipleItem]):
    """The keys of the chosen options, in the order of the item."""

    item_class: ClassVar[type[Item]] = MultipleItem
    repeats = True

    def read(self, item: MultipleItem, form: Form) -> Response | NotGradable:
        chosen = set(every(form, "antwoord"))
        if not chosen:
            return NotGradable("Kies eerst een of meer antwoorden.")
        if chosen - {option.key for option in item.options}:
            return NotGradable(UNKNOWN)
        return tuple(option.key for option in item.options if option.key in chosen)

    def fields(self, item: MultipleItem, response: Response) -> Form:  # noqa: ARG002
        return {"antwoord": response}

    def words(self, item: MultipleItem, response: Response) -> Sequence[Html]:
        return [option.text for option in item.options if option.key in response]

    def grade(self, item: MultipleItem, response: Response) -> Score:
        return grade_multiple(frozenset(response), item)

    def verdicts(self, item: MultipleItem, response: Response) -> Mapping[str, bool]:
        return {key: key in item.right for key in response}

    def remarks(self, item: MultipleItem, response: Response, *, full: bool) -> Sequence[Remark]:
        chosen = set(response)
        return [
            Remark(option.feedback, (option.key in chosen) == (option.key in item.right), option.text)
            for option in item.options
            if option.key in chosen or (full and option.key in item.right)
        ]

    def examples(self, item: MultipleItem) -> Examples:
        wrong = [option.key for option in item.options if option.key not in item.right] or sorted(item.right)[:1]
        return Examples({"antwoord": sorted(item.right)}, {"antwoord": wrong}, {"antwoord": []})
