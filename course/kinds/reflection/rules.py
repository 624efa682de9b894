"""A reflection: saved as written, never marked, the learner's alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from course.kinds.kind import Kind, Printed
from course.kinds.marking import Examples, Form, NotGradable, Reason, Remark, Response, first
from course.kinds.pace import Pace, all_read
from course.kinds.reflection.item import MAX_REFLECTION, ReflectionItem
from course.kinds.reflection.wording import SAMPLE
from course.kinds.registry import rules


@rules
class ReflectionRules(Kind[ReflectionItem]):
    """One text."""

    item_class = ReflectionItem

    def read(self, item: ReflectionItem, form: Form) -> Response | NotGradable:  # noqa: ARG002
        text = first(form, "antwoord")
        if not text:
            return NotGradable(Reason.NOTHING_WRITTEN)
        return (text,) if len(text) <= MAX_REFLECTION else NotGradable(Reason.TOO_LONG)

    def fields(self, item: ReflectionItem, response: Response) -> Form:  # noqa: ARG002
        return {"antwoord": response}

    def remarks(self, item: ReflectionItem, response: Response, *, full: bool) -> Sequence[Remark]:  # noqa: ARG002
        return ()

    def examples(self, item: ReflectionItem) -> Examples:  # noqa: ARG002
        return Examples({"antwoord": [SAMPLE]}, None, {"antwoord": ["  "]})

    def solution(self, item: ReflectionItem) -> Mapping[str, object]:  # noqa: ARG002
        return {}  # one's own words are never right or wrong

    def stored_keys(self, item: ReflectionItem) -> Iterable[str]:  # noqa: ARG002
        return ()  # a text names nothing

    def pace(self, item: ReflectionItem) -> Pace:
        return all_read(item)

    def printed(self, item: ReflectionItem) -> Printed:
        return Printed(item.question)

    def recalls(self, item: ReflectionItem) -> bool:  # noqa: ARG002
        return True
