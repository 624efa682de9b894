"""Single choice."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from course.kinds.choice.item import ChoiceItem
from course.kinds.item import Option
from course.kinds.kind import Ballot, Kind, Printed
from course.kinds.marking import (
    Examples,
    Form,
    NotGradable,
    Reason,
    Remark,
    Response,
    Score,
    by_key,
    first,
    require_known,
)
from course.kinds.options import chosen_texts, keys_of, pace_of_options, printed_options
from course.kinds.pace import Pace
from course.kinds.registry import rules
from course.text.plain import Html


@rules
class ChoiceRules(Kind[ChoiceItem]):
    """The key of one option; 1 point or none.

    Units:  whole points.
    Errors: ValueError for an option the item does not have.
    Source: QTI response template `match_correct`.
    """

    item_class = ChoiceItem
    repeats = True
    votable = True

    def read(self, item: ChoiceItem, form: Form) -> Response | NotGradable:
        chosen = first(form, "antwoord")
        if not chosen:
            return NotGradable(Reason.NOTHING_CHOSEN)
        return (chosen,) if chosen in keys_of(item.options) else NotGradable(Reason.UNKNOWN)

    def fields(self, item: ChoiceItem, response: Response) -> Form:  # noqa: ARG002
        return {"antwoord": response}

    def words(self, item: ChoiceItem, response: Response) -> Sequence[Html]:
        return chosen_texts(item.options, response)

    def grade(self, item: ChoiceItem, response: Response) -> Score:
        require_known(item.key, response, keys_of(item.options))
        return Score(int(response == (item.right,)), 1)

    def verdicts(self, item: ChoiceItem, response: Response) -> Mapping[str, bool]:
        return {response[0]: response[0] == item.right}

    def remarks(self, item: ChoiceItem, response: Response, *, full: bool) -> Sequence[Remark]:
        about = by_key(item.options)
        chosen = about[response[0]]
        said = [Remark(chosen.feedback, chosen.key == item.right)]
        if full and chosen.key != item.right:
            right = about[item.right]
            said.append(Remark(right.feedback, True, key=right.text))
        return said

    def key_parts(self, item: ChoiceItem) -> Collection[str]:
        return (item.right,)

    def examples(self, item: ChoiceItem) -> Examples:
        wrong = next(option.key for option in item.options if option.key != item.right)
        return Examples(
            {"antwoord": [item.right]}, {"antwoord": [wrong]}, {"antwoord": ["bestaat-niet"]}
        )

    def solution(self, item: ChoiceItem) -> Mapping[str, object]:
        return {"right": item.right}

    def stored_keys(self, item: ChoiceItem) -> Iterable[str]:
        return keys_of(item.options)

    def pace(self, item: ChoiceItem) -> Pace:
        return pace_of_options(item, item.options, 1)

    def printed(self, item: ChoiceItem) -> Printed:
        return printed_options(item, item.options)

    def one_right(self, item: ChoiceItem) -> tuple[Sequence[Option], str]:
        return item.options, item.right

    def wrong_options(self, item: ChoiceItem) -> Sequence[Option]:
        return [option for option in item.options if option.key != item.right]

    def ballot(self, item: ChoiceItem) -> Ballot:
        return Ballot(item, item.options, {"antwoord": frozenset({item.right})})
