"""Single choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from course.kinds.choice.item import ChoiceItem
from course.kinds.marking import (
    UNKNOWN,
    Examples,
    Form,
    Kind,
    NotGradable,
    Remark,
    Response,
    Score,
    first,
    require_known,
)
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

    def read(self, item: ChoiceItem, form: Form) -> Response | NotGradable:
        chosen = first(form, "antwoord")
        if not chosen:
            return NotGradable("Kies eerst een antwoord.")
        if chosen not in {option.key for option in item.options}:
            return NotGradable(UNKNOWN)
        return (chosen,)

    def fields(self, item: ChoiceItem, response: Response) -> Form:  # noqa: ARG002
        return {"antwoord": response}

    def words(self, item: ChoiceItem, response: Response) -> Sequence[Html]:
        return [option.text for option in item.options if option.key in response]

    def grade(self, item: ChoiceItem, response: Response) -> Score:
        require_known(item.key, set(response), {option.key for option in item.options})
        return Score(int(response == (item.right,)), 1)

    def verdicts(self, item: ChoiceItem, response: Response) -> Mapping[str, bool]:
        return {response[0]: response[0] == item.right}

    def remarks(self, item: ChoiceItem, response: Response, *, full: bool) -> Sequence[Remark]:
        about = {option.key: option for option in item.options}
        chosen = about[response[0]]
        said = [Remark(chosen.feedback, chosen.key == item.right)]
        if full and chosen.key != item.right:
            right = about[item.right]
            said.append(Remark(right.feedback, True, right.text))
        return said

    def examples(self, item: ChoiceItem) -> Examples:
        wrong = next(option.key for option in item.options if option.key != item.right)
        return Examples({"antwoord": [item.right]}, {"antwoord": [wrong]}, {"antwoord": ["bestaat-niet"]})
