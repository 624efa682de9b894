"""A reflection: saved as written, never marked, the learner's alone."""

from __future__ import annotations

from dataclasses import replace

from course.kinds.marking import (
    Examples,
    Form,
    Response,
    first,
    written,
)
from course.kinds.own_words import OwnWordsKind
from course.kinds.pace import Pace, all_read
from course.kinds.reflection.item import MAX_REFLECTION, ReflectionItem
from course.kinds.reflection.wording import SAMPLE
from course.kinds.registry import rules


@rules
class ReflectionRules(OwnWordsKind[ReflectionItem]):
    """One text."""

    item_class = ReflectionItem

    def given(self, item: ReflectionItem, form: Form) -> Response:
        return (written(first(form, "antwoord"), "antwoord", MAX_REFLECTION),)

    def examples(self, item: ReflectionItem) -> Examples:
        return Examples({"antwoord": [SAMPLE]}, None, {"antwoord": ["  "]})

    def pace(self, item: ReflectionItem) -> Pace:
        return replace(all_read(item), decisions=0, texts=1)

    def recalls(self, item: ReflectionItem) -> bool:
        return True
