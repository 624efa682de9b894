"""An if-then plan: saved as written, never marked, the learner's alone."""

from __future__ import annotations

from collections.abc import Sequence

from course.kinds.marking import Examples, Form, Kind, NotGradable, Remark, Response, first
from course.kinds.plan.item import PlanItem
from course.kinds.registry import rules
from course.text.plain import Html

MAX_CLAUSE = 300  # characters
_SAVED = Html("<p>Uw tekst is bewaard. Alleen u kunt hem lezen.</p>")


@rules
class PlanRules(Kind[PlanItem]):
    """Two clauses: what happens, and what I do then."""

    item_class = PlanItem

    def read(self, item: PlanItem, form: Form) -> Response | NotGradable:
        if chosen := first(form, "voorbeeld"):
            if not chosen.isdecimal() or int(chosen) >= len(item.examples):
                return NotGradable("Dit voorbeeld is er niet. Kies een ander voorbeeld.", "als")
            return item.examples[int(chosen)]
        when, then = first(form, "als"), first(form, "dan")
        if not when:
            return NotGradable("Vul in wanneer u iets gaat doen: ‘Als …’.", "als")
        if not then:
            return NotGradable("Vul in wat u dan doet: ‘dan …’.", "dan")
        if max(len(when), len(then)) > MAX_CLAUSE:
            return NotGradable(f"Uw zin is te lang. Gebruik per deel hooguit {MAX_CLAUSE} tekens.", "als")
        return (when, then)

    def fields(self, item: PlanItem, response: Response) -> Form:  # noqa: ARG002
        return {"als": response[:1], "dan": response[1:]}

    def remarks(self, item: PlanItem, response: Response, *, full: bool) -> Sequence[Remark]:  # noqa: ARG002
        return [Remark(_SAVED, True)]

    def examples(self, item: PlanItem) -> Examples:  # noqa: ARG002
        return Examples(
            {"als": ["ik iets wil delen"], "dan": ["stel ik eerst een vraag"]}, None, {"als": ["ik iets wil delen"]}
        )
