"""A place on a scale: right or not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from course.kinds.scale.item import STEPS, ScaleItem

from course.kinds.kind import Kind, Printed
from course.kinds.marking import (
    Examples,
    Form,
    Remark,
    Response,
    Score,
    picked,
)
from course.kinds.pace import Pace, always_read
from course.kinds.registry import rules
from course.text.plain import Html


@rules
class ScaleRules(Kind[ScaleItem]):
    """One step."""

    item_class = ScaleItem

    def given(self, item: ScaleItem, form: Form) -> Response:  # noqa: ARG002
        return (picked(form, "stand", STEPS),)

    def fields(self, item: ScaleItem, response: Response) -> Form:  # noqa: ARG002
        return {"stand": response}

    def grade(self, item: ScaleItem, response: Response) -> Score:
        return Score(int(int(response[0]) == item.answer), 1)

    def remarks(self, item: ScaleItem, response: Response, *, full: bool) -> Sequence[Remark]:
        right = self.grade(item, response).is_right
        return [Remark(item.after, right)] if right or full else []

    def examples(self, item: ScaleItem) -> Examples:
        wrong = next(step for step in STEPS if int(step) != item.answer)
        return Examples({"stand": [str(item.answer)]}, {"stand": [wrong]}, {"stand": ["9"]})

    def solution(self, item: ScaleItem) -> Mapping[str, object]:
        return {"answer": item.answer}

    def stored_keys(self, item: ScaleItem) -> Iterable[str]:  # noqa: ARG002
        return STEPS

    def pace(self, item: ScaleItem) -> Pace:
        return Pace(always_read(item), 1)

    def printed(self, item: ScaleItem) -> Printed:
        return Printed(item.question, tuple(Html(step) for step in STEPS))
