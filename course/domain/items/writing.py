"""A reflection and an if-then plan: saved as written, never marked, the learner's alone."""

from __future__ import annotations

from collections.abc import Sequence

from course.content.items.writing import PlanItem, ReflectionItem
from course.domain.grading import Remark
from course.domain.items import Examples, Kind, rules
from course.domain.responses import Form, NotGradable, Response, first
from course.text.plain import Html

MAX_REFLECTION = 2000  # characters
MAX_CLAUSE = 300
_SAVED = Html("<p>Uw tekst is bewaard. Alleen u kunt hem lezen.</p>")


@rules
class ReflectionRules(Kind[ReflectionItem]):
    """One text."""

    item_class = ReflectionItem

    def read(self, item: ReflectionItem, form: Form) -> Response | NotGradable:  # noqa: ARG002
        text = first(form, "antwoord")
        if not text:
            return NotGradable("Schrijf eerst iets op. Eén zin is genoeg.")
        if len(text) > MAX_REFLECTION:
            return NotGradable(f"Uw tekst is te lang. Gebruik hooguit {MAX_REFLECTION} tekens.")
        return (text,)

    def fields(self, item: ReflectionItem, response: Response) -> Form:  # noqa: ARG002
        return {"antwoord": response}

    def remarks(self, item: ReflectionItem, response: Response, *, full: bool) -> Sequence[Remark]:  # noqa: ARG002
        return [Remark(_SAVED, True)]

    def examples(self, item: ReflectionItem) -> Examples:  # noqa: ARG002
        return Examples({"antwoord": ["Ik had eerst kunnen vragen."]}, None, {"antwoord": ["  "]})


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
