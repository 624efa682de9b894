"""A reflection: saved as written, never marked, the learner's alone."""

from __future__ import annotations

from collections.abc import Sequence

from course.kinds.marking import Examples, Form, Kind, NotGradable, Remark, Response, first
from course.kinds.reflection.item import ReflectionItem
from course.kinds.registry import rules
from course.text.plain import Html

MAX_REFLECTION = 2000  # characters
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
