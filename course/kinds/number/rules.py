"""A numeric estimate."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from course.kinds.kind import Advice, Kind, Printed
from course.kinds.marking import Examples, Form, NotGradable, Reason, Remark, Response, Score, first
from course.kinds.number.item import NumberItem
from course.kinds.pace import Pace, always_read, count
from course.kinds.registry import rules

_WHOLE = re.compile(r"[0-9]{1,9}")


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
            return NotGradable(Reason.NOTHING_WRITTEN)
        return (str(int(typed)),) if _WHOLE.fullmatch(typed) else NotGradable(Reason.NOT_A_NUMBER)

    def fields(self, item: NumberItem, response: Response) -> Form:  # noqa: ARG002
        return {"antwoord": response}

    def grade(self, item: NumberItem, response: Response) -> Score:
        (given,) = response
        return Score(int(abs(int(given) - item.answer) <= item.within), 1)

    def remarks(self, item: NumberItem, response: Response, *, full: bool) -> Sequence[Remark]:
        if self.grade(item, response).is_right:
            return [Remark(item.right, True)]
        missed = Remark(item.low if int(response[0]) < item.answer else item.high, False)
        return [missed, Remark(item.right, True)] if full else [missed]

    def examples(self, item: NumberItem) -> Examples:
        wrong = str(item.answer + item.within + 1)
        return Examples(
            {"antwoord": [str(item.answer)]}, {"antwoord": [wrong]}, {"antwoord": ["veel"]}
        )

    def solution(self, item: NumberItem) -> Mapping[str, object]:
        return {"answer": item.answer, "within": item.within}

    def stored_keys(self, item: NumberItem) -> Iterable[str]:  # noqa: ARG002
        return ()  # a number names nothing

    def pace(self, item: NumberItem) -> Pace:
        return Pace(always_read(item) + count(item.right), 1)

    def printed(self, item: NumberItem) -> Printed:
        return Printed(item.question)

    def advice(self, item: NumberItem) -> Iterator[Advice]:
        if not (item.right and item.low and item.high):
            yield Advice(
                "option-feedback", "Schrijf uitleg voor wie goed, te laag en te hoog schat."
            )
