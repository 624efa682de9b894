"""The ungraded question beforehand."""

from __future__ import annotations

from collections.abc import Sequence

from course.kinds.marking import UNKNOWN, Examples, Form, Kind, NotGradable, Remark, Response, every, first
from course.kinds.opener.item import OpenerItem
from course.kinds.registry import rules

MAX_GUESS = 300


@rules
class OpenerRules(Kind[OpenerItem]):
    """Chosen keys, or a few words when there are no options. Never marked."""

    item_class = OpenerItem

    def read(self, item: OpenerItem, form: Form) -> Response | NotGradable:
        if not item.options:
            guess = first(form, "antwoord")
            if not guess:
                return NotGradable("Schrijf eerst op wat u denkt. Een paar woorden is genoeg.")
            return (guess[:MAX_GUESS],)
        chosen = every(form, "antwoord")
        if not chosen:
            return NotGradable("Kies eerst een antwoord. Raden mag.")
        known = {option.key for option in item.options}
        if set(chosen) - known or (len(chosen) > 1 and not item.several):
            return NotGradable(UNKNOWN)
        return tuple(option.key for option in item.options if option.key in chosen)

    def fields(self, item: OpenerItem, response: Response) -> Form:  # noqa: ARG002
        return {"antwoord": response}

    def remarks(self, item: OpenerItem, response: Response, *, full: bool) -> Sequence[Remark]:  # noqa: ARG002
        said = [
            Remark(option.feedback, True, option.text)
            for option in item.options
            if option.key in response and option.feedback
        ]
        return [*said, Remark(item.after, True)]

    def examples(self, item: OpenerItem) -> Examples:
        given = item.options[0].key if item.options else "Ik denk van wel"
        return Examples({"antwoord": [given]}, None, {"antwoord": []})
