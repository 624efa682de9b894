"""The ungraded question beforehand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from course.kinds.marking import (
    Examples,
    Form,
    Reason,
    Refused,
    Remark,
    Response,
    first,
    keys_of,
    picked_several,
    written,
)
from course.kinds.opener.item import OpenerItem
from course.kinds.opener.wording import SAMPLE
from course.kinds.options import OptionsKind
from course.kinds.pace import Pace, all_read
from course.kinds.registry import rules
from course.text.plain import Html, text_as_html

MAX_GUESS = 300  # characters


@rules
class OpenerRules(OptionsKind[OpenerItem]):
    """Chosen keys, or a few words when there are no options. Never marked."""

    item_class = OpenerItem

    def given(self, item: OpenerItem, form: Form) -> Response:
        if not item.options:
            guess = first(form, "antwoord")[:MAX_GUESS]
            return (written(guess, "antwoord", MAX_GUESS),)
        chosen = picked_several(form, "antwoord", keys_of(item.options))
        if len(chosen) > 1 and not item.several:
            raise Refused(Reason.UNKNOWN)
        return chosen

    def words(self, item: OpenerItem, response: Response) -> Sequence[Html]:
        return [*map(text_as_html, response)]  # a guess may be in one's own words

    def remarks(self, item: OpenerItem, response: Response, *, full: bool) -> Sequence[Remark]:
        said = []
        for option in item.options:
            if option.key in response and option.feedback:
                said.append(Remark(option.feedback, True, option.text))
        return [*said, Remark(item.after, True)]

    def examples(self, item: OpenerItem) -> Examples:
        given = [*keys_of(item.options), SAMPLE][0]
        return Examples({"antwoord": [given]}, None, {"antwoord": []})

    def solution(self, item: OpenerItem) -> Mapping[str, object]:
        return {}  # nobody needs to know it yet

    def pace(self, item: OpenerItem) -> Pace:
        return all_read(item)
