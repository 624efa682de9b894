"""An if-then plan: saved as written, never marked, the learner's alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from course.kinds.kind import Kind, Printed
from course.kinds.marking import Examples, Form, NotGradable, Reason, Remark, Response, first
from course.kinds.pace import Pace, all_read
from course.kinds.plan.item import MAX_CLAUSE, PlanItem
from course.kinds.plan.wording import SAMPLE, WORDING
from course.kinds.registry import rules


@rules
class PlanRules(Kind[PlanItem]):
    """Two clauses: what happens, and what I do then.

    `voorbeeld` takes an example by its number, from 0.
    """

    item_class = PlanItem

    def read(self, item: PlanItem, form: Form) -> Response | NotGradable:
        if chosen := first(form, "voorbeeld"):
            examples = {str(number): example for number, example in enumerate(item.examples)}
            return examples.get(chosen) or NotGradable(Reason.UNKNOWN, "als")
        clauses = {"als": first(form, "als"), "dan": first(form, "dan")}
        for field, text in clauses.items():
            if not text:
                return NotGradable(Reason.NOTHING_WRITTEN, field)
        if max(len(text) for text in clauses.values()) > MAX_CLAUSE:
            return NotGradable(Reason.TOO_LONG, "als")
        return tuple(clauses.values())

    def fields(self, item: PlanItem, response: Response) -> Form:  # noqa: ARG002
        return {"als": response[:1], "dan": response[1:]}

    def remarks(self, item: PlanItem, response: Response, *, full: bool) -> Sequence[Remark]:  # noqa: ARG002
        return ()

    def examples(self, item: PlanItem) -> Examples:  # noqa: ARG002
        when, then = SAMPLE
        return Examples({"als": [when], "dan": [then]}, None, {"als": [when]})

    def solution(self, item: PlanItem) -> Mapping[str, object]:  # noqa: ARG002
        return {}  # one's own plan is never right or wrong

    def stored_keys(self, item: PlanItem) -> Iterable[str]:  # noqa: ARG002
        return ()  # an example is kept in its words

    def pace(self, item: PlanItem) -> Pace:
        return all_read(item)

    def printed(self, item: PlanItem) -> Printed:
        return Printed(item.question)

    def labels(self, item: PlanItem) -> Iterable[str]:
        when, then = WORDING.lines
        return (f"{when} {one}, {then} {other}" for one, other in item.examples)
