"""An if-then plan: saved as written, never marked, the learner's alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from course.kinds.marking import (
    Examples,
    Form,
    Reason,
    Refused,
    Response,
    first,
)
from course.kinds.own_words import OwnWordsKind
from course.kinds.pace import Pace, all_read
from course.kinds.plan.item import MAX_CLAUSE, PlanItem
from course.kinds.plan.wording import SAMPLE, WORDING
from course.kinds.registry import rules


@rules
class PlanRules(OwnWordsKind[PlanItem]):
    """Two clauses: what happens, and what I do then.

    `voorbeeld` takes an example by its number, from 0.
    """

    item_class = PlanItem
    shown_back = True

    def given(self, item: PlanItem, form: Form) -> Response:
        chosen = first(form, "voorbeeld")
        if not chosen:
            return _clauses(form)
        examples = {str(number): example for number, example in enumerate(item.examples)}
        if chosen not in examples:
            raise Refused(Reason.UNKNOWN, "als")
        return examples[chosen]

    def fields(self, item: PlanItem, response: Response) -> Form:
        return {"als": response[:1], "dan": response[1:]}

    def examples(self, item: PlanItem) -> Examples:
        when, then = SAMPLE
        return Examples({"als": [when], "dan": [then]}, None, {"als": [when]})

    def pace(self, item: PlanItem) -> Pace:
        return replace(all_read(item), decisions=0, texts=1)

    def labels(self, item: PlanItem) -> Iterable[str]:
        when, then = WORDING.lines
        return (f"{when} {one}, {then} {other}" for one, other in item.examples)


def _clauses(form: Form) -> Response:
    clauses = first(form, "als"), first(form, "dan")
    for field, text in zip(("als", "dan"), clauses, strict=True):
        if not text:
            raise Refused(Reason.NOTHING_WRITTEN, field)
    if len(max(clauses, key=len)) > MAX_CLAUSE:
        raise Refused(Reason.TOO_LONG, "als")
    return clauses
