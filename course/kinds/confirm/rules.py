"""A confirmation that somebody read something. The day is that of the attempt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from course.kinds.confirm.item import ConfirmItem
from course.kinds.kind import Kind, Printed
from course.kinds.marking import Examples, Form, NotGradable, Reason, Remark, Response, every
from course.kinds.pace import Pace
from course.kinds.registry import rules
from course.text.plain import Html

READ = "gelezen"


@rules
class ConfirmRules(Kind[ConfirmItem]):
    """Ticked, or not yet."""

    item_class = ConfirmItem

    def read(self, item: ConfirmItem, form: Form) -> Response | NotGradable:  # noqa: ARG002
        given = every(form, "antwoord")
        if not given:
            return NotGradable(Reason.NOTHING_CHOSEN)
        return (READ,) if set(given) == {READ} else NotGradable(Reason.UNKNOWN)

    def fields(self, item: ConfirmItem, response: Response) -> Form:  # noqa: ARG002
        return {"antwoord": response}

    def words(self, item: ConfirmItem, response: Response) -> Sequence[Html]:  # noqa: ARG002
        return [item.statement]

    def remarks(self, item: ConfirmItem, response: Response, *, full: bool) -> Sequence[Remark]:  # noqa: ARG002
        return [Remark(item.after, True)]

    def examples(self, item: ConfirmItem) -> Examples:  # noqa: ARG002
        return Examples({"antwoord": [READ]}, None, {"antwoord": []})

    def solution(self, item: ConfirmItem) -> Mapping[str, object]:  # noqa: ARG002
        return {}  # nobody is right or wrong in having read something

    def stored_keys(self, item: ConfirmItem) -> Iterable[str]:  # noqa: ARG002
        return ()  # the one word that is kept is the same for every item

    def pace(self, item: ConfirmItem) -> Pace | None:  # noqa: ARG002
        return None  # what is confirmed stands on another page, and takes what its lesson says

    def printed(self, item: ConfirmItem) -> Printed:
        return Printed(item.question)
