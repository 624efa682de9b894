"""A numeric estimate."""

from __future__ import annotations

import re
from collections.abc import Sequence

from course.kinds.marking import Examples, Form, Kind, NotGradable, Remark, Response, Score, first
from course.kinds.number.item import NumberItem
from course.kinds.registry import rules

_WHOLE = re.compile(r"^\d{1,9}$")


@rules
class NumberRules(Kind[NumberItem]):
    """One whole number, without its thousands points. 1 point when close enough.

    Units:  whole points; the estimate in the item's own unit.
    Errors: ValueError when the response is no whole number.
    """

    item_class = NumberItem

    def read(self, item: NumberItem, form: Form) -> Response | NotGradable:  # noqa: ARG002
        typed = first(form, "antwoord").replace(".", "").replace(" ", "")
        if not typed:
            return NotGradable("Vul eerst een getal in.")
        if not _WHOLE.match(typed):
            return NotGradable("Vul een heel getal in, met alleen cijfers.")
        return (str(int(typed)),)

    def fields(self, item: NumberItem, response: Response) -> Form:  # noqa: ARG002
        return {"antwoord": response}

    def grade(self, item: NumberItem, response: Response) -> Score:
        return Score(int(abs(int(response[0]) - item.answer) <= item.within), 1)

    def remarks(self, item: NumberItem, response: Response, *, full: bool) -> Sequence[Remark]:
        given = int(response[0])
        right = self.grade(item, response).is_right
        said = [Remark(item.right if right else item.low if given < item.answer else item.high, right)]
        if full and not right:
            said.append(Remark(item.right, True))
        return said

    def examples(self, item: NumberItem) -> Examples:
        wrong = str(item.answer + item.within + 1)
        return Examples({"antwoord": [str(item.answer)]}, {"antwoord": [wrong]}, {"antwoord": ["veel"]})
