"""The ungraded question beforehand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from course.kinds.kind import Kind, Printed
from course.kinds.marking import Examples, Form, NotGradable, Reason, Remark, Response, every, first
from course.kinds.opener.item import OpenerItem
from course.kinds.opener.wording import SAMPLE
from course.kinds.options import keys_of, printed_options
from course.kinds.pace import Pace, all_read
from course.kinds.registry import rules

MAX_GUESS = 300  # characters


@rules
class OpenerRules(Kind[OpenerItem]):
    """Chosen keys, or a few words when there are no options. Never marked."""

    item_class = OpenerItem

    def read(self, item: OpenerItem, form: Form) -> Response | NotGradable:
        if not item.options:
            guess = first(form, "antwoord")
            return (guess[:MAX_GUESS],) if guess else NotGradable(Reason.NOTHING_WRITTEN)
        chosen = set(every(form, "antwoord"))
        if not chosen:
            return NotGradable(Reason.NOTHING_CHOSEN)
        known = keys_of(item.options)
        too_many = len(chosen) > 1 and not item.several
        if chosen - set(known) or too_many:
            return NotGradable(Reason.UNKNOWN)
        return tuple(key for key in known if key in chosen)

    def fields(self, item: OpenerItem, response: Response) -> Form:  # noqa: ARG002
        return {"antwoord": response}

    def remarks(self, item: OpenerItem, response: Response, *, full: bool) -> Sequence[Remark]:  # noqa: ARG002
        chosen = [option for option in item.options if option.key in response and option.feedback]
        told = [Remark(option.feedback, True, option.text) for option in chosen]
        return [*told, Remark(item.after, True)]

    def examples(self, item: OpenerItem) -> Examples:
        given = item.options[0].key if item.options else SAMPLE
        return Examples({"antwoord": [given]}, None, {"antwoord": []})

    def solution(self, item: OpenerItem) -> Mapping[str, object]:  # noqa: ARG002
        return {}  # nobody needs to know it yet

    def stored_keys(self, item: OpenerItem) -> Iterable[str]:
        return keys_of(item.options)

    def pace(self, item: OpenerItem) -> Pace:
        return all_read(item)

    def printed(self, item: OpenerItem) -> Printed:
        return printed_options(item, item.options)
