"""A numeric estimate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from course.kinds.kind import Advice, Kind, Printed
from course.kinds.marking import (
    Examples,
    Form,
    Reason,
    Refused,
    Remark,
    Response,
    Score,
    first,
)
from course.kinds.number.item import NumberItem
from course.kinds.pace import Pace, always_read
from course.kinds.registry import rules
from course.text.numbers import whole_number
from course.text.plain import text_as_html
from course.text.readability import count_words


@rules
class NumberRules(Kind[NumberItem]):
    """One whole number, whatever stands with it: points, a sign, its unit. 1 point when near
    enough.

    Units:  whole points; the estimate in the item's own unit.
    Errors: ValueError when the response is no whole number.
    """

    item_class = NumberItem

    def given(self, item: NumberItem, form: Form) -> Response:
        typed = first(form, "antwoord")
        if not typed:
            raise Refused(Reason.NOTHING_WRITTEN)
        number = whole_number(typed, (item.unit,))
        if number is None:
            raise Refused(Reason.NOT_A_NUMBER)
        return (str(number),)

    def grade(self, item: NumberItem, response: Response) -> Score:
        (given,) = response
        return Score(int(abs(int(given) - item.answer) <= item.within), 1)

    def remarks(self, item: NumberItem, response: Response, *, full: bool) -> Sequence[Remark]:
        if self.grade(item, response).is_right:
            return [Remark(item.right, True)]
        missed = item.high
        if int(response[0]) < item.answer:
            missed = item.low
        said = [Remark(missed, False)]
        if full:
            key = text_as_html(f"{item.answer} {item.unit}".strip())
            said.append(Remark(item.right, True, key=key))
        return said

    def examples(self, item: NumberItem) -> Examples:
        wrong = str(item.answer + item.within + 1)
        return Examples(
            {"antwoord": [str(item.answer)]}, {"antwoord": [wrong]}, {"antwoord": ["veel"]}
        )

    def solution(self, item: NumberItem) -> Mapping[str, object]:
        return {"answer": item.answer, "within": item.within}

    def stored_keys(self, item: NumberItem) -> Iterable[str]:
        return ()  # a number names nothing

    def pace(self, item: NumberItem) -> Pace:
        return Pace(always_read(item) + count_words(item.right), 1)

    def printed(self, item: NumberItem) -> Printed:
        return Printed(item.question)

    def advice(self, item: NumberItem) -> Iterator[Advice]:
        if not all((item.right, item.low, item.high)):
            yield Advice(
                "option-feedback", "Schrijf uitleg voor wie goed, te laag en te hoog schat."
            )
