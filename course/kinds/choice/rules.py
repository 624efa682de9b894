"""Single choice."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from course.kinds.choice.item import ChoiceItem
from course.kinds.item import Option
from course.kinds.kind import Ballot
from course.kinds.marking import (
    Examples,
    Form,
    Remark,
    Response,
    Score,
    keys_of,
    picked,
    require_known,
)
from course.kinds.options import OptionsKind, pace_of_options
from course.kinds.pace import Pace
from course.kinds.registry import rules


@rules
class ChoiceRules(OptionsKind[ChoiceItem]):
    """The key of one option; 1 point or none.

    Units:  whole points.
    Errors: ValueError for an option the item does not have.
    Source: QTI response template `match_correct`.
    """

    item_class = ChoiceItem
    repeats = True
    votable = True

    def given(self, item: ChoiceItem, form: Form) -> Response:
        return (picked(form, "antwoord", keys_of(item.options)),)

    def grade(self, item: ChoiceItem, response: Response) -> Score:
        require_known(item.key, response, keys_of(item.options))
        return Score(int(response == (item.right,)), 1)

    def verdicts(self, item: ChoiceItem, response: Response) -> Mapping[str, bool]:
        return {response[0]: response[0] == item.right}

    def remarks(self, item: ChoiceItem, response: Response, *, full: bool) -> Sequence[Remark]:
        chosen = item.option(response[0])
        said = [Remark(chosen.feedback, chosen.key == item.right)]
        if full and chosen.key != item.right:
            right = item.option(item.right)
            said.append(Remark(right.feedback, True, key=right.text))
        return said

    def key_parts(self, item: ChoiceItem) -> Collection[str]:
        return (item.right,)

    def examples(self, item: ChoiceItem) -> Examples:
        wrong = item.options_but(item.right)[0].key
        return Examples(
            {"antwoord": [item.right]}, {"antwoord": [wrong]}, {"antwoord": ["bestaat-niet"]}
        )

    def solution(self, item: ChoiceItem) -> Mapping[str, object]:
        return {"right": item.right}

    def pace(self, item: ChoiceItem) -> Pace:
        return pace_of_options(item, item.options, 1)

    def one_right(self, item: ChoiceItem) -> tuple[Sequence[Option], str]:
        return item.options, item.right

    def wrong_options(self, item: ChoiceItem) -> Sequence[Option]:
        return item.options_but(item.right)

    def ballot(self, item: ChoiceItem) -> Ballot:
        return Ballot(item, item.options, {"antwoord": frozenset({item.right})})
